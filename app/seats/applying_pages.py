"""The pages on which an office applies for a place, and the answers to applications."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import i18n
from app.core.errors import BadRequest, Conflict, NotFound
from app.core.i18n import gettext
from app.notifications.post import Post
from app.practices.versions import version_sent
from app.seats import applying, forms
from app.seats.applications import ANSWERS
from app.seats.holding import Acting
from app.seats.index import ADDRESS
from app.seats.page import Notes, found, page_of
from app.seats.pages import once
from app.seats.queries import Seat
from app.seats.rules import KEPT, Act, State, ensure
from app.seats.showing_applications import Application, applications
from app.seats.shown import by_when, when
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("seats.applying")


@dataclass(frozen=True, kw_only=True)
class Apply(Page):
    """The three fields of an application."""

    template: ClassVar[str] = "seats/apply.html"
    here: ClassVar[str] = "assistance"

    id: str
    title: str
    language: str
    member: str
    when: str
    by_when: str
    full: bool
    days: int
    form: Form
    refused: str


@room.get("/open-seats/{item_id}/apply", P.SEAT_APPLY)
def form(ask: Ask, item_id: str) -> Response:
    """Show the form."""
    seat = found(ask, item_id, P.SEAT_APPLY)
    ensure(Act.APPLY, seat.state)
    return ask.page(_page(seat, Form()))


@room.post("/open-seats/{item_id}/apply", P.SEAT_APPLY, pace=POSTING)
def apply(ask: Ask, item_id: str) -> Response:
    """Send an application on behalf of the office acted for."""
    seat = found(ask, item_id, P.SEAT_APPLY)
    words, form = forms.read_words(ask.sent)
    if words is None:
        return ask.page(_page(seat, form), status=422)
    language = i18n.language()
    try:
        with ask.unit_of_work() as db:
            by = Acting(ask.viewer, ask.portal.seal, Post.of(ask.portal))
            made = applying.apply(db, by, seat, words, language)
            return ask.go(f"{ADDRESS}/{item_id}?said={Act.APPLY}#a-{made}", db)
    except Conflict as late:
        page = _page(found(ask, item_id), form, refused=late.sentence)
        return ask.answered() or ask.page(page, status=409)


@room.post("/open-seats/{item_id}/applications/{application_id}/answer", P.SEAT_ANSWER)
def answer(ask: Ask, item_id: str, application_id: str) -> Response:
    """Give a place, put on the waiting list, or decline."""
    seat = found(ask, item_id, P.SEAT_ANSWER)
    _application(ask, seat, application_id)
    version, (word, form) = version_sent(ask), forms.read_word(ask.sent)
    act = next((one for one in ANSWERS if one == ask.field("answer")), None)
    if act is None:
        raise BadRequest
    if not form.good:
        notes = Notes(of=application_id, word=form)
        return ask.page(page_of(ask, seat, notes), status=422)
    return once(
        ask,
        seat,
        lambda db, by, s: applying.answer(
            db, by, s, application_id, act, word=word, version=version
        ),
        f"{ADDRESS}/{item_id}?said={Act.ANSWER}",
        Notes(of=application_id, word=form),
    )


@room.post("/open-seats/{item_id}/applications/{application_id}/take-back", P.SEAT_TAKE_BACK)
def take_back(ask: Ask, item_id: str, application_id: str) -> Response:
    """Take an application of the own office back."""
    seat = found(ask, item_id)
    ask.ensure(P.SEAT_TAKE_BACK, _application(ask, seat, application_id))
    version = version_sent(ask)
    return once(
        ask,
        seat,
        lambda db, by, s: applying.take_back(db, by, s, application_id, version=version),
        f"{ADDRESS}/{item_id}?said={Act.TAKE_BACK}",
    )


def _application(ask: Ask, seat: Seat, application_id: str) -> Application:
    """Return an application that the viewer's office reads.

    Raises:
        NotFound: where there is none: of others nobody learns.
    """
    there = applications(ask.conn, ask.viewer, ask.portal.seal, seat)
    one = next((one for one in there if one.id == application_id), None)
    if one is None:
        raise NotFound
    return one


def _page(seat: Seat, form: Form, *, refused: str = "") -> Apply:
    return Apply(
        id=seat.matter.id,
        title=seat.title,
        language=seat.matter.language,
        member=gettext(seat.member_name),
        when=when(seat),
        by_when=by_when(seat),
        full=seat.state == State.FULL,
        days=KEPT.days,
        form=form,
        refused=refused,
    )
