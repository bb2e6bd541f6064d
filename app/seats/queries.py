"""Reading open seats, always from what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.items.models import Item, Kind
from app.items.queries import Matter, labels_given, seen
from app.seats.models import OpenSeat
from app.seats.rules import Stage, State, state
from app.vocabulary.packed import unpacked

item = table(Item)
member = table(Member)
seat = table(OpenSeat)

MOST_OWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An open seat as its reader may read it."""

    matter: Matter
    member: str
    member_name: str
    region: str | None
    title: str
    about: str
    kind: str
    themes: tuple[str, ...]
    languages: tuple[str, ...]
    online: bool
    place: str
    starts: date
    ends: date
    apply_by: date
    places: int
    taken: int
    cost: str
    contact_office: str | None
    example: str | None
    link: str
    reason: str
    published_at: datetime | None

    @property
    def state(self) -> State:
        """The state that people see today."""
        return state(
            self.matter.stage, self.apply_by, self.ends, self.places, self.taken, clock.today()
        )

    @property
    def cursor(self) -> str:
        """Where a page that ends here goes on, as it stands in an address."""
        return f"{self.apply_by}.{self.matter.id}"


_TAKEN_OVER = (
    "title", "about", "kind", "online", "place", "starts", "ends", "apply_by", "places", "taken",
    "cost", "contact_office", "example", "link", "reason", "published_at",
)  # fmt: skip
SHOWN: tuple[Any, ...] = (
    item.c.id,
    item.c.number,
    item.c.stage,
    item.c.audience,
    item.c.language,
    item.c.office_id,
    item.c.version,
    seat.c.member,
    seat.c.themes,
    seat.c.languages,
    *(seat.c[name] for name in _TAKEN_OVER),
    member.c.name.label("member_name"),
    member.c.regional_group,
)
ALL = (
    select(*SHOWN)
    .join_from(seat, item, item.c.id == seat.c.item_id)
    .join(member, member.c.code == seat.c.member)
)
_ONE = Reading(ALL.where(seat.c.item_id == bindparam("id"), seen(item.c.id)))
_OWN = Reading(
    ALL.where(seat.c.member == bindparam("member"), seen(item.c.id))
    .order_by(seat.c.starts.desc(), item.c.id)
    .limit(MOST_OWN)
)
_TITLES = Reading(
    select(item.c.id, seat.c.title)
    .join_from(seat, item, item.c.id == seat.c.item_id)
    .where(item.c.id.in_(bindparam("ids", expanding=True)), seen(item.c.id))
)
OUT = item.c.stage.in_((Stage.PUBLISHED, Stage.CLOSED)) & (seat.c.ends >= bindparam("today"))
"""What has been published and is not over."""
TAKES = and_(
    item.c.stage == Stage.PUBLISHED,
    seat.c.apply_by >= bindparam("today"),
    seat.c.taken < seat.c.places,
)
"""What still has free places to apply for."""
_NUMBER_OUT = select(seat.c.item_id).join_from(seat, item, item.c.id == seat.c.item_id)


def one(conn: Connection, viewer: Viewer, item_id: str) -> Seat | None:
    """Return the seat if the viewer may see it, None otherwise."""
    row = _ONE.first(conn, {"id": item_id, **labels_given(viewer.reads_by)})
    return seat_of(row) if row else None


def own(conn: Connection, viewer: Viewer) -> Sequence[Seat]:
    """Return the seats that the viewer's office offers, in every state, the latest first."""
    code = code_of(viewer)
    if not code:
        return []
    rows = _OWN.all(conn, {"member": code, **labels_given(viewer.labels)})
    return [seat_of(row) for row in rows]


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that the viewer may see."""
    rows = _TITLES.all(conn, {"ids": list(ids), **labels_given(viewer.reads_by)})
    return {row.id: (row.title, f"/open-seats/{row.id}") for row in rows}


def number_out(conn: Connection, code: str, most: int) -> int:
    """Return how many seats of a member are out today, counted up to ``most``."""
    found = _NUMBER_OUT.where(seat.c.member == code, OUT).limit(most)
    return len(conn.execute(found, {"today": clock.today()}).all())


def code_of(viewer: Viewer) -> str:
    """Return for whom the viewer offers seats: a member, or the Secretariat; else nothing."""
    return viewer.member or (SECRETARIAT_CODE if viewer.in_secretariat else "")


def seat_of(row: Any) -> Seat:
    """Return the seat of a row of ``SHOWN``."""
    return Seat(
        matter=Matter(
            id=row.id,
            kind=Kind.SEAT,
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
        region=row.regional_group,
        themes=unpacked(row.themes),
        languages=unpacked(row.languages),
        **{name: getattr(row, name) for name in _TAKEN_OVER},
    )
