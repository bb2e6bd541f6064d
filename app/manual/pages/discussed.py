"""What is done in a discussion after a comment: changed, taken back; closed and opened again."""

from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.i18n import gettext
from app.discussion.rules import MOST, POSTED
from app.manual.discussing import actions, forms, queries, remarks
from app.manual.discussing.rules import Moved, Stage, address
from app.manual.discussing.spot import Spot
from app.manual.discussing.values import Own, Thread
from app.manual.meaning import offered, stances
from app.manual.pages.discussing import found
from app.manual.pages.discussion import Discussion, Options, page_of
from app.manual.pages.room import room
from app.notifications.post import Post
from app.vocabulary.labels import LANGUAGES, options
from app.web.acting import Did, act
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Change(Page):
    """The form of a comment of the own office; in a closed discussion it is only taken back."""

    template: ClassVar[str] = "manual/discuss_change.html"
    here: ClassVar[str] = "manual"

    spot: Spot
    own: Own
    goes_on: bool
    form: Form
    stances: Options
    languages: Options
    refused: str
    most: int


@room.get("/manual/discuss/{block}/comments/{item_id}", P.DISCUSSION_STEER)
def begin(ask: Ask, block: str, item_id: str) -> Response:
    """Show a comment of the own office to change it or to take it back."""
    where, own = _own(ask, block, item_id)
    values = {
        "comment": own.body,
        "stance": str(own.stance),
        "language": own.language,
        "version": str(own.version),
    }
    return ask.page(_page(ask, where, own, Form(values)))


@room.post("/manual/discuss/{block}/comments/{item_id}", P.DISCUSSION_STEER)
def change(ask: Ask, block: str, item_id: str) -> Response:
    """Let a comment of the own office say something else."""
    where, own = _own(ask, block, item_id)
    office, viewer = ask.viewer.office, ask.viewer
    if office is None:
        raise Forbidden
    said, form = forms.read_said(
        ask.sent, office, lambda _: None, offered=stances(viewer), default=own.language
    )
    form = replace(form, values={**form.values, "version": ask.field("version")})
    if not form.good:
        return ask.page(_page(ask, where, own, form), status=422)
    if ask.field("version") != str(own.version):
        fresh = Form({**form.values, "version": str(own.version)})
        page = replace(_page(ask, where, own, fresh), refused=gettext(Moved.message))
        return ask.page(page, status=409)
    try:
        with ask.unit_of_work() as db:
            actions.change(db, viewer, own, said, where.title)
            return ask.go(f"{address(block)}?said=changed&comment={item_id}#c-{item_id}", db)
    except Conflict as refusal:
        _, now = _own(ask, block, item_id)
        fresh = Form({**form.values, "version": str(now.version)})
        page = replace(_page(ask, where, now, fresh), refused=refusal.sentence)
        return ask.page(page, status=refusal.status)


@room.post("/manual/discuss/{block}/comments/{item_id}/take-back", P.DISCUSSION_STEER)
def take_back(ask: Ask, block: str, item_id: str) -> Response:
    """Take a comment of the own office back."""
    where, own = _own(ask, block, item_id)
    viewer = ask.viewer
    return _do(ask, where, lambda db: actions.take_back(db, viewer, own), "taken-back")


@room.post("/manual/discuss/{block}/close", P.DISCUSSION_CLOSE)
def close(ask: Ask, block: str) -> Response:
    """Close a discussion with a sentence."""
    where, thread = _thread(ask, block)
    why, form = forms.read_closing(ask.sent)
    if not form.good:
        return ask.page(replace(page_of(ask, where), closing=form), status=422)
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(ask, where, lambda db: actions.close(db, viewer, thread, why, post), "closed")


@room.post("/manual/discuss/{block}/reopen", P.DISCUSSION_CLOSE)
def reopen(ask: Ask, block: str) -> Response:
    """Open a discussion again."""
    where, thread = _thread(ask, block)
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(ask, where, lambda db: actions.reopen(db, viewer, thread, post), "reopened")


def _own(ask: Ask, block: str, item_id: str) -> tuple[Spot, Own]:
    """Return a comment that the viewer's office wrote, and where its paragraph stands.

    Raises:
        NotFound: where the viewer sees none, or it was taken back.
        Forbidden: where another office wrote it.
    """
    own = remarks.own(ask.conn, ask.viewer, block, item_id)
    if own is None:
        raise NotFound
    ask.ensure(P.DISCUSSION_STEER, own)
    if own.stage != POSTED:
        raise NotFound
    return found(ask, block), own


def _thread(ask: Ask, block: str) -> tuple[Spot, Thread]:
    where = found(ask, block)
    thread = queries.of_blocks(ask.conn, ask.viewer, (block,), where.current).get(block)
    if thread is None:
        raise NotFound
    return where, thread


def _page(ask: Ask, where: Spot, own: Own, form: Form) -> Change:
    thread = queries.of_blocks(ask.conn, ask.viewer, (where.block,), where.current)[where.block]
    return Change(
        spot=where,
        own=own,
        goes_on=thread.stage == Stage.OPEN,
        form=form,
        stances=offered(ask.viewer),
        languages=options(LANGUAGES),
        refused="",
        most=MOST,
    )


def _do(ask: Ask, where: Spot, did: Did, said: str) -> Response:
    def refused(sentence: str) -> Discussion:
        return replace(page_of(ask, where), refused=sentence)

    return act(ask, did, f"{address(where.block)}?said={said}", refused)
