"""All practices in a picture: by theme and region, and by state, each beside its table.

The map has no borders, which states dispute: each member is a tile of one size among those of its
region. Numbers are of what the viewer may see, counted as the list counts them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from starlette.responses import Response

from app.access.policy import P
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.directory.models import Member
from app.practices import facets, shelf
from app.practices.filters import Chosen
from app.text.shortening import shortened
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import LEAFING

room = Room("practices.picture")
member = table(Member)
_MEMBERS = Reading(select(member.c.code, member.c.name, member.c.kind, member.c.regional_group))

LABEL, CELL, ROW, HEAD = 250, 84, 30, 34
LONGEST_LABEL = 36
TILE, GAP, PER_LINE = 40, 4, 14
DARKEST, LIGHTEST = 0.5, 0.08


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in the picture: where it stands, how dark, and where it leads."""

    x: int
    y: int
    number: int
    shade: float
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what it is called, and its numbers in order."""

    name: str
    short: str
    y: int
    cells: Sequence[Cell]
    total: int


@dataclass(frozen=True, slots=True)
class Region:
    """The members of a region as tiles, and those of them that have practices."""

    name: str
    height: int
    tiles: Sequence[Cell]
    with_practices: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, kw_only=True)
class PicturePage(Page):
    """The picture, with its tables."""

    template: ClassVar[str] = "practices/picture.html"
    here: ClassVar[str] = "practices"

    groups: Sequence[tuple[int, str]]
    lines: Sequence[Line]
    width: int
    height: int
    regions: Sequence[Region]
    map_width: int
    signed_in: bool


@room.get("/practices/picture", P.ANYONE, pace=LEAFING)
def show(ask: Ask) -> Response:
    """Show how many practices there are by theme and region, and by state."""
    numbers, by_state = shelf.crossed(ask.conn, ask.viewer, facets.THEME, facets.GROUP)
    groups = _words(facets.GROUP)
    lines = list(_lines(numbers, groups))
    return ask.page(
        PicturePage(
            groups=[(LABEL + n * CELL, name) for n, (_code, name) in enumerate(groups)],
            lines=lines,
            width=LABEL + len(groups) * CELL,
            height=HEAD + len(lines) * ROW,
            regions=list(_regions(ask, by_state, groups)),
            map_width=PER_LINE * (TILE + GAP),
            signed_in=ask.viewer.signed_in,
        )
    )


def _words(code: str) -> Sequence[tuple[str, str]]:
    """Return the words of a facet with their names, in order."""
    facet = next(one for one in facets.FACETS if one.code == code)
    return [(value, gettext(name)) for value, name in facet.words or ()]


def _lines(
    numbers: Mapping[str, Mapping[str, int]], groups: Sequence[tuple[str, str]]
) -> Iterator[Line]:
    most = max((n for row in numbers.values() for n in row.values()), default=0)
    named = [pair for pair in _words(facets.THEME) if pair[0] in numbers]
    for place, (theme, name) in enumerate(named):
        y, row = HEAD + place * ROW, numbers[theme]
        cells = [
            Cell(
                x=LABEL + n * CELL,
                y=y,
                number=row.get(group, 0),
                shade=_shade(row.get(group, 0), most),
                words=f"{name}, {called}",
                href=_address(**{facets.THEME: theme, facets.GROUP: group}),
            )
            for n, (group, called) in enumerate(groups)
        ]
        yield Line(name, shortened(name, LONGEST_LABEL), y, cells, sum(c.number for c in cells))


def _shade(number: int, most: int) -> float:
    """Return how dark a number is shown; nothing where there is none."""
    return round(LIGHTEST + (DARKEST - LIGHTEST) * number / most, 2) if number else 0.0


def _address(**chosen: str) -> str:
    return Chosen(values={code: (value,) for code, value in chosen.items()}).address()


def _regions(
    ask: Ask, numbers: Mapping[str, int], groups: Sequence[tuple[str, str]]
) -> Iterator[Region]:
    """Give each region with its members in the order of their names in the reader's language."""
    members: dict[str, list[tuple[str, str]]] = {}
    for row in _MEMBERS.all(ask.conn, {}):
        group = facets.group_of(row.kind, row.regional_group)
        members.setdefault(group, []).append((gettext(row.name), row.code))
    most = max(numbers.values(), default=0)
    for code, name in groups:
        some = sorted(members.get(code, ()))
        tiles = [_tile(n, pair, numbers.get(pair[1], 0), most) for n, pair in enumerate(some)]
        if tiles:
            height = ((len(tiles) - 1) // PER_LINE + 1) * (TILE + GAP)
            listed = [
                (called, tile)
                for (called, _code), tile in zip(some, tiles, strict=True)
                if tile.number
            ]
            yield Region(name, height, tiles, listed)


def _tile(place: int, named: tuple[str, str], number: int, most: int) -> Cell:
    return Cell(
        x=place % PER_LINE * (TILE + GAP),
        y=place // PER_LINE * (TILE + GAP),
        number=number,
        shade=_shade(number, most),
        words=named[1],
        href=_address(**{facets.STATE: named[1]}),
    )
