"""Where both sides talk about an offer: its routes."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance.pages import acting
from app.assistance.talks import changing, forms, grouping, saying
from app.assistance.talks.page import talk_page
from app.assistance.talks.rules import Change
from app.assistance.working.doing import do_with
from app.assistance.working.page import Work, work_of
from app.core.errors import BadRequest
from app.core.i18n import N_
from app.discussion import unread
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("assistance-talks")
BASE = "/assistance/{item_id}/offers/{offer_id}/talk"
NO_CHANGE = N_("Choose what you propose.")
YES_NO = ("yes", "no")
DECISIONS = {
    "call": saying.call_decision,
    "confirm": saying.confirm,
    "undo": saying.no_decision,
}


@room.get(BASE, P.ACCOUNT)
def show(ask: Ask, item_id: str, offer_id: str, before: str = "") -> Response:
    """Show the talk about an offer to its two sides, and to the Secretariat what it reads."""
    return talk_page(ask, work_of(ask, item_id, offer_id), before=before)


@room.post(BASE, P.ACCOUNT, pace=POSTING)
def say(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Say something to the other side."""
    work, reader = ours(ask, item_id, offer_id), Reader(ask.sent)
    text, language = forms.read_text(reader)
    apart = reader.checked("apart")
    if reader.errors:
        return talk_page(ask, work, form=reader.form, status=422)

    def did(db: Session) -> None:
        saying.say(db, acting(ask), work.talked, text, language, apart=apart)

    return do(ask, work, did, form=reader.form)


@room.post(f"{BASE}/read", P.ACCOUNT)
def read(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Note that the person has read the talk, as far as the page showed it.

    Raises:
        BadRequest: for anything but the moment that stood in the page.
    """
    work = work_of(ask, item_id, offer_id)
    try:
        until = datetime.fromisoformat(ask.field("until"))
    except ValueError as wrong:
        raise BadRequest from wrong
    if until.tzinfo is None:
        raise BadRequest
    is_sqlite = ask.portal.db.is_sqlite

    def did(db: Session) -> None:
        unread.mark_read(db, ask.viewer, offer_id, until, is_sqlite=is_sqlite)

    return do(ask, work, did)


@room.post(f"{BASE}/words/{{word_id}}", P.ACCOUNT, pace=POSTING)
def decide(ask: Ask, item_id: str, offer_id: str, word_id: str) -> Response:
    """Call a word a decision, confirm that it is one, or say that it is none."""
    work, reader = ours(ask, item_id, offer_id), Reader(ask.sent)
    what = reader.choice("what", list(DECISIONS), missing=NO_CHANGE)
    if reader.errors:
        raise BadRequest
    return do(ask, work, lambda db: DECISIONS[what](db, acting(ask), work.talked, word_id))


@room.post(f"{BASE}/change", P.ACCOUNT, pace=POSTING)
def propose(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Propose how the talk goes on, or who reads it."""
    work, reader = ours(ask, item_id, offer_id), Reader(ask.sent)
    change = reader.choice("change", list(Change), missing=NO_CHANGE)
    if reader.errors:
        return talk_page(ask, work, form=reader.form, status=422)
    return do(ask, work, lambda db: changing.propose(db, acting(ask), work.talked, Change(change)))


@room.post(f"{BASE}/change/agree", P.ACCOUNT, pace=POSTING)
def agree(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Agree to what the other side proposes."""
    work, change = ours(ask, item_id, offer_id), ask.field("change")
    return do(ask, work, lambda db: changing.agree(db, acting(ask), work.talked, change))


@room.post(f"{BASE}/change/leave", P.ACCOUNT)
def leave(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Leave the talk as it is."""
    work, change = ours(ask, item_id, offer_id), ask.field("change")
    return do(ask, work, lambda db: changing.leave(db, acting(ask), work.talked, change))


@room.post(f"{BASE}/here", P.ACCOUNT)
def come_back(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Talk here again."""
    work = ours(ask, item_id, offer_id)
    return do(ask, work, lambda db: changing.come_back(db, acting(ask), work.talked))


@room.post(f"{BASE}/group", P.ACCOUNT)
def want(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Want the helper in the group, or no longer."""
    work, yes = ours(ask, item_id, offer_id), _yes(ask)
    return do(ask, work, lambda db: grouping.want(db, acting(ask), work.talked, grouped=yes))


@room.post(f"{BASE}/join", P.ACCOUNT)
def join(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Join the group of helpers, or leave it."""
    work, yes = ours(ask, item_id, offer_id), _yes(ask)
    return do(ask, work, lambda db: grouping.join(db, acting(ask), work.talked, joined=yes))


@room.post(f"{BASE}/named", P.ACCOUNT)
def named(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Let the helper be named to those who read the request, or no longer."""
    work, yes = ours(ask, item_id, offer_id), _yes(ask)
    return do(ask, work, lambda db: grouping.be_named(db, acting(ask), work.talked, named=yes))


def ours(ask: Ask, item_id: str, offer_id: str) -> Work:
    """Return the offer with its request, for one of its two sides."""
    work = work_of(ask, item_id, offer_id)
    ask.ensure(P.TALK_SHARE, work.talked)
    return work


def do(
    ask: Ask,
    work: Work,
    did: Callable[[Session], object],
    *,
    form: Form | None = None,
    dating: Form | None = None,
) -> Response:
    """Do an act and lead back to the talk, or show it as it stands now with what was typed."""

    def again(now: Work, why: str) -> Response:
        return talk_page(ask, now, form=form, dating=dating, status=409, refused=why)

    return do_with(ask, work, "talk", did, again)


def _yes(ask: Ask) -> bool:
    answer = ask.field("yes")
    if answer not in YES_NO:
        raise BadRequest
    return answer == "yes"
