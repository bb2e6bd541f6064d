"""What the Secretariat decides about comments: hidden, shown, kept, moved; closed and opened."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.i18n import N_
from app.discussion import locking, moderating, moving
from app.discussion.moving import Place
from app.discussion.one import One
from app.items import queries as items
from app.items.models import Kind
from app.notifications.post import Post
from app.practices import queries
from app.practices.page import Notes as PracticeNotes
from app.practices.pages import shown
from app.practices.talking.page import CommentPage, Notes, matter_and, page_of
from app.practices.versions import version_sent
from app.web.acting import act
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room

room = Room("practices.talking.moderating")

MOST_REASON = 1_000
MOST_SENTENCE = 500
NO_REASON = N_("Write why it is hidden. Its office reads that, and nobody else.")
NO_SENTENCE = N_("Say in a sentence why the comments are closed. All who read them read it.")
NO_PLACE = N_("Write the registry number of a published practice, such as R2P/2027/PRA/014.")
MOST_NUMBER = 40
Did = Callable[[Session, int], object]


@room.post("/practices/{item_id}/comments/{comment_id}/hide", P.COMMENT_MODERATE)
def hide(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Hide a comment with a reason."""
    _, found = matter_and(ask, item_id, comment_id)
    reader = Reader(ask.sent)
    reason = reader.straight("reason", most=MOST_REASON, missing=NO_REASON)
    if reader.errors:
        notes = Notes(hide=reader.form)
        return ask.page(page_of(ask, item_id, comment_id, notes=notes), status=422)
    viewer, post = ask.viewer, Post.of(ask.portal)

    def did(db: Session, version: int) -> None:
        there = _address(item_id)
        moderating.hide(db, viewer, found, reason, version=version, address=there, post=post)

    return _do(ask, found, did, "hidden")


@room.post("/practices/{item_id}/comments/{comment_id}/show", P.COMMENT_MODERATE)
def show(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Show a hidden comment again."""
    _, found = matter_and(ask, item_id, comment_id)
    viewer, post = ask.viewer, Post.of(ask.portal)
    title, there = queries.titles(ask.conn, viewer, [item_id])[item_id]

    def did(db: Session, version: int) -> None:
        place = {"title": title, "address": there}
        moderating.show(db, viewer, found, version=version, post=post, **place)

    return _do(ask, found, did, "shown")


@room.post("/practices/{item_id}/comments/{comment_id}/keep", P.COMMENT_MODERATE)
def keep(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Leave a reported comment as it is."""
    _, found = matter_and(ask, item_id, comment_id)
    viewer = ask.viewer

    def did(db: Session, version: int) -> None:
        moderating.keep(db, viewer, found, version=version)

    return _do(ask, found, did, "kept")


@room.post("/practices/{item_id}/comments/{comment_id}/move", P.COMMENT_MODERATE)
def move(ask: Ask, item_id: str, comment_id: str) -> Response:
    """Move a comment with its answers to another practice that the same people read."""
    _, found = matter_and(ask, item_id, comment_id)
    reader = Reader(ask.sent)
    number = reader.line("number", most=MOST_NUMBER, missing=NO_PLACE)
    to = _place(ask, number)
    if to is None:
        reader.wrong("number", NO_PLACE)
    if reader.errors or to is None:
        notes = Notes(move=reader.form)
        return ask.page(page_of(ask, item_id, comment_id, notes=notes), status=422)
    viewer, post, place = ask.viewer, Post.of(ask.portal), to

    def did(db: Session, version: int) -> None:
        moving.move(db, viewer, found, place, version=version, post=post)

    return _do(ask, found, did, "moved", at=place.about)


@room.post("/practices/{item_id}/comments/lock", P.COMMENT_MODERATE)
def lock(ask: Ask, item_id: str) -> Response:
    """Let nobody write under a practice for now, and say why."""
    _found(ask, item_id)
    reader = Reader(ask.sent)
    sentence = reader.line("sentence", most=MOST_SENTENCE, missing=NO_SENTENCE)
    if reader.errors:
        notes = PracticeNotes(lock=reader.form)
        return ask.page(shown(ask, item_id, notes=notes), status=422)
    viewer = ask.viewer
    with ask.unit_of_work() as db:
        locking.lock(db, viewer, item_id, sentence, clock.now())
        return ask.go(f"{_address(item_id)}?said=locked#h-comments", db)


@room.post("/practices/{item_id}/comments/unlock", P.COMMENT_MODERATE)
def unlock(ask: Ask, item_id: str) -> Response:
    """Let people write under a practice again."""
    _found(ask, item_id)
    with ask.unit_of_work() as db:
        locking.unlock(db, ask.viewer, item_id, ask.field("seen"))
        return ask.go(f"{_address(item_id)}?said=unlocked#h-comments", db)


def _found(ask: Ask, item_id: str) -> None:
    items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _place(ask: Ask, number: str) -> Place | None:
    """Return the practice with a registry number, None where the viewer sees none."""
    known = items.numbered(ask.conn, ask.viewer, number)
    if known is None or known[0] != Kind.PRACTICE:
        return None
    title, address = queries.titles(ask.conn, ask.viewer, [known[1]])[known[1]]
    return Place(known[1], title, address)


def _address(item_id: str) -> str:
    return f"/practices/{item_id}"


def _do(ask: Ask, found: One, did: Did, said: str, *, at: str = "") -> Response:
    """Do one act in one transaction; of two moderators the later one reads the present state."""
    version = version_sent(ask)

    def refused(sentence: str) -> CommentPage:
        typed = Form({"reason": ask.field("reason"), "number": ask.field("number")})
        notes = Notes(hide=typed, move=typed)
        return page_of(ask, found.about, found.id, refused=sentence, notes=notes)

    to = f"{_address(at or found.about)}/comments/{found.id}?said={said}"
    return act(ask, lambda db: did(db, version), to, refused)
