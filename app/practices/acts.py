"""The acts on the page of a practice: the secretariat's answer, taking it back, and comments."""

from functools import partial

from starlette.responses import Response

from app.access.policy import P, ensure
from app.core.errors import Forbidden
from app.core.i18n import language
from app.directory.still_acting import ensure_still_acts
from app.discussion import actions as discussion
from app.discussion import queries as threads
from app.discussion import unread
from app.discussion.forms import Under
from app.discussion.meaning import Stance, ensure_stance
from app.discussion.saying import read_said
from app.following import happenings
from app.following.rules import What as Followed
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import actions, afterwards, answering, embargo, forms, queries
from app.practices.beside import told_if_late
from app.practices.freshness import months_of
from app.practices.joining import agreement
from app.practices.joining.asking import asked
from app.practices.joining.rules import Act
from app.practices.page import Notes
from app.practices.pages import shown
from app.practices.revising import kept
from app.practices.revising.actions import Means
from app.practices.rules import What
from app.practices.talking.reach import around_of
from app.practices.thread import COMMENTED
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("practices.acts")


@room.post("/practices/{item_id}/publish", P.PRACTICE_REVIEW)
def publish(ask: Ask, item_id: str) -> Response:
    """Publish a submitted practice, or the change of one that is published."""
    matter, means = _matter(ask, item_id), Means(_post(ask), ask.portal.seal)
    with told_if_late(ask, item_id), ask.unit_of_work() as db:
        at, said = answering.publish(db, ask.viewer, matter, means, version=version_sent(ask))
        answer = ask.go(_address(at, said), db)
    return _in_place(ask, at, answer, said=said)


@room.post("/practices/{item_id}/release", P.PRACTICE_RELEASE)
def release(ask: Ask, item_id: str) -> Response:
    """Publish before its day what the Secretariat agreed to."""
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_RELEASE, matter)
    with ask.unit_of_work() as db:
        if agreement.wants_all(db, matter):
            return asked(ask, db, matter, Act.RELEASE)
        ensure(ensure_still_acts(db, ask.viewer), P.PRACTICE_RELEASE, matter)
        embargo.release(db, ask.viewer, matter, _post(ask), version=version_sent(ask))
        return ask.go(_address(item_id, "published"), db)


@room.post("/practices/{item_id}/return", P.PRACTICE_REVIEW)
def send_back(ask: Ask, item_id: str) -> Response:
    """Return a submitted practice with a reason."""
    matter = _matter(ask, item_id)
    reason, form = forms.read_reason(ask.sent)
    if not form.good:
        return ask.page(shown(ask, item_id, notes=Notes(review=form)), status=422)
    with told_if_late(ask, item_id), ask.unit_of_work() as db:
        version = version_sent(ask)
        actions.send_back(db, ask.viewer, matter, reason, _post(ask), version=version)
        answer = ask.go(_address(item_id, "returned"), db)
    return _in_place(ask, item_id, answer, said="returned")


@room.post("/practices/{item_id}/withdraw", P.PRACTICE_WITHDRAW)
def withdraw(ask: Ask, item_id: str) -> Response:
    """Take a practice back."""
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_WITHDRAW, matter)
    with ask.unit_of_work() as db:
        if ask.viewer.member in matter.owners and agreement.wants_all(db, matter):
            return asked(ask, db, matter, Act.WITHDRAW)
        afterwards.withdraw(db, ask.viewer, matter, version=version_sent(ask))
        said = "dropped" if kept.original_of(ask.conn, item_id) else "withdrawn"
        answer = ask.go(_address(item_id, said), db)
    return _in_place(ask, item_id, answer, said=said)


@room.post("/practices/{item_id}/confirm", P.PRACTICE_CONFIRM)
def confirm(ask: Ask, item_id: str) -> Response:
    """Say that a practice is still true."""
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_CONFIRM, matter)
    with ask.unit_of_work() as db:
        months = months_of(ask.field("months"))
        afterwards.confirm(db, ask.viewer, matter, version=version_sent(ask), months=months)
        said = "confirmed" if matter.office_id else "claimed"
        answer = ask.go(_address(item_id, said), db)
    return _in_place(ask, item_id, answer, said=said)


@room.post("/practices/{item_id}/comments", P.COMMENT_WRITE, pace=POSTING)
def comment(ask: Ask, item_id: str) -> Response:
    """Post a comment, signed by the office."""
    matter = _matter(ask, item_id)
    ask.ensure(P.COMMENT_WRITE, matter)
    if ask.viewer.office is None:
        raise Forbidden
    answered = partial(threads.answered, ask.conn, ask.viewer, item_id)
    under = Under(matter.audience, matter.owners, answered)
    beside = around_of(ask, matter)
    written, form = read_said(ask.sent, under, ask.viewer, language(), beside)
    if not form.good:
        return ask.page(shown(ask, item_id, notes=Notes(comment=form)), status=422)
    title, address = queries.titles(ask.conn, ask.viewer, [item_id])[item_id]
    with ask.unit_of_work() as db:
        if written.stance == Stance.POSITION:
            ensure_stance(ensure_still_acts(db, ask.viewer), Stance.POSITION)
        made = discussion.post(
            db,
            ask.viewer,
            matter,
            written,
            title=title,
            address=address,
            tells=What.COMMENTED,
            post=_post(ask),
        )
        said, at = Followed.COMMENTED, made.changed_at
        happenings.note(db, ask.viewer, item_id, said, with_id=made.id, at=at)
        is_sqlite = ask.portal.db.is_sqlite
        unread.mark_read(db, ask.viewer, item_id, made.changed_at, is_sqlite=is_sqlite)
        answer = ask.go(f"{address}?said={COMMENTED}#c-{made.id}", db)
    return _in_place(ask, item_id, answer, said=COMMENTED)


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _post(ask: Ask) -> Post:
    return Post.of(ask.portal)


def _address(item_id: str, said: str) -> str:
    return f"/practices/{item_id}?said={said}"


def _in_place(ask: Ask, item_id: str, answer: Response, *, said: str = "") -> Response:
    """Answer htmx with the part of the page that changed, anybody else with ``answer``."""
    return ask.page(shown(ask, item_id, said=said)) if ask.htmx else answer
