"""Putting an open request to more members: proposed by the Secretariat, done by its office alone.

Silence never widens: whatever is proposed or calculated, only the office's own act reaches anybody.
"""

from datetime import date

from sqlalchemy import delete
from sqlmodel import Session

from app.access.audience import Audience, labels_of_draft
from app.access.labels import SECRETARIAT, labels_of_members
from app.assistance import letters
from app.assistance.acting import Acting, step
from app.assistance.entities.holding import ask
from app.assistance.entities.queries import entities_of
from app.assistance.letters import About, Letter
from app.assistance.models import Request
from app.assistance.rules import Act
from app.assistance.visibility import labels_of
from app.assistance.waits import News, Wait
from app.assistance.widening.models import Widening
from app.assistance.widening.reaching import newly
from app.assistance.widening.rules import BY_NAME, NOBODY_NEW, together
from app.assistance.writing import show_to
from app.audit.actions import record
from app.audit.events import Event
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.items.models import Item
from app.items.queries import Matter
from app.notifications.actions import done_waiting, excuse, tell, wait_for

widening = table(Widening)
NOT_PROPOSED = N_("Nothing is proposed now. Here is the present state.")


def widen(
    db: Session, by: Acting, request: Matter, more: Audience, answer_by: date | None = None
) -> None:
    """Put an open request to ``more``, at the yes of its office; those newly reached are told.

    ``answer_by`` is the new answer date where a later one is chosen.

    Raises:
        Conflict: also when it is sealed, or reaches nobody new.
    """
    wide = step(db, by, request, Act.WIDEN)
    before, after = Audience.parse(wide.audience), _wider(db, wide, request, more)
    wide.audience = str(after)
    row = db.get_one(Request, request.id)
    row.answer_by = max(filter(None, (row.answer_by, answer_by)), default=None)
    db.flush()
    show_to(db, by, wide, labels_of(wide.stage, request.owners, after))
    _ask(db, by, wide, row, request, before, after)
    record(db, Event.REQUEST_WIDENED, viewer=by.viewer, subject=request.id)
    tell(db, request.id, labels_of_draft(request.owners), News.WIDENED)
    _settled(db, request.id)


def _ask(  # noqa: PLR0913, PLR0917 - what is asked of whom
    db: Session,
    by: Acting,
    wide: Item,
    row: Request,
    request: Matter,
    before: Audience,
    after: Audience,
) -> None:
    """Let the request wait for those newly addressed, and tell them, as when it went out."""
    new = after.labels - before.labels - {SECRETARIAT}
    for label in sorted(new - labels_of_members(entities_of(after))):
        wait_for(db, wide.id, label, Wait.OPEN, due=row.answer_by)
    ask(db, wide.id, after)
    for code in sorted(request.owners):
        excuse(db, wide.id, code, Wait.OPEN)
    about, told = About(wide.id, wide.number, row.answer_by), before.labels - {SECRETARIAT}
    letters.write(db, by.post, Letter.OPEN, about, to=new, but=request.owners, unless=told)


def propose(db: Session, by: Acting, request: Matter, more: Audience) -> None:
    """Propose for the Secretariat to put a request to ``more``; its office decides.

    Raises:
        Conflict: also when it is sealed, or would reach nobody new.
    """
    asked = step(db, by, request, Act.WIDER)
    after = _wider(db, asked, request, more)
    db.execute(delete(widening).where(widening.c.item_id == request.id))
    db.add(Widening(item_id=request.id, audience=str(after)))
    db.flush()
    record(db, Event.REQUEST_WIDER, viewer=by.viewer, subject=request.id)
    owners = labels_of_draft(request.owners)
    for label in sorted(owners):
        wait_for(db, request.id, label, Wait.WIDER)
    letters.write(db, by.post, Letter.WIDER, About.of(request), to=owners)


def leave(db: Session, by: Acting, request: Matter) -> None:
    """Say no to what the Secretariat proposed: the request stays with those addressed.

    Raises:
        Conflict: also when nothing is proposed.
    """
    step(db, by, request, Act.LEAVE)
    gone = delete(widening).where(widening.c.item_id == request.id).returning(widening.c.item_id)
    if db.execute(gone).first() is None:
        raise Conflict(NOT_PROPOSED)
    _settled(db, request.id)
    record(db, Event.REQUEST_LEFT, viewer=by.viewer, subject=request.id)


def _settled(db: Session, request_id: str) -> None:
    db.execute(delete(widening).where(widening.c.item_id == request_id))
    done_waiting(db, request_id, Wait.WIDER)


def _wider(db: Session, item: Item, request: Matter, more: Audience) -> Audience:
    """Return for whom a request is then; refuse where it is sealed, or reaches no office newly."""
    if db.get_one(Request, request.id).card_audience is not None:
        raise Conflict(BY_NAME)
    before = Audience.parse(item.audience)
    after = together(before, more)
    more_entities = set(entities_of(after)) - set(entities_of(before))
    if not more_entities and not newly(db.connection(), item.stage, request.owners, before, after):
        raise Conflict(NOBODY_NEW)
    return after
