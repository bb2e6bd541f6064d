"""Opening the discussion of a paragraph, and writing to it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from starlette.responses import Response

from app.access.policy import P
from app.core import i18n
from app.core.errors import Conflict, Forbidden
from app.core.i18n import N_, gettext
from app.discussion import queries as comments
from app.manual.discussing import actions, forms, queries
from app.manual.discussing.rules import NotDiscussed, Reworded, address
from app.manual.discussing.spot import Spot, spot
from app.manual.meaning import stances
from app.manual.pages.discussion import page_of
from app.manual.pages.room import room
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.forms import Form
from app.web.throttle import POSTING

SAID: Mapping[str, str] = {
    "commented": N_("Your comment is posted."),
    "changed": N_("Your comment is changed."),
    "taken-back": N_("Taken back. That there was a comment stays; its words are gone."),
    "closed": N_("Closed. Those who took part are told."),
    "reopened": N_("Open again. Those who took part are told."),
}


@room.get("/manual/discuss/{block}", P.DISCUSSION_READ)
def discussion(ask: Ask, block: str, said: str = "") -> Response:
    """Show what was said of a paragraph."""
    page = page_of(ask, found(ask, block))
    return ask.page(replace(page, said=gettext(SAID[said]) if said in SAID else ""))


@room.post("/manual/discuss/{block}", P.DISCUSSION_WRITE, pace=POSTING)
def comment(ask: Ask, block: str) -> Response:
    """Comment on a paragraph, or answer a comment."""
    where, office, viewer = found(ask, block), ask.viewer.office, ask.viewer
    if office is None:
        raise Forbidden
    known = queries.of_blocks(ask.conn, viewer, (block,), where.current).get(block)
    about = known.matter.id if known else ""
    said, form = forms.read_said(
        ask.sent,
        office,
        partial(comments.answered, ask.conn, viewer, about),
        offered=stances(viewer),
        default=i18n.language(),
    )
    if not form.good:
        return ask.page(page_of(ask, where, form), status=422)
    if said.seen != where.place.hash:
        page = page_of(ask, where, Form({**form.values, "seen": where.place.hash}))
        return ask.page(replace(page, refused=gettext(Reworded.message)), status=409)
    post = Post.of(ask.portal)
    try:
        with ask.unit_of_work() as db:
            made = actions.comment(db, viewer, where, said, post)
            return ask.go(f"{address(block)}?said=commented&comment={made}#c-{made}", db)
    except Conflict as refusal:
        if (before := ask.answered()) is not None:
            return before
        page = replace(page_of(ask, where), refused=refusal.sentence, form=form)
        return ask.page(page, status=refusal.status)


def found(ask: Ask, block: str) -> Spot:
    """Return where a paragraph stands that can be discussed, or was.

    Raises:
        NotDiscussed: when the current edition does not have it and nobody commented on it.
    """
    where = spot(ask.conn, block)
    if where is None or not (
        where.now or queries.of_blocks(ask.conn, ask.viewer, (block,), where.current)
    ):
        raise NotDiscussed
    return where
