"""A submission takes effect: an edition is published, or withdrawn."""

from sqlmodel import Session

from app.access.viewer import Viewer
from app.manual.actions.publishing import publish
from app.manual.models import EditionNote
from app.manual.publishing import correcting
from app.manual.publishing.going_on import end
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import Kind, Outcome
from app.manual.rules import Note, Weight
from app.manual.values import Release
from app.notifications.post import Post


def take_effect(db: Session, viewer: Viewer, found: Submission, post: Post) -> None:
    """Publish the edition, or withdraw it, in the name of who submitted it."""
    if found.kind == Kind.EDITION:
        release = Release(
            seen=found.draft_hash,
            note=found.note,
            weight=Weight(found.weight),
            after=found.after,
            label=found.label,
            by=found.proposed_by,
        )
        found.number = publish(db, viewer, release, post).number
    else:
        note = withdrawal(found.number, found.note, found.proposed_by)
        correcting.withdraw(db, viewer, note, post)
    end(db, viewer, found, Outcome.DONE)


def withdrawal(number: int, reason: str, by: str | None) -> EditionNote:
    """Return what is added to an edition that is withdrawn."""
    return EditionNote(edition=number, kind=Note.WITHDRAWAL, text=reason, by=by)
