"""Of which new seats an office wants to be told, and telling it: a duty, never the act itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Session

from app.access.labels import office_label
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member, Office
from app.directory.seated import addressing
from app.items.queries import readers
from app.notifications.actions import tell
from app.notifications.post import Post
from app.seats import letters
from app.seats.holding import hold, write
from app.seats.models import SeatWish
from app.seats.queries import item, seat
from app.seats.rules import Stage, What
from app.vocabulary.packed import packed, unpacked
from app.web.portal import Portal

wish = table(SeatWish)
office = table(Office)
member = table(Member)
AT_ONCE = 20
EVERY = "every"
"""What stands among the themes of an office that wants to be told of every seat it may read."""
_ALL = Reading(
    select(wish.c.office_id, wish.c.themes, wish.c.regions, office.c.member)
    .join_from(wish, office, office.c.id == wish.c.office_id)
    .order_by(wish.c.office_id)
)


@dataclass(frozen=True, slots=True)
class Wish:
    """The themes and regional groups about which an office wants to be told of new seats."""

    themes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it wants to be told of none."""
        return not (self.themes or self.regions)

    def fits(self, themes: Sequence[str], region: str | None) -> bool:
        """Whether a seat about ``themes``, offered in ``region``, is one to be told of."""
        about = EVERY in self.themes or not set(themes).isdisjoint(self.themes)
        return about or region in self.regions


def of_office(conn: Connection, viewer: Viewer) -> Wish:
    """Return what the office acted for wants to be told of."""
    if viewer.office is None:
        return Wish()
    row = conn.execute(select(wish).where(wish.c.office_id == viewer.office.id)).first()
    return Wish(unpacked(row.themes), unpacked(row.regions)) if row else Wish()


def keep(db: Session, viewer: Viewer, wanted: Wish) -> None:
    """Keep what the office acted for wants to be told of; nothing ends it."""
    if viewer.office is None:
        return
    db.get_one(Office, viewer.office.id, with_for_update={"key_share": True})
    db.execute(delete(wish).where(wish.c.office_id == viewer.office.id))
    if not wanted.empty:
        row = {"themes": packed(wanted.themes), "regions": packed(wanted.regions)}
        db.execute(insert(wish).values(office_id=viewer.office.id, since=clock.now(), **row))


def tell_due(portal: Portal) -> int:
    """Tell the offices that want it of seats that were published; return of how many seats."""
    due = (
        select(seat.c.item_id)
        .join_from(seat, item, item.c.id == seat.c.item_id)
        .where(item.c.stage == Stage.PUBLISHED, seat.c.told_at.is_(None))
        .order_by(seat.c.published_at, seat.c.item_id)
        .limit(AT_ONCE)
    )
    with portal.db.read() as conn:
        ids = list(conn.execute(due).scalars())
    return sum(_tell(portal, item_id) for item_id in ids)


def _tell(portal: Portal, item_id: str) -> bool:
    """Tell of one seat, unless another worker has done so or it is out no more."""
    with portal.db.unit_of_work() as db:
        held = hold(db, item_id)
        if held.row.told_at is not None or held.found.stage != Stage.PUBLISHED:
            return False
        write(db, item_id, told_at=clock.now())
        if to := _wanting(db.connection(), held.row, item_id):
            tell(db, item_id, to, What.NEW)
            letters.write(db, Post.of(portal), What.NEW, held.number, to)
    return True


def _wanting(conn: Connection, row: Any, item_id: str) -> frozenset[str]:
    """Return the labels of the offices that want to be told and whose holder reads the seat."""
    region = select(member.c.regional_group).where(member.c.code == row.member)
    group = conn.execute(region).scalar()
    themes = unpacked(row.themes)
    wanting = {
        office_label(one.office_id)
        for one in _ALL.all(conn, {})
        if one.member != row.member
        and Wish(unpacked(one.themes), unpacked(one.regions)).fits(themes, group)
    }
    return addressing(conn, wanting, clock.today(), reading=[readers(conn, item_id)])
