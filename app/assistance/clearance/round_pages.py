"""One round of a request: its file, asking for it again, and how it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance.address import address
from app.assistance.clearance import acts, queries
from app.assistance.clearance.going import document
from app.assistance.clearance.pages import own, writes
from app.assistance.clearance.rules import CAME, SAID, NotDraft
from app.assistance.clearance.values import ADDRESS, Round
from app.assistance.pages import acting, as_read
from app.assistance.queries import Asked
from app.clearing.forms import Limits, limits, read_deadline, usual
from app.clearing.pages import MEGABYTES, as_file, ensure_open, sign_of
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.web.acting import Did, act
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance.clearance.rounds")

SENTENCES: Mapping[str, str] = {
    "made": N_(
        "Made. Download the file and pass it on. It waits on your home page until its day, and"
        " your office is written to three days before and on the day."
    ),
    "again": N_("Asked for again. Its letters begin anew with the new day."),
    "taken": N_("Taken into your draft. Nobody else sees it before you submit."),
    "closed": N_("Closed. What your office took of it stays; nothing more can come back."),
}
NO_OUTCOME = N_("Say what came back.")


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One round: its file, and the forms for what comes back, for asking again, and for its end.

    ``stops`` says why nothing can be taken now.
    """

    template: ClassVar[str] = "assistance/clearance/round.html"
    here: ClassVar[str] = "assistance"

    one: Round
    title: str
    list_href: str
    sign: tuple[str, str]
    form: Form
    again: Form
    ending: Form
    limits: Limits
    outcomes: Sequence[tuple[str, str]]
    said: str
    refused: str
    stops: str
    megabytes: int


@room.get(f"{ADDRESS}/{{item_id}}", P.REQUEST_STEER)
def show(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show a round to the offices of its member."""
    words = gettext(SENTENCES[said]) if said in SENTENCES else ""
    return ask.page(replace(page_of(ask, found(ask, item_id)), said=words))


@room.get(f"{ADDRESS}/{{item_id}}/file", P.REQUEST_STEER)
def file(ask: Ask, item_id: str) -> Response:
    """Give the file, made anew from the draft as it is now: no copy of its words is kept.

    Raises:
        Closed: when the round is over.
        NotDraft: when the request is not being written by its office any more.
    """
    one = found(ask, item_id)
    asked = request_of(ask, one)
    ensure_open(one)
    if not writes(ask, asked):
        raise NotDraft
    answer = as_file(one, document(asked, one, clock.now().replace(microsecond=0)))
    answer.headers["cache-control"] = "private, no-store"
    return answer


@room.post(f"{ADDRESS}/{{item_id}}/again", P.REQUEST_STEER, pace=POSTING)
def again(ask: Ask, item_id: str) -> Response:
    """Ask for a round once more, until another day."""
    one = found(ask, item_id)
    reader = Reader(ask.sent)
    deadline = read_deadline(reader)
    if not reader.form.good:
        return ask.page(replace(page_of(ask, one), again=reader.form), status=422)
    matter, read = request_of(ask, one).matter, replace(one, matter=as_read(ask, one.matter))

    def did(db: Session) -> None:
        acts.again(db, acting(ask), read, matter, deadline)

    return _act(ask, one, did, "again")


@room.post(f"{ADDRESS}/{{item_id}}/close", P.REQUEST_STEER)
def close(ask: Ask, item_id: str) -> Response:
    """Let a round be over, with what came back."""
    one = found(ask, item_id)
    reader = Reader(ask.sent)
    came = reader.choice("came", SAID, missing=NO_OUTCOME)
    if not reader.form.good:
        return ask.page(replace(page_of(ask, one), ending=reader.form), status=422)
    return _act(ask, one, lambda db: acts.close(db, acting(ask), one, came), "closed")


def _act(ask: Ask, one: Round, did: Did, said: str) -> Response:
    def refused(sentence: str) -> Page:
        return replace(page_of(ask, found(ask, one.matter.id)), refused=sentence)

    return act(ask, did, f"{one.href}?said={said}", refused)


def found(ask: Ask, item_id: str) -> Round:
    """Return a round that the viewer sees; there is none for others.

    Raises:
        NotFound: where there is none.
    """
    one = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if one is None:
        raise NotFound
    ask.ensure(P.REQUEST_STEER, one.matter)
    return one


def request_of(ask: Ask, one: Round) -> Asked:
    """Return the request of a round as it is now.

    Raises:
        NotFound: when the office does not see it any more.
    """
    return own(ask, one.request_id)


def page_of(ask: Ask, one: Round) -> Show:
    """Return the page of a round."""
    asked = request_of(ask, one)
    stopped = one.open and not writes(ask, asked)
    return Show(
        one=one,
        title=asked.title,
        list_href=address(one.request_id, "clearance"),
        sign=sign_of(one),
        form=Form(),
        again=Form(usual()),
        ending=Form(),
        limits=limits(),
        outcomes=[(came, gettext(CAME[came])) for came in SAID],
        said="",
        refused="",
        stops=gettext(NotDraft.message) if stopped else "",
        megabytes=MEGABYTES,
    )
