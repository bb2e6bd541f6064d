"""The acts on the page of a practice that is out: retired and used again, hidden and shown."""

from starlette.responses import Response

from app.access.policy import P
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import forms, resting
from app.practices.joining import agreement
from app.practices.joining.asking import asked
from app.practices.joining.rules import Act
from app.practices.page import Notes
from app.practices.pages import shown
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.guard import Room

room = Room("practices.resting")


@room.post("/practices/{item_id}/retire", P.PRACTICE_RETIRE)
def retire(ask: Ask, item_id: str) -> Response:
    """Say why a published practice is no longer used."""
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_RETIRE, matter)
    reason, form = forms.read_why(ask.sent, forms.MISSING_WHY_RETIRED)
    if not form.good:
        return ask.page(shown(ask, item_id, notes=Notes(retire=form)), status=422)
    with ask.unit_of_work() as db:
        if agreement.wants_all(db, matter):
            return asked(ask, db, matter, Act.RETIRE, reason)
        resting.retire(db, ask.viewer, matter, reason, version=version_sent(ask))
        return ask.go(f"/practices/{item_id}?said=retired", db)


@room.post("/practices/{item_id}/revive", P.PRACTICE_RETIRE)
def revive(ask: Ask, item_id: str) -> Response:
    """Say that a retired practice is used again."""
    matter = _matter(ask, item_id)
    ask.ensure(P.PRACTICE_RETIRE, matter)
    with ask.unit_of_work() as db:
        resting.revive(db, ask.viewer, matter, version=version_sent(ask))
        return ask.go(f"/practices/{item_id}?said=revived", db)


@room.post("/practices/{item_id}/hide", P.PRACTICE_HIDE)
def hide(ask: Ask, item_id: str) -> Response:
    """Take a practice out of its readers' sight, with a reason."""
    matter = _matter(ask, item_id)
    reason, form = forms.read_why(ask.sent, forms.MISSING_WHY_HIDDEN)
    if not form.good:
        return ask.page(shown(ask, item_id, notes=Notes(hide=form)), status=422)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        resting.hide(db, ask.viewer, matter, reason, post, version=version)
        return ask.go(f"/practices/{item_id}?said=hidden", db)


@room.post("/practices/{item_id}/show", P.PRACTICE_HIDE)
def show(ask: Ask, item_id: str) -> Response:
    """Let the readers of a hidden practice see it again."""
    matter = _matter(ask, item_id)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        resting.show(db, ask.viewer, matter, post, version=version)
        return ask.go(f"/practices/{item_id}?said=shown", db)


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
