"""Owners answer what one of them proposed; with the last yes it is done, with one no it is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.access.audience import Audience
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core.db import table
from app.directory.still_acting import ensure_still_acts
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import actions, afterwards, embargo, readership, resting
from app.practices.joining import agreement, letters
from app.practices.joining.agreement import held_at
from app.practices.joining.models import PracticeProposal
from app.practices.joining.refusals import NothingProposed
from app.practices.joining.rules import PERMISSIONS, Act, What

proposal = table(PracticeProposal)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What all owners agreed to: by whom it is done, to which practice, with which words."""

    db: Session
    viewer: Viewer
    matter: Matter
    post: Post
    version: int
    words: str


def agree(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> bool:
    """Agree to what is proposed; return whether it was done by that, because nobody was missing.

    Raises:
        NothingProposed: when it is not proposed any more, or the practice has changed since.
        Forbidden: when the viewer could not do it alone either.
    """
    viewer = ensure_still_acts(db, viewer)
    found = _open(db, viewer, matter, version)
    ensure(viewer, PERMISSIONS[found.act], matter)
    agreement.agree_as(db, matter.id, viewer.member or "")
    audit.record(
        db, Event.AGREEMENT_GIVEN, viewer=viewer, subject=matter.id, detail={"act": found.act}
    )
    if agreement.missing(db, matter.id):
        return False
    _DOES[found.act](Agreed(db, viewer, matter, post, version, found.words or ""))
    agreement.tell_others(db, matter, viewer, What.AGREED)
    return True


_DOES: Mapping[str, Callable[[Agreed], object]] = {
    Act.SUBMIT: lambda a: actions.submit(a.db, a.viewer, a.matter, a.post, version=a.version),
    Act.RELEASE: lambda a: embargo.release(a.db, a.viewer, a.matter, a.post, version=a.version),
    Act.WITHDRAW: lambda a: afterwards.withdraw(a.db, a.viewer, a.matter, version=a.version),
    Act.RETIRE: lambda a: resting.retire(a.db, a.viewer, a.matter, a.words, version=a.version),
    Act.WIDEN: lambda a: readership.choose(
        a.db, a.viewer, a.matter, Audience.parse(a.words), a.post, version=a.version
    ),
}
"""What does each act, with the words with which it was proposed."""


def refuse(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session, viewer: Viewer, matter: Matter, reason: str, post: Post, *, version: int
) -> None:
    """Say no with a reason to the other owners; whoever proposed it takes it back by that.

    Raises:
        NothingProposed: when it is not proposed any more, or the practice has changed since.
    """
    viewer = ensure_still_acts(db, viewer)
    found = _open(db, viewer, matter, version)
    audit.record(
        db, Event.AGREEMENT_REFUSED, viewer=viewer, subject=matter.id, detail={"act": found.act}
    )
    if found.by_member == viewer.member:
        agreement.void(db, matter.id)
        return
    said = {"refused_by": viewer.member, "reason": reason}
    db.execute(update(proposal).where(proposal.c.item_id == matter.id).values(said))
    notifications.done_waiting(db, matter.id, What.AGREE)
    agreement.tell_others(db, matter, viewer, What.OBJECTED)
    others = agreement.owners_of(db, matter.id) - {viewer.member or ""}
    letters.write(db, post, matter.id, others, What.OBJECTED)


def _open(db: Session, viewer: Viewer, matter: Matter, version: int) -> Any:
    ensure(viewer, P.PRACTICE_AGREE, matter)
    held_at(db, matter, version)
    found = agreement.proposed(db, matter.id)
    if found is None or found.refused_by or found.version != version:
        raise NothingProposed
    return found
