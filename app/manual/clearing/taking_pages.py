"""Taking what is ticked of what came back: it becomes suggestions of the office."""

from dataclasses import replace

from starlette.responses import Response

from app.access.policy import P
from app.clearing.rules import Closed
from app.core import i18n
from app.core.errors import Conflict, Refusal
from app.manual.clearing import consulted, kept, taking
from app.manual.clearing.back_pages import COMING, back_of, office_of
from app.manual.clearing.forms import read_taking
from app.manual.clearing.pages import found, sent
from app.manual.clearing.rules import TextWithdrawn
from app.manual.clearing.values import Clearance
from app.manual.meaning import stances
from app.manual.pages.room import room
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.forms import Form
from app.web.throttle import POSTING


@room.post("/manual/clearances/{item_id}/take", P.SUGGESTION_WRITE, pace=POSTING)
def take(ask: Ask, item_id: str) -> Response:
    """Make suggestions of what is ticked."""
    one = found(ask, item_id)
    try:
        consulted.ensure_takes(consulted.state_of(ask.conn, ask.viewer, one))
    except Conflict as refusal:
        return _stopped(ask, one, refusal)
    rows = sent(ask, one)
    returned = kept.unpacked(ask.field("came"))
    shown = back_of(ask, one, rows, returned, Form())
    said, form = read_taking(
        ask.sent,
        shown.review.offered,
        office_of(ask),
        stances=stances(ask.viewer),
        default=i18n.language(),
    )
    if not form.good:
        return ask.page(replace(shown, form=form), status=422)
    viewer, post = ask.viewer, Post.of(ask.portal)
    seen = int(ask.field("seen")) if ask.field("seen").isdecimal() else 0
    try:
        with ask.unit_of_work() as db:
            taking.take(db, viewer, one, said, sent=rows, seen=seen, post=post)
            return ask.go(f"{one.href}?said=taken", db)
    except (Closed, TextWithdrawn) as refusal:
        return COMING.too_late(ask, one, refusal)
    except Conflict as refusal:
        if (before := ask.answered()) is not None:
            return before
        again = back_of(ask, one, rows, returned, form)
        return ask.page(replace(again, refused=refusal.sentence), status=refusal.status)


def _stopped(ask: Ask, one: Clearance, refusal: Refusal) -> Response:
    """Show once more what came back, of which nothing can be taken now, if it is still shown."""
    if isinstance(refusal, TextWithdrawn):
        return COMING.too_late(ask, one, refusal)
    if (before := ask.answered()) is not None:
        return before
    page = back_of(ask, one, sent(ask, one), kept.unpacked(ask.field("came")), Form())
    return ask.page(replace(page, refused=refusal.sentence), status=refusal.status)
