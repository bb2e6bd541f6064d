"""Reminders of requests on which nothing is done, and what silence ends: never does it circulate.

What is authenticated and left alone goes back to the draft; what is out and left alone lapses once
its answer date has passed. Each request is one transaction: of two workers one acts, and an act,
its letters and its record are there together or not at all.
"""

from sqlalchemy import update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_draft
from app.access.labels import SECRETARIAT, labels_of_members
from app.assistance import letters
from app.assistance.answer_days import last_day
from app.assistance.consenting import consent_due
from app.assistance.letters import About, Letter
from app.assistance.queries import request
from app.assistance.quiet import Quiet, due, held
from app.assistance.rules import REQUEST, TAKES_OFFERS, Act, Party, Stage, after
from app.assistance.visibility import labels_of, labels_of_helpers
from app.assistance.waits import Cause, News, resting
from app.assistance.writing import show_by
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.items.actions import move
from app.items.models import Item
from app.items.queries import readers
from app.notifications.actions import done_waiting, tell
from app.notifications.post import Post
from app.web.portal import Portal


def look_after(portal: Portal) -> int:
    """Remind of what waits and end what was left alone; return of how many requests."""
    return sum(attend(portal, item_id) for item_id in due(portal.db, clock.today()))


def attend(portal: Portal, item_id: str) -> bool:
    """Do what today asks of one request, unless somebody has just acted on it."""
    today = clock.today()
    with portal.db.unit_of_work() as db:
        quiet = held(db, item_id)
        if quiet is None:
            return False
        act = quiet.ends(today)
        if act and not (act == Act.LAPSE and _still_waited_for(db, quiet)):
            end(db, portal, quiet, act)
        elif number := quiet.silence.next(today):
            said = update(request).where(request.c.item_id == item_id)
            db.execute(said.values(reminders=number, reminded_at=clock.now()))
            _remind(db, Post.of(portal), quiet)
        return quiet.waits(today)


def _still_waited_for(db: Session, quiet: Quiet) -> bool:
    """Whether one of those asked still has time: absences and free days moved its answer date."""
    row, answered = quiet.row, {*quiet.owners, *quiet.standing, *quiet.passed}
    last = last_day(
        db.connection(),
        Audience.parse(row.audience),
        but=answered,
        answer_by=row.answer_by,
        opened_on=row.opened_at.date() if row.opened_at else None,
    )
    return last is not None and last >= clock.today()


def _remind(db: Session, post: Post, quiet: Quiet) -> None:
    """Write to those whose turn it is what is wanted, and by when."""
    row, owners = quiet.row, labels_of_draft(quiet.owners)
    about = About(row.id, row.number, row.answer_by)
    if row.stage == Stage.ENTERED:
        letters.write(db, post, Letter.ENTERED, about, to=owners)
    elif row.stage == Stage.AUTHENTICATED:
        about = About(row.id, row.number, consent_due(row.changed_at.date()))
        letters.write(db, post, Letter.CONSENT, about, to=owners)
    elif row.stage not in TAKES_OFFERS:
        letters.write(db, post, Letter.WORK, About(row.id, row.number, row.wanted_to), to=owners)
    elif quiet.unanswered:
        letters.write(db, post, Letter.UNDECIDED, about, to=owners)
    else:
        asked = Audience.parse(row.audience).labels - {SECRETARIAT}
        answered = {*quiet.owners, *(member for _, member, _ in quiet.offers), *quiet.passed}
        letters.write(db, post, Letter.ANSWER_WANTED, about, to=asked, but=answered)


def end(db: Session, portal: Portal, quiet: Quiet, act: Act) -> None:
    """Take a request back to the draft or let it lapse, and tell politely whom it concerns."""
    row = quiet.row
    stage = after(REQUEST, act, row.stage, Party.CLOCK)
    done = move(db, row.id, seen=row.stage, to=stage, version=row.version)
    for item_id in (row.id, *(offer_id for offer_id, *_ in quiet.offers)):
        done_waiting(db, item_id)
    if act == Act.EXPIRE:
        _back_to_draft(db, portal, quiet, done)
    else:
        _lapse(db, portal, quiet, done)


def _back_to_draft(db: Session, portal: Portal, quiet: Quiet, done: Item) -> None:
    owners = labels_of_draft(quiet.owners)
    cleared = update(request).where(request.c.item_id == done.id)
    db.execute(cleared.values(reminders=0, reminded_at=None, authenticated_at=None))
    show_by(db, portal.seal, (SECRETARIAT,), done, owners)
    record(db, Event.REQUEST_EXPIRED, subject=done.id)
    tell(db, done.id, owners, News.EXPIRED)
    letters.write(db, Post.of(portal), Letter.EXPIRED, About(done.id, done.number), to=owners)


def _lapse(db: Session, portal: Portal, quiet: Quiet, done: Item) -> None:
    conn = db.connection()
    why = Cause.NO_ANSWER if quiet.unanswered else Cause.NO_OFFER
    ended = update(request).where(request.c.item_id == done.id)
    db.execute(ended.values(reminders=0, reminded_at=None, result=why))
    audience = Audience.parse(done.audience)
    alone = audience.circle == Circle.SECRETARIAT
    helpers = labels_of_helpers(conn, done.id, readers(conn, done.id))
    labels = labels_of(done.stage, quiet.owners, audience, helpers)
    show_by(db, portal.seal, (SECRETARIAT,), done, labels, moment=resting(done.changed_at))
    record(db, Event.REQUEST_LAPSED, subject=done.id, detail={"result": str(why)})
    told = labels_of_draft(quiet.owners) | labels_of_members(quiet.standing)
    told |= {SECRETARIAT} if alone else set()
    tell(db, done.id, told, News.LAPSED)
    letters.write(db, Post.of(portal), Letter.LAPSED, About(done.id, done.number), to=told)
