"""A consultation for whoever has a code on paper: no account, no session, the code in each form.

A code that never was, one that is over and one that was made anew get the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.manual.pages.room import room
from app.manual.voices import queries, showing, submitting, tickets, writing
from app.manual.voices.forms import CODE_MISSING, MOST_CODE, PART
from app.manual.voices.showing import Desk
from app.web import public_forms
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.render import Page
from app.web.throttle import BY_CODE, COMPARING, POSTING, PRINTING, UPLOADING

BASE = "/by-code"
NOTHING = N_(
    "This code opens nothing: it was mistyped, or it is over. Look at your letter, then ask whoever"
    " sent it to you."
)


class PageTooOld(Conflict):
    """The form was opened long ago: nothing of it was read."""

    message = N_(
        "This page was open for too long, so nothing was sent. Go back in your browser, copy your"
        " text, and type your code anew."
    )


@dataclass(frozen=True, kw_only=True)
class EnterCode(Page):
    """The form for a code; ``typed`` is what had been written where the code opens no more."""

    template: ClassVar[str] = "manual/voice_code.html"

    form: Form
    typed: str


@room.get("/by-code", P.ANYONE)
def by_code(ask: Ask) -> Response:
    """Ask for a code."""
    return _enter(ask, Form())


@room.post("/by-code", P.ANYONE, pace=BY_CODE)
def code_open(ask: Ask) -> Response:
    """Show the consultation to whoever has a code."""
    return _with(ask, lambda at: showing.overview(ask, at))


@room.post("/by-code/chapter", P.ANYONE, pace=COMPARING)
def code_chapter(ask: Ask) -> Response:
    """Show a chapter with its redline to whoever has a code."""
    return _with(ask, lambda at: showing.chapter(ask, at, ask.field("chapter")))


@room.post("/by-code/text", P.ANYONE, pace=PRINTING)
def code_text(ask: Ask) -> Response:
    """Give the text as a Word document to whoever has a code."""
    return _with(ask, lambda at: showing.text(ask, at))


@room.post("/by-code/write", P.ANYONE, pace=BY_CODE)
def code_begin(ask: Ask) -> Response:
    """Show the form of a submission to whoever has a code."""
    return _with(ask, lambda at: writing.begin(ask, at))


def may_send_by_code(ask: Ask, ticket: str) -> object:
    """Let pass who opened the page of a code in the last days.

    Raises:
        NotFound: for everybody else.
        PageTooOld: for who opened it before.
    """
    if not tickets.holds(ask.portal.settings, ticket):
        raise NotFound
    if tickets.over(ticket):
        raise PageTooOld
    return ticket


@room.post(
    "/by-code/{ticket}/preview",
    P.ANYONE,
    takes_file=True,
    largest=writing.MOST_FORM,
    may_send=may_send_by_code,
    pace=UPLOADING,
)
def code_preview(ask: Ask, ticket: str) -> Response:
    """Show what whoever has a code would send."""
    may_send_by_code(ask, ticket)
    return _with(ask, lambda at: writing.preview(ask, at))


@room.post("/by-code/send", P.ANYONE, pace=POSTING)
def code_send(ask: Ask) -> Response:
    """Send the submission of whoever has a code, and show its receipt."""

    def sent(at: Desk) -> Response:
        done = gettext(writing.SENT)
        return writing.send(ask, at, lambda _check: showing.overview(ask, at, said=done))

    return _with(ask, sent)


@room.post("/by-code/withdraw", P.ANYONE, pace=POSTING)
def code_take_back(ask: Ask) -> Response:
    """Withdraw what was sent by a code."""

    def withdrawn(at: Desk) -> Response:
        try:
            with ask.unit_of_work() as db:
                submitting.take_back(db, at.seat)
        except Conflict as refusal:
            return showing.overview(ask, at, refused=refusal.sentence, status=refusal.status)
        return showing.overview(ask, at, said=gettext(writing.WITHDRAWN))

    return _with(ask, withdrawn)


def _with(ask: Ask, act: Callable[[Desk], Response]) -> Response:
    """Do what is asked by whoever has the code of the form; else ask for the code again."""
    reader = Reader(ask.sent)
    code = reader.line("code", most=MOST_CODE, missing=CODE_MISSING)
    seat = queries.by_code(ask.conn, code) if reader.form.good else None
    if seat is None:
        if reader.form.good:
            reader.wrong("code", NOTHING)
        return _enter(ask, reader.form, _typed(ask), status=422)
    ticket = tickets.made(ask.portal.settings, seat.guest_id)
    try:
        return act(Desk(seat=seat, base=BASE, code=code, ticket=ticket))
    except NotFound:  # the consultation ended for this guest meanwhile: no account is missing here
        reader.wrong("code", NOTHING)
        return _enter(ask, reader.form, _typed(ask), status=422)


def _typed(ask: Ask) -> str:
    """Return the words of a submission that was sent with a code that opens nothing now."""
    names = [name for name in ask.sent if name == "words" or name.startswith(PART)]
    return "\n\n".join(filter(None, (ask.field(name).strip() for name in names)))


def _enter(ask: Ask, form: Form, typed: str = "", *, status: int = 200) -> Response:
    return public_forms.answer(ask, EnterCode(form=form, typed=typed), status=status)
