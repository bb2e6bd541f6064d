"""A practice that other members know as theirs does not go out without a name."""

from sqlalchemy import select
from sqlmodel import Session

from app.core.db import table
from app.items.queries import Matter
from app.practices.adapting import origins
from app.practices.joining.agreement import ensure_agreed, ensure_nobody_asked, owners_of
from app.practices.joining.models import PracticeJoining
from app.practices.joining.refusals import TellsTheName
from app.practices.joining.rules import Act

joining = table(PracticeJoining)


def ensure_can_go(db: Session, matter: Matter, *, nameless: bool) -> None:
    """Pass where all owners agreed, nobody is asked to be one, and nobody knows a name too many.

    Raises:
        NotAgreed: when an owner has not agreed.
        StillAsked: while a member is asked.
        NotBoth: where it says what the other side of help said, which does not own it.
        TellsTheName: where it shall go without a name, and another member owns or has read it.
    """
    origins.ensure_both(db, matter.id)
    ensure_agreed(db, matter, Act.SUBMIT)
    ensure_nobody_asked(db, matter.id)
    if nameless:
        ensure_unknown(db, matter)


def ensure_unknown(db: Session, matter: Matter) -> None:
    """Pass where no other member ever owned a practice, or was asked to.

    Raises:
        TellsTheName: else.
    """
    ever = select(joining.c.item_id).where(joining.c.practice_id == matter.id).limit(1)
    if len(owners_of(db, matter.id)) > 1 or db.execute(ever).first():
        raise TellsTheName
