"""What belongs to an act on a submission, in its transaction: the signature, and who is told."""

from sqlmodel import Session

from app.audit.commands import signer_of
from app.manual import queries
from app.manual.publishing import letters
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import Kind, Outcome
from app.manual.signing import sign
from app.web.portal import Portal


def finish(db: Session, portal: Portal, found: Submission) -> None:
    """Sign the edition that came of it, if one did, and tell the others what became of it."""
    signed(db, portal, found)
    letters.tell_over(db, portal, found)


def signed(db: Session, portal: Portal, found: Submission) -> None:
    """Sign the edition that came of a submission, if one did."""
    if found.kind == Kind.EDITION and found.outcome == Outcome.DONE:
        made = next(one for one in queries.editions(db.connection()) if one.number == found.number)
        sign(db, made, signer_of(portal.settings))
