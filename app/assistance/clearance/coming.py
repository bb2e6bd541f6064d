"""What came back, field by field, beside what the draft says now."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.assistance.clearance.fields import FIELDS, says
from app.assistance.clearance.going import document
from app.assistance.clearance.rules import TooLong
from app.assistance.clearance.values import Round
from app.assistance.queries import Asked
from app.core import clock, i18n
from app.core.i18n import N_, gettext
from app.papers.reading.parts import Parts, TooMuch, W, read
from app.papers.reading.runs import value
from app.papers.reading.told import said_of
from app.practices.clearing.fields import Field, Shape
from app.practices.clearing.marks import marks, rounds_in
from app.practices.clearing.reading import Both, Known, read_fields
from app.practices.clearing.reviewed import LABELS
from app.practices.clearing.rules import NotOurs
from app.text.spans import Span, words

CAME, TRACKED, KEEP = "came", "tracked", "keep"
TRIES = (CAME, TRACKED)
MOST_NOTES = 50
_VERSION = re.compile(r"v([0-9]{1,9})")
_TITLES: Mapping[str, str] = {
    CAME: N_("What came back"),
    TRACKED: N_("What came back, with its tracked changes made"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A field that came back otherwise, or with something noted beside it."""

    name: str
    label: str
    lines: Sequence[tuple[str, Sequence[Span]]]
    tries: Mapping[str, str]
    notes: Sequence[str]
    gone: bool

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """What can be chosen, each with its words."""
        return [(choice, gettext(LABELS[choice])) for choice in (KEEP, *self.tries)]


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back; ``earlier`` where the draft was changed since it went out."""

    rows: Sequence[Row]
    lines: Sequence[str]
    earlier: bool


class OfRound(Exception):
    """The document went out in another round than this one; ``id`` is that of the other."""

    def __init__(self, round_id: str) -> None:
        super().__init__(round_id)
        self.id = round_id


def read_back(asked: Asked, one: Round, content: bytes) -> Returned:
    """Return what came back of a round, against what the draft of its request says now.

    Raises:
        NoWord: it cannot be read, or did not go out.
        OfRound: it went out in another round.
        TooLong: it holds more than a request can.
    """
    try:
        parts = read(content)
        _ensure_of(one, parts)
        known = _known(one)
        now = read_fields(read(document(asked, one, clock.now())), known)
        came = read_fields(parts, known)
    except TooMuch as much:
        raise TooLong from much
    rows = [row for field in FIELDS if (row := _row(asked, field, now, came)) is not None]
    return Returned(rows, came.lines, asked.matter.version not in _versions(parts))


def _ensure_of(one: Round, parts: Parts) -> None:
    found = rounds_in(parts.body)
    if not found:
        raise NotOurs
    if not _marked(one) & {*found}:
        raise OfRound(found[0])


def _marked(one: Round) -> frozenset[str]:
    """Return whose marks a document can carry: before rounds were kept, those of the request."""
    return frozenset({one.matter.id, one.request_id})


def _versions(parts: Parts) -> Iterator[int]:
    for mark in parts.body.iter(f"{W}bookmarkStart"):
        if found := _VERSION.fullmatch(value(mark, "name")):
            yield int(found[1])


def _known(one: Round) -> Known:
    with i18n.use_language(one.matter.language):
        labels = {field.name: gettext(field.label) for field in FIELDS}
    known = {
        mark: name for one_id in _marked(one) for mark, name in marks(one_id, [*labels]).items()
    }
    return Known(known, labels, frozenset())


def _row(asked: Asked, field: Field, now: Both, came: Both) -> Row | None:
    name, there = field.name, now.plain.texts.get(field.name, "")
    notes = _notes(came, name)
    if name not in came.plain.texts:
        return Row(name, gettext(field.label), (), {}, notes, gone=True)
    found = {CAME: came.plain.texts[name], TRACKED: came.changed.texts.get(name, there)}
    if found[TRACKED] == found[CAME]:
        del found[TRACKED]
    tries = {choice: _written(field, said) for choice, said in found.items() if said != there}
    if not tries and not notes:
        return None
    return replace(row_of(asked, field, tries), notes=notes)


def row_of(asked: Asked, field: Field, tries: Mapping[str, str]) -> Row:
    """Return a field with what can be taken of it, each beside what the draft says."""
    before = says(asked)[field.name]
    lines = [(gettext(_TITLES[one]), words(before, said)) for one, said in tries.items()]
    return Row(field.name, gettext(field.label), lines, tries, (), gone=False)


def _written(field: Field, said: str) -> str:
    return " ".join(said.split()) if field.shape == Shape.LINE else said.strip()


def _notes(came: Both, name: str) -> Sequence[str]:
    comments = [
        gettext("%(who)s: %(text)s", who=said.who or gettext("Somebody"), text=said.text)
        for said in dict.fromkeys(
            [*came.plain.comments.get(name, ()), *came.changed.comments.get(name, ())]
        )
    ]
    return [*comments, *(said_of(one) for one in came.plain.tracked.get(name, ()))][:MOST_NOTES]


def with_taken(asked: Asked, taken: Mapping[str, str]) -> Asked:
    """Return a request as it says with what is taken of each field."""
    rest = {name: said for name, said in taken.items() if name != "origin"}
    origin = taken.get("origin", asked.basis.origin)
    return replace(asked, **rest, basis=replace(asked.basis, origin=origin))  # type: ignore[arg-type] # columns of words
