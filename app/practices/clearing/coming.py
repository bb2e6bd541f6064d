"""What comes back, field by field: other words than went out, carried over to what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core import i18n
from app.core.i18n import gettext
from app.papers.carrying import carried, relinked
from app.papers.reading.parts import Parts, TooMuch, read
from app.papers.reading.told import said_of
from app.practices.clearing.fields import BY_NAME, FIELDS, Shape
from app.practices.clearing.marks import marks, rounds_in
from app.practices.clearing.reading import Both, Known, Said, read_fields
from app.practices.clearing.rules import NotOurs, TooLong
from app.practices.clearing.values import Round

MOST_NOTES = 50
"""So many comments and tracked changes are told of a field."""


class OfRound(Exception):
    """The document went out in another round than this one; ``id`` is that of the other."""

    def __init__(self, round_id: str) -> None:
        super().__init__(round_id)
        self.id = round_id


@dataclass(frozen=True, slots=True)
class Came:
    """A field as it came: None where it reads as it went out; ``tracked`` with changes made."""

    plain: str | None
    tracked: str | None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """A document that came back, by field; ``notes`` are what was said beside each, "" for all."""

    fields: Mapping[str, Came]
    notes: Mapping[str, Sequence[str]]
    lines: Sequence[str]


def read_back(one: Round, sent: bytes, content: bytes) -> Returned:
    """Return what came of a round that went out as the document ``sent``.

    Raises:
        NoWord: it cannot be read, or did not go out.
        OfRound: it went out in another round.
        TooLong: it holds more than a practice can.
    """
    try:
        parts = read(content)
        _ensure_of(one, parts)
        known = _known(one)
        return _compared(one, read_fields(read(sent), known), read_fields(parts, known))
    except TooMuch as much:
        raise TooLong from much


def _ensure_of(one: Round, parts: Parts) -> None:
    found = rounds_in(parts.body)
    if not found:
        raise NotOurs
    if one.matter.id not in found:
        raise OfRound(found[0])


def _known(one: Round) -> Known:
    with i18n.use_language(one.matter.language):
        labels = {field.name: gettext(field.label) for field in FIELDS}
    prose = frozenset(field.name for field in FIELDS if field.shape == Shape.PROSE)
    return Known(marks(one.matter.id, list(labels)), labels, prose)


def _compared(one: Round, sent: Both, came: Both) -> Returned:
    fields = {name: _came(one.says[name], name, sent.plain, came) for name in one.says}
    return Returned(
        {name: found for name, found in fields.items() if found != Came(None, None)},
        {name: said for name in ("", *one.says) if (said := _notes(came, name))},
        came.lines,
    )


def _came(written: str, name: str, sent: Said, came: Both) -> Came:
    if name not in came.plain.texts:
        return Came(None, None, gone=True)
    shown = sent.texts.get(name, "")
    plain, changed = (one.texts.get(name, shown) for one in (came.plain, came.changed))
    return Came(_new(name, written, shown, plain), _new(name, written, shown, changed))


def _new(name: str, written: str, shown: str, came: str) -> str | None:
    """Return what a field says now where it reads otherwise than what was shown."""
    if BY_NAME[name].shape != Shape.PROSE:
        return None if came == shown else _plain(name, came)
    came = relinked(shown, came)
    return None if came == shown else carried(written, shown, came).strip()


def _plain(name: str, came: str) -> str:
    return " ".join(came.split()) if BY_NAME[name].shape == Shape.LINE else came


def _notes(came: Both, name: str) -> Sequence[str]:
    """Return the comments and tracked changes of a field as sentences."""
    comments = [
        gettext("%(who)s: %(text)s", who=said.who or gettext("Somebody"), text=said.text)
        for said in dict.fromkeys(
            [*came.plain.comments.get(name, ()), *came.changed.comments.get(name, ())]
        )
    ]
    return [*comments, *(said_of(said) for said in came.plain.tracked.get(name, ()))][:MOST_NOTES]
