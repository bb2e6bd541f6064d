"""Note verbales as files: attached to what they prove, handed on with it, removed with a reason.

A file is sealed for the readers of the record of that member's offices. It is bound first to a
nomination, then to the invitation that comes of it and to the appointment of who redeems that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT, labels_of_members
from app.access.policy import P, allows
from app.access.predicates import Subject
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.core.seal import Seal
from app.directory.evidence_models import Evidence
from app.directory.rules import Stage
from app.files import apart
from app.files.actions import NotTaken
from app.files.apart import Apart
from app.files.readying import Ready

evidence = table(Evidence)

MOST = 3
"""Files of one appointment."""
TOO_MANY = N_("At most 3 files belong to one appointment.")
SEEN = "seen"
"""The field of a form that names each paper which its reader was shown."""
OTHERS = N_(
    "Meanwhile a note verbale was attached or removed, so nothing was decided. Go back to the page,"
    " load it anew and read what is attached now."
)


@dataclass(frozen=True, slots=True)
class Proved:
    """What papers are bound to: a row of the table that ``column`` of the evidence names."""

    column: str
    id: str

    @property
    def theirs(self) -> ColumnElement[bool]:
        """The condition that evidence is of this."""
        return evidence.c[self.column] == self.id


def of_appointment(appointment_id: str) -> Proved:
    """Return an appointment as what papers are bound to."""
    return Proved("appointment_id", appointment_id)


def of_nomination(nomination_id: str) -> Proved:
    """Return a nomination as what papers are bound to."""
    return Proved("nomination_id", nomination_id)


def readers_of(member: str) -> frozenset[str]:
    """Return the labels of those who read the record of a member's offices."""
    return labels_of_members([member]) | {SECRETARIAT}


def may_attach(viewer: Viewer, seat: Subject, stage: str) -> bool:
    """Whether the viewer attaches papers to an appointment in ``stage``.

    What was verified was verified by the Secretariat, so that it alone adds to what it rests on.
    """
    if stage == Stage.VERIFIED:
        return allows(viewer, P.OFFICES_KEEP)
    return stage == Stage.PROPOSED and allows(viewer, P.EVIDENCE_ATTACH, seat)


def may_remove(viewer: Viewer, stage: str) -> bool:
    """Whether the viewer removes papers of an appointment in ``stage``: none once it was verified.

    One that was refused keeps them too: they are what it was refused on.
    """
    return stage == Stage.PROPOSED and allows(viewer, P.OFFICES_KEEP)


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of ``of`` while an act holds it: who reads them, and the megabytes of a member."""

    of: Proved
    seal: Seal
    readers: Collection[str]
    most: int

    def take(self, db: Session, viewer: Viewer, thing_id: str, ready: Ready) -> None:
        """Attach a stored file.

        Raises:
            NotTaken: when it is there already, or there is no room for it.
        """
        there = _files(db, select(evidence.c.attachment_id).where(self.of.theirs))
        if len(there) >= MOST:
            raise NotTaken(TOO_MANY)
        apart.attach(db, viewer, thing_id, ready, Apart(self.seal, self.readers, self.most, there))
        made = Evidence(attachment_id=ready.id)
        setattr(made, self.of.column, self.of.id)
        db.add(made)
        db.flush()


def remove(db: Session, viewer: Viewer, of: Proved, file_id: str, why: str) -> None:
    """Take a paper away; that it was there, and why it went, stays in the record of offices.

    Raises:
        NotFound: when it is none of these.
    """
    gone = db.execute(
        update(evidence)
        .where(of.theirs, evidence.c.attachment_id == file_id)
        .values(
            attachment_id=None,
            removed_at=clock.now(),
            removed_by=viewer.person_id,
            why_removed=why,
        )
        .returning(evidence.c.id)
    ).first()
    if gone is None:
        raise NotFound
    apart.remove(db, viewer, of.id, file_id)


def ensure_seen(db: Session, of: Proved, sent: Mapping[str, Sequence[str]]) -> None:
    """Pass where the papers are those that a form names; their thing is held until the act is done.

    Raises:
        Conflict: when one was attached or removed since the page of that form was shown.
    """
    there = _files(db, select(evidence.c.attachment_id).where(of.theirs))
    if set(there) != set(sent.get(SEEN, ())):
        raise Conflict(OTHERS)


def invited(  # noqa: PLR0913 - all by name
    db: Session,
    viewer: Viewer,
    seal: Seal,
    *,
    nomination_id: str,
    invitation_id: str,
    member: str,
) -> None:
    """Let the papers of a nomination go on with its invitation, for the record of the offices."""
    theirs = of_nomination(nomination_id).theirs
    files = _files(db, select(evidence.c.attachment_id).where(theirs))
    apart.hand_on(db, viewer, seal, files, readers_of(member))
    db.execute(update(evidence).where(theirs).values(invitation_id=invitation_id))


def appointed(db: Session, invitation_id: str, appointment_id: str) -> None:
    """Let the papers of an invitation become those of the appointment of who redeemed it."""
    theirs = evidence.c.invitation_id == invitation_id
    db.execute(update(evidence).where(theirs).values(appointment_id=appointment_id))


def forget(db: Session, came_to_nothing: ColumnElement[bool]) -> None:
    """Delete the papers of what came to nothing, a condition on the evidence."""
    ended = came_to_nothing, evidence.c.appointment_id.is_(None)
    files = _files(db, select(evidence.c.attachment_id).where(*ended))
    db.execute(delete(evidence).where(*ended))
    if files:
        apart.forget(db, files)


def _files(db: Session, wanted: Select[tuple[str | None]]) -> Sequence[str]:
    there = evidence.c.attachment_id.is_not(None)
    return [one for one in db.execute(wanted.where(there)).scalars() if one]
