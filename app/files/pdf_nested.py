"""Drawings within drawings: how deep they may lie, and how much showing a page may mean.

A drawing that is drawn ten times by one that is drawn ten times, and so on, takes a few lines and
keeps whoever shows it busy for ever.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.files.pdf_drawn import area_of, content_of, parts_of, tiles_of
from app.files.pdf_parts import NONE, dictionary_of
from app.files.verdict import MOST_UNPACKED, Refused, Why

MOST_DEEP = 28
"""Drawings within drawings; readers begin to give up there."""
MOST_SHOWN = 4 * MOST_UNPACKED
"""Bytes of what is drawn, each as often as it is, when one page is shown."""
_DRAWS = re.compile(
    rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)(?:[\x00\t\n\f\r ]|%[^\r\n]*[\r\n])"
    rb"(?:[\x00\t\n\f\r 0-9.+-]|%[^\r\n]*[\r\n])*(Do|gs|scn|SCN|Tf)(?![A-Za-z0-9])"
)
"""A name and what is done with it; within words that are shown it counts as well."""
_ESCAPED = re.compile(r"#([0-9A-Fa-f]{2})")
WHERE = {
    b"Do": "/XObject", b"gs": "/ExtGState", b"scn": "/Pattern", b"SCN": "/Pattern", b"Tf": "/Font",
}  # fmt: skip
_MARKS = re.compile(rb"\\.|[()]", re.DOTALL)
_HEXED = re.compile(rb"<([0-9A-Fa-f\s]+)>")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Scope:
    """The resources by which names are read, and the part of the document that they belong to."""

    resources: Object | None
    owner: Place


@dataclass(slots=True)
class _Counted:
    """What was counted already: how much each drawing shows and how deep it goes.

    A pattern covers ``area``, the largest page, by as many tiles as that takes.
    """

    area: float
    done: dict[tuple[Place, Place], tuple[int, int]] = field(default_factory=dict)
    under_way: set[tuple[Place, Place]] = field(default_factory=set)


def ensure_bounded(pdf: Pdf) -> None:
    """Let a document pass whose pages show no more than they may.

    Raises:
        Refused: for drawings that draw themselves, lie too deep, or are drawn too often.
    """
    counted = _Counted(area_of(pdf))
    for page in pdf.pages:
        scope = _Scope(_resources(page.obj), page.obj.objgen)
        _shown(content_of(parts_of(page.obj)), scope, counted)


def _shown(content: bytes, scope: _Scope, counted: _Counted) -> tuple[int, int]:
    """Return how many bytes are gone through where ``content`` is drawn, and how deep it goes."""
    shown, deep, letter = len(content), 0, 0
    for (name, how), times in Counter(_DRAWS.findall(content)).items():
        for one, its in _drawn_by(name, WHERE[how], scope):
            size, below = _of(one, its, counted)
            deep = max(deep, below)
            if how == b"Tf":
                letter = max(letter, size)
            else:
                shown += size * (times - 1 + tiles_of(one, counted.area))
    if letter:
        shown += letter * _spoken(content)
    if shown > MOST_SHOWN:
        raise Refused(Why.BOMB)
    return shown, deep


def _of(found: Object, scope: _Scope, counted: _Counted) -> tuple[int, int]:
    key = (found.objgen, scope.owner)
    if key in counted.done:
        return counted.done[key]
    if key in counted.under_way or len(counted.under_way) >= MOST_DEEP:
        raise Refused(Why.TANGLED)
    counted.under_way.add(key)
    shown, deep = _shown(content_of([found]), scope, counted)
    counted.under_way.discard(key)
    if deep >= MOST_DEEP:
        raise Refused(Why.TANGLED)
    counted.done[key] = (shown, deep + 1)
    return counted.done[key]


def _drawn_by(name: bytes, where: str, scope: _Scope) -> Iterator[tuple[Object, _Scope]]:
    """Give what a name draws, with resources of its own where it has some.

    Raises:
        Refused: for letters whose resources belong to nothing that can be told from another.
    """
    said = "/" + _ESCAPED.sub(lambda one: chr(int(one[1], 16)), name.decode("latin-1"))
    found = _entry(scope.resources, where)
    one = _entry(found, said)
    if where == "/ExtGState":
        if _is_drawn(_entry(one, "/Font")):
            raise Refused(Why.TANGLED)  # letters chosen by what nobody counts
        one = _entry(_entry(one, "/SMask"), "/G")
    if where == "/Font":
        if one is not None and _entry(one, "/Subtype") == Name.Type3:
            if "/Resources" in one and not one.is_indirect:
                raise Refused(Why.TANGLED)
            its = _Scope(one.Resources, one.objgen) if "/Resources" in one else scope
            letters = _entry(one, "/CharProcs")
            every = NONE if letters is None else dictionary_of(letters)
            yield from ((each, its) for each in every.values() if isinstance(each, Stream))
    elif isinstance(one, Stream) and one.get("/Subtype") != Name.Image:
        yield one, _Scope(one.Resources, one.objgen) if "/Resources" in one else scope


def _is_drawn(chosen: Object | None) -> bool:
    """Whether the font that a graphics state chooses has letters that are drawn."""
    if not isinstance(chosen, Array) or not len(chosen):
        return False
    return _entry(chosen[0], "/Subtype") == Name.Type3


def _spoken(content: bytes) -> int:
    """Return how many letters are shown at most: bytes of strings, and of hexadecimal ones."""
    deep = last = count = 0
    for found in _MARKS.finditer(content):
        count += found.start() - last if deep else 0
        last = found.end()
        if found[0] == b"(":
            deep += 1
        elif found[0] == b")":
            deep = max(0, deep - 1)
        else:
            count += bool(deep)
    return count + sum(map(len, _HEXED.findall(content)))


def _entry(found: Object | None, name: str) -> Object | None:
    return found.get(name) if isinstance(found, Dictionary) else None


def _resources(page: Object) -> Object | None:
    """Return the resources of a page, or of what stands above it."""
    for _ in range(MOST_DEEP):
        if "/Resources" in page or "/Parent" not in page:
            break
        page = page.Parent
    return page.get("/Resources")
