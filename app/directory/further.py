"""Further offices of the Secretariat: told apart by a title, since they are of one kind."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import OfficeKind, Viewer
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory import keeping
from app.directory.loading import office_of
from app.directory.models import Member, Office
from app.text.normalise import normalise

MOST = 20
"""So many offices of one kind the Secretariat has at most."""

UNTITLED = N_("Write a title that tells this office apart from the others of its kind.")
TAKEN = N_("An office of this kind has this title already. Write another one.")
UNKNOWN = N_("No office of this kind has this title.")
SEVERAL = N_("There are several offices of this kind. Say by its title which one is meant.")

office = table(Office)


def open_further(
    db: Session, viewer: Viewer, kind: OfficeKind, title: str, mailbox: str = ""
) -> Office:
    """Record one more office of the Secretariat.

    Raises:
        Conflict: without a title, where another one of the kind has it, and where there are enough.
    """
    db.get_one(Member, SECRETARIAT_CODE, with_for_update=True)
    if not normalise(title):
        raise Conflict(UNTITLED)
    if normalise(title) in _by_title(db, SECRETARIAT_CODE, kind):
        raise Conflict(TAKEN)
    return keeping.open_office(
        db, viewer, SECRETARIAT_CODE, kind, title=title, mailbox=mailbox, most=MOST
    )


def meant(db: Session, member: str, kind: OfficeKind, title: str) -> Office:
    """Return the office of a member that is meant; without a title the one made where none is.

    Raises:
        Conflict: where none has the title, or several of the Secretariat could be meant.
    """
    known = _by_title(db, member, kind)
    key = normalise(title)
    if key not in known and title:
        raise Conflict(UNKNOWN)
    if key not in known and member == SECRETARIAT_CODE and len(known) > 1:
        raise Conflict(SEVERAL)
    return db.get_one(Office, known[key]) if key in known else office_of(db, member, kind)


def _by_title(db: Session, member: str, kind: OfficeKind) -> Mapping[str, str]:
    """Return the offices of a kind by their title, that without one by nothing."""
    asked = select(office.c.id, office.c.title).where(
        office.c.member == member, office.c.kind == kind
    )
    rows = db.execute(asked.order_by(office.c.id.desc()))
    return {normalise(row.title or ""): row.id for row in rows}
