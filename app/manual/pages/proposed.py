"""One suggestion: taken back by its office, accepted, adapted or declined by the editors."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import Response

from app.access.policy import P
from app.core.i18n import N_, gettext
from app.manual.pages.proposal import Show, page_of
from app.manual.pages.room import room
from app.manual.pages.seen import seen_by
from app.manual.suggesting import actions, forms, queries
from app.manual.suggesting.placing import in_draft
from app.manual.suggesting.queries import ADDRESS
from app.manual.suggesting.values import Suggestion
from app.notifications.post import Post
from app.web.acting import Did, act
from app.web.ask import Ask
from app.web.forms import Form

SAID: Mapping[str, str] = {
    "made": N_("Sent. The Secretariat's editors answer it; your office is told."),
    "answered": N_("Answered. The office that made the suggestion is told."),
    "taken-back": N_("Taken back. Your office and the Secretariat alone read it now."),
}


@room.get("/manual/suggestions/{item_id}", P.SUGGESTION_READ)
def suggestion(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show a suggestion to whoever may see it."""
    words = gettext(SAID[said]) if said in SAID else ""
    return ask.page(replace(page_of(ask, found(ask, item_id)), said=words))


@room.post("/manual/suggestions/{item_id}/take-back", P.SUGGESTION_STEER)
def take_back(ask: Ask, item_id: str) -> Response:
    """Take a suggestion of the own office back."""
    one = found(ask, item_id)
    ask.ensure(P.SUGGESTION_STEER, one.matter)
    viewer = ask.viewer
    return _do(ask, item_id, lambda db: actions.take_back(db, viewer, one), "taken-back")


@room.post("/manual/suggestions/{item_id}/accept", P.MANUAL_EDIT)
def accept(ask: Ask, item_id: str) -> Response:
    """Let the draft be as it is proposed."""
    one, seen = found(ask, item_id), ask.field("seen")
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(ask, item_id, lambda db: actions.accept(db, viewer, one, seen, post), "answered")


@room.post("/manual/suggestions/{item_id}/adapt", P.MANUAL_EDIT)
def adapt(ask: Ask, item_id: str) -> Response:
    """Put other words into the draft instead."""
    one = found(ask, item_id)
    place = in_draft(ask.conn, str(one.base.id))
    answer, form = forms.read_adapted(ask.sent, one.asks, place.block if place else one.base)
    if not form.good:
        return ask.page(replace(page_of(ask, one), adapting=form), status=422)
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(
        ask, item_id, lambda db: actions.adapt(db, viewer, one, answer, post), "answered", form
    )


@room.post("/manual/suggestions/{item_id}/decline", P.MANUAL_EDIT)
def decline(ask: Ask, item_id: str) -> Response:
    """Leave the draft as it is, with a reason."""
    one = found(ask, item_id)
    why, form = forms.read_declined(ask.sent)
    if not form.good:
        return ask.page(replace(page_of(ask, one), declining=form), status=422)
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(ask, item_id, lambda db: actions.decline(db, viewer, one, why, post), "answered")


def found(ask: Ask, item_id: str) -> Suggestion:
    """Return a suggestion that the viewer sees; there is none for others."""
    return seen_by(ask, queries.one, item_id)


def _do(ask: Ask, item_id: str, did: Did, said: str, typed: Form | None = None) -> Response:
    def refused(sentence: str) -> Show:
        page = replace(page_of(ask, found(ask, item_id)), refused=sentence)
        return replace(page, adapting=typed) if typed else page

    return act(ask, did, f"{ADDRESS}/{item_id}?said={said}", refused)
