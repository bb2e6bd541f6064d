"""Reading standing offers, always from what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, tuple_

from app.access.labels import NETWORK, member_label
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.items.models import Item, ItemLabel, ItemOwner, Kind
from app.items.queries import BEGINNING, Cursor, Matter, labels_given, seen
from app.practices.models import Practice
from app.standing.counting import FULL, this_year
from app.standing.models import StandingOffer
from app.standing.rules import MOST_OF_A_MEMBER, Stage, State, state
from app.vocabulary.packed import holds, pattern, unpacked

item = table(Item)
label = table(ItemLabel)
owner = table(ItemOwner)
member = table(Member)
offer = table(StandingOffer)
practice = table(Practice)

PAGE = 20
MOST_OWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A standing offer as its viewer may read it; ``key`` is its place in a list.

    ``full`` when as much of it was promised this year as its member could give.
    """

    matter: Matter
    member: str
    member_name: str
    summary: str
    experience: str
    capacity: str
    per_year: int | None
    full: bool
    themes: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    example: str | None
    valid_until: date
    confirmed_on: date
    key: int = 0

    @property
    def state(self) -> State:
        """The state that people see today."""
        return state(self.matter.stage, self.valid_until, clock.today())

    @property
    def cursor(self) -> str:
        """Where a page that ends here goes on, as it stands in an address."""
        return f"{self.key}.{self.matter.id}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, and which part of it; nothing chosen narrows nothing."""

    theme: str = ""
    modality: str = ""
    language: str = ""
    region: str = ""
    below: Cursor = BEGINNING
    most: int = PAGE

    @property
    def used(self) -> frozenset[str]:
        """The names of the conditions in use."""
        names = ("theme", "modality", "language", "region")
        return frozenset(name for name in names if getattr(self, name))

    @property
    def values(self) -> dict[str, Any]:
        """The values bound to the conditions in use and to the part that is read."""
        codes = {n: pattern(getattr(self, n)) for n in self.used - {"region"}}
        key, item_id = self.below
        place = {"below": key, "below_id": item_id, "most": self.most}
        return {**codes, "group": self.region, **place}


_OFFERED = (
    "member",
    "summary",
    "experience",
    "capacity",
    "per_year",
    "themes",
    "modalities",
    "languages",
    "example",
    "valid_until",
    "confirmed_on",
)
SHOWN: tuple[Any, ...] = (
    item,
    FULL,
    *(offer.c[name] for name in _OFFERED),
    member.c.name.label("member_name"),
)
STANDS = (item.c.stage == Stage.STANDING) & (offer.c.valid_until >= bindparam("today"))
_ONE = Reading(
    select(*SHOWN)
    .join_from(item, offer, offer.c.item_id == item.c.id)
    .join(member, member.c.code == offer.c.member)
    .where(item.c.id == bindparam("id"), seen(item.c.id))
)
_OF_MEMBER = Reading(
    select(*SHOWN)
    .join_from(offer, item, offer.c.item_id == item.c.id)
    .join(member, member.c.code == offer.c.member)
    .where(offer.c.member == bindparam("member"), STANDS, seen(item.c.id))
    .order_by(offer.c.confirmed_on.desc(), item.c.id)
    .limit(MOST_OWN)
)
_TITLES = Reading(
    select(item.c.id, offer.c.summary)
    .join_from(item, offer, offer.c.item_id == item.c.id)
    .where(item.c.id.in_(bindparam("ids", expanding=True)), STANDS, seen(item.c.id))
)
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "theme": holds(offer.c.themes, "theme"),
    "modality": holds(offer.c.modalities, "modality"),
    "language": holds(offer.c.languages, "language"),
    "region": member.c.regional_group == bindparam("group"),
}


@cache
def _page(used: frozenset[str], *, standing: bool) -> Reading:
    """Prebuilt: a page of what one label sees, the newest confirmed first."""
    place = tuple_(label.c.sort_key, label.c.item_id)
    return Reading(
        select(label.c.sort_key, *SHOWN)
        .join_from(label, item, item.c.id == label.c.item_id)
        .join(offer, offer.c.item_id == item.c.id)
        .join(member, member.c.code == offer.c.member)
        .where(
            label.c.label == bindparam("label"),
            label.c.kind == Kind.STANDING,
            place < tuple_(bindparam("below"), bindparam("below_id")),
            *([STANDS] if standing else []),
            *(_CONDITIONS[name] for name in sorted(used)),
        )
        .order_by(label.c.sort_key.desc(), label.c.item_id.desc())
        .limit(bindparam("most"))
    )


def one(conn: Connection, viewer: Viewer, item_id: str) -> Standing | None:
    """Return the offer if the viewer may see it, None otherwise."""
    row = _ONE.first(conn, {"id": item_id, "year": this_year(), **labels_given(viewer.reads_by)})
    return standing_of(row) if row else None


def listed(conn: Connection, viewer: Viewer, wanted: Wanted) -> Sequence[Standing]:
    """Return a page of the offers of all members that stand today, the newest confirmed first."""
    if NETWORK not in viewer.reads_by:
        return []
    given = {"label": NETWORK, "today": clock.today(), "year": this_year(), **wanted.values}
    rows = _page(wanted.used, standing=True).all(conn, given)
    return [standing_of(row, row.sort_key) for row in rows]


def own(conn: Connection, viewer: Viewer) -> Sequence[Standing]:
    """Return the offers of the viewer's member in every state, the newest confirmed first."""
    if viewer.member is None:
        return []
    wanted = Wanted(most=MOST_OWN)
    given = {"label": member_label(viewer.member), "year": this_year(), **wanted.values}
    rows = _page(wanted.used, standing=False).all(conn, given)
    return [standing_of(row, row.sort_key) for row in rows]


def of_member(conn: Connection, viewer: Viewer, code: str) -> Sequence[Standing]:
    """Return the offers of one member that stand today and that the viewer may see."""
    given = {"member": code, "today": clock.today(), "year": this_year()}
    given |= labels_given(viewer.reads_by)
    return [standing_of(row) for row in _OF_MEMBER.all(conn, given)]


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that stand today and that the viewer may see."""
    given = {"ids": list(ids), "today": clock.today(), **labels_given(viewer.reads_by)}
    rows = _TITLES.all(conn, given)
    return {row.id: (row.summary, f"/standing-offers/{row.id}") for row in rows}


def number_of(conn: Connection, code: str) -> int:
    """Return how many offers of a member stand today."""
    stands = offer.c.member == bindparam("member")
    found = select(item.c.id).join_from(offer, item, offer.c.item_id == item.c.id)
    given = {"member": code, "today": clock.today()}
    return len(conn.execute(found.where(stands, STANDS).limit(MOST_OF_A_MEMBER), given).all())


def standing_of(row: Any, key: int = 0) -> Standing:
    """Return the offer of a row of ``SHOWN``; ``key`` is its place in a list."""
    return Standing(
        matter=Matter(
            id=row.id,
            kind=Kind.STANDING,
            number=row.number,
            stage=row.stage,
            audience=row.audience,
            language=row.language,
            office_id=row.office_id,
            owners=frozenset({row.member}),
            version=row.version,
        ),
        member=row.member,
        member_name=row.member_name,
        summary=row.summary,
        experience=row.experience,
        capacity=row.capacity,
        per_year=row.per_year,
        full=bool(row.full),
        themes=unpacked(row.themes),
        modalities=unpacked(row.modalities),
        languages=unpacked(row.languages),
        example=row.example,
        valid_until=row.valid_until,
        confirmed_on=row.confirmed_on,
        key=key,
    )
