"""The page of a comment, and what its office, its readers and both sides of a question do there."""

from dataclasses import replace

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.directory.still_acting import ensure_still_acts
from app.discussion import answering, changing, mentioning, reporting
from app.discussion.finding import address_of
from app.discussion.forms import Under
from app.discussion.locking import ensure_unlocked
from app.discussion.meaning import Stance, ensure_stance
from app.discussion.one import One, one
from app.discussion.rules import HIDDEN, POSTED, Readers, What
from app.discussion.saying import read_said
from app.discussion.telling import tell_mentioned
from app.items.queries import Matter, readers
from app.notifications.classes import NoticeClass
from app.notifications.post import News, Post
from app.practices import queries
from app.practices.talking.page import CommentPage, Notes, matter_and, page_of
from app.practices.talking.reach import around_of
from app.practices.talking.settling import sides
from app.practices.versions import version_sent
from app.web.acting import Did, act
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("practices.talking")

MOST_REASON = 1_000
NO_REASON = N_("Say what is wrong with this comment. The Secretariat alone reads it.")
NOTHING_CHOSEN = N_("Choose the comment that answers the question.")


@room.get("/practices/{item_id}/comments/{comment_id}", P.ANYONE)
def show(ask: Ask, item_id: str, comment_id: str, said: str = "") -> Response:
    """Show one comment, what it said before, and what can be done with it."""
    return ask.page(page_of(ask, item_id, comment_id, said=said))


@room.post("/practices/{item_id}/comments/{comment_id}/change", P.COMMENT_STEER, pace=POSTING)
def change(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Let a comment of the own office say something else; its readers stay."""
    matter, found = _steered(ask, item_id, comment_id)
    ask.ensure(P.COMMENT_WRITE, matter)
    if found.stage != POSTED:
        raise Conflict
    under = Under(matter.audience, matter.owners, lambda _: None, choice=False)
    beside = around_of(ask, matter, of=comment_id)
    written, form = read_said(ask.sent, under, ask.viewer, found.language, beside)
    form = replace(form, values={**form.values, "version": ask.field("version")})
    if not form.good:
        return ask.page(page_of(ask, item_id, comment_id, notes=Notes(change=form)), status=422)
    title, address = queries.titles(ask.conn, ask.viewer, [item_id])[item_id]
    version = version_sent(ask)

    def did(db: Session) -> None:
        ensure_stance(ensure_still_acts(db, ask.viewer), Stance(written.stance))
        ensure_unlocked(db.connection(), item_id)
        own = address_of(address, comment_id)
        changing.reword(
            db, ask.viewer, comment_id, written, version=version, title=title, address=own
        )
        new = mentioning.keep(db, comment_id, written.mentions)
        news = News(NoticeClass.ADDRESSED, What.MENTIONED, address, item_id, comment_id)
        conn = db.connection()
        both = Readers("", readers(conn, comment_id), readers(conn, item_id))
        tell_mentioned(db, matter, news, new, both, Post.of(ask.portal))

    same = (written.body, written.stance, written.language)
    if same == (found.body, found.stance, found.language):
        return ask.go(f"{_at(item_id, comment_id)}")
    return _do(ask, found, did, "changed", Notes(change=form))


@room.post("/practices/{item_id}/comments/{comment_id}/take-back", P.COMMENT_STEER)
def take_back(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Take a comment of the own office back."""
    _, found = _steered(ask, item_id, comment_id)
    stage = HIDDEN if found.stage == HIDDEN else POSTED

    def did(db: Session) -> None:
        ensure_still_acts(db, ask.viewer)
        changing.take_back(db, ask.viewer, comment_id, stage=stage)

    return _do(ask, found, did, "taken-back")


@room.post("/practices/{item_id}/comments/{comment_id}/report", P.COMMENT_REPORT, pace=POSTING)
def report(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Ask the Secretariat to look at a comment."""
    _, found = matter_and(ask, item_id, comment_id)
    reader = Reader(ask.sent)
    reason = reader.straight("reason", most=MOST_REASON, missing=NO_REASON)
    if reader.errors:
        notes = Notes(report=reader.form)
        return ask.page(page_of(ask, item_id, comment_id, notes=notes), status=422)
    viewer = ask.viewer
    return _do(ask, found, lambda db: reporting.report(db, viewer, comment_id, reason), "reported")


@room.post("/practices/{item_id}/comments/{comment_id}/settle", P.COMMENT_SETTLE)
def settle(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Say which comment answers a question, or that none does yet."""
    matter, found = matter_and(ask, item_id, comment_id)
    ask.ensure(P.COMMENT_SETTLE, sides(ask, matter, found))
    answer, none = ask.field("answered_by"), ask.field("none") == "yes"
    if not none and (not answer or not _readable(ask, item_id, answer)):
        form = Form({"answered_by": answer}, {"answered_by": gettext(NOTHING_CHOSEN)})
        return ask.page(page_of(ask, item_id, comment_id, notes=Notes(settle=form)), status=422)
    chosen, viewer = "" if none else answer, ask.viewer
    return _do(
        ask,
        found,
        lambda db: answering.settle(db, viewer, matter, comment_id, chosen),
        "opened" if none else "settled",
    )


def _readable(ask: Ask, item_id: str, comment_id: str) -> bool:
    found = one(ask.conn, ask.viewer, item_id, comment_id)
    return found is not None and found.stage == POSTED


def _steered(ask: Ask, item_id: str, comment_id: str) -> tuple[Matter, One]:
    matter, found = matter_and(ask, item_id, comment_id)
    ask.ensure(P.COMMENT_STEER, found)
    return matter, found


def _at(item_id: str, comment_id: str) -> str:
    return f"/practices/{item_id}/comments/{comment_id}"


def _do(ask: Ask, found: One, did: Did, said: str, notes: Notes | None = None) -> Response:
    """Do one act in one transaction; whoever comes too late reads the present state."""

    def refused(sentence: str) -> CommentPage:
        return page_of(ask, found.about, found.id, refused=sentence, notes=notes)

    return act(ask, did, f"{_at(found.about, found.id)}?said={said}", refused)
