"""That a member received an edition: said once by one of its offices, and no word of agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import IN_NETWORK, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.seated import seats_today
from app.directory.still_acting import ensure_still_acts
from app.manual.actions.publishing import hold_epoch
from app.manual.following.models import ManualReceipt
from app.manual.publishing.correcting import edition_of

receipt = table(ManualReceipt)
_OF_EDITION = select(receipt.c.member, receipt.c.at).where(
    receipt.c.edition == bindparam("edition")
)

_OF_MEMBER = (
    select(receipt.c.edition, receipt.c.at)
    .where(receipt.c.member == bindparam("member"))
    .order_by(receipt.c.edition.desc())
)


class WithdrawnMeanwhile(Conflict):
    """The edition is not in force any more."""

    message = N_("This edition was withdrawn. Say it of the edition that is current now.")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which members received an edition, and which did not say so; each by name, in its order."""

    received: Sequence[str]
    silent: Sequence[str]

    @property
    def all(self) -> int:
        """How many members have somebody in office today who could say it."""
        return len(self.received) + len(self.silent)


def receive(db: Session, viewer: Viewer, number: int, *, is_sqlite: bool) -> None:
    """Note that the viewer's member received an edition; said again, it is no news.

    Raises:
        NotFound: when there is no such edition.
        WithdrawnMeanwhile: when it was withdrawn.
        Conflict: when the office has changed hands.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.MANUAL_RECEIVE, acts=True)
    hold_epoch(db)  # of two who receive and withdraw it at once, one waits here
    edition = edition_of(db.connection(), number)
    if edition.withdrawal:
        raise WithdrawnMeanwhile
    insert = sqlite.insert(receipt) if is_sqlite else postgresql.insert(receipt)
    noted = insert.values(
        edition=number,
        member=viewer.member,
        office_id=viewer.office.id if viewer.office else None,
        by=viewer.person_id,
        at=clock.now(),
    )
    made = db.execute(noted.on_conflict_do_nothing().returning(receipt.c.member)).first()
    if made is not None:
        detail: dict[str, str | int | None] = {"number": number}
        record(db, Event.EDITION_RECEIVED, viewer=viewer, subject=edition.item_id, detail=detail)


def received_at(conn: Connection, number: int, member: str | None) -> datetime | None:
    """Return when a member said that it received an edition, None where it did not."""
    return _received(conn, number).get(member or "")


def of_member(conn: Connection, member: str) -> Sequence[tuple[int, datetime]]:
    """Return the editions that a member said it received, the newest first, with when."""
    rows = conn.execute(_OF_MEMBER, {"member": member})
    return [(row.edition, row.at) for row in rows]


def coverage(conn: Connection, number: int) -> Coverage:
    """Return who received an edition, of the members with a Focal Point or alternate today."""
    seats = seats_today(conn, clock.today())
    names = {one.member: one.member_name for _, one in seats if one.kind in IN_NETWORK}
    said = _received(conn, number)
    return Coverage(
        received=sorted(name for code, name in names.items() if code in said),
        silent=sorted(name for code, name in names.items() if code not in said),
    )


def _received(conn: Connection, number: int) -> Mapping[str, datetime]:
    rows = conn.execute(_OF_EDITION, {"edition": number})
    return {row.member: row.at for row in rows}
