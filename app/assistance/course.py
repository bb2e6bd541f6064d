"""Pages on the course of a request: let out, taken back, paused, handed on, taken up again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import consenting, queries, steering
from app.assistance.acting import Acting
from app.assistance.address import address
from app.assistance.deadlines import paused_until
from app.assistance.facts import OFFICES
from app.assistance.pages import Did, acting, as_read, do
from app.assistance.queries import Asked
from app.assistance.rules import REQUEST, Act, Party, possible
from app.assistance.waits import LATEST_ANSWER_DAYS
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory.queries import own_offices
from app.items.queries import Matter
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance-course")


@dataclass(frozen=True, kw_only=True)
class SteerPage(Page):
    """Where a request is paused and its contact is changed."""

    template: ClassVar[str] = "assistance/steer.html"
    here: ClassVar[str] = "assistance"

    id: str
    version: int
    title: str
    language: str
    number: str
    paused_until: date | None
    pauses: bool
    transfers: bool
    offices: Sequence[tuple[str, str]]
    form: Form
    refused: str


def _asked(ask: Ask, item_id: str) -> Asked:
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    ask.ensure(P.REQUEST_STEER, asked.matter)
    return asked


def _act(ask: Ask, item_id: str, act: Act, did: Did) -> Response:
    asked = _asked(ask, item_id)
    return do(ask, item_id, act, did, as_read(ask, asked.matter))


@room.post("/assistance/{item_id}/open", P.REQUEST_STEER, pace=POSTING)
def open_up(ask: Ask, item_id: str) -> Response:
    """Let a request out to those it addresses: the yes of the office that asks."""
    return _act(ask, item_id, Act.OPEN, consenting.open_up)


@room.post("/assistance/{item_id}/not-yet", P.REQUEST_STEER)
def not_yet(ask: Ask, item_id: str) -> Response:
    """Take an authenticated request back to the draft."""
    return _act(ask, item_id, Act.NOT_YET, consenting.not_yet)


@room.post("/assistance/{item_id}/again", P.REQUEST_STEER, pace=POSTING)
def again(ask: Ask, item_id: str) -> Response:
    """Take up a request that has ended."""
    return _act(ask, item_id, Act.ASK_AGAIN, steering.ask_again)


@room.get("/assistance/{item_id}/steer", P.REQUEST_STEER)
def steer(ask: Ask, item_id: str) -> Response:
    """Show where a request is paused and its contact changed."""
    return _page(ask, _asked(ask, item_id))


@room.post("/assistance/{item_id}/pause", P.REQUEST_STEER)
def pause(ask: Ask, item_id: str) -> Response:
    """Pause a request until a day."""
    asked, reader = _asked(ask, item_id), Reader(ask.sent)
    until = read_pause(reader, clock.today())

    def did(db: Session, by: Acting, matter: Matter) -> None:
        steering.pause(db, by, matter, until or clock.today())

    return _typed(ask, asked, reader, Act.PAUSE, did)


@room.post("/assistance/{item_id}/go-on", P.REQUEST_STEER)
def go_on(ask: Ask, item_id: str) -> Response:
    """End a pause."""
    return _act(ask, item_id, Act.GO_ON, steering.go_on)


@room.post("/assistance/{item_id}/transfer", P.REQUEST_STEER)
def transfer(ask: Ask, item_id: str) -> Response:
    """Name another contact."""
    asked, reader = _asked(ask, item_id), Reader(ask.sent)
    offices = [key for key, _ in own_offices(ask.conn, ask.viewer.member)]
    missing = N_("Choose the office to ask from now on.")
    contact = reader.choice("contact", offices, missing=missing)
    alternate = reader.choice("alternate", offices)
    if alternate and alternate == contact:
        reader.wrong("alternate", N_("Choose another office than the contact, or none."))

    def did(db: Session, by: Acting, matter: Matter) -> None:
        steering.transfer(db, by, matter, contact, alternate)

    return _typed(ask, asked, reader, Act.TRANSFER, did)


def read_pause(reader: Reader, today: date) -> date | None:
    """Read until when a request is paused."""
    until = reader.day("until", missing=N_("Say until when it is paused."))
    if until and until <= today:
        reader.wrong("until", N_("Choose a day that is still to come."))
    if until and until > today + timedelta(days=LATEST_ANSWER_DAYS):
        reader.wrong("until", N_("Choose a day within a year."))
    return until


def _typed(ask: Ask, asked: Asked, reader: Reader, act: Act, did: Did) -> Response:
    """Do what was typed, or show it again with what is wrong."""
    possible_now = act in possible(REQUEST, asked.matter.stage, Party.OWNER)
    if possible_now and reader.errors:
        return _page(ask, asked, reader.form, status=422)
    try:
        with ask.unit_of_work() as db:
            did(db, acting(ask), as_read(ask, asked.matter))
            return ask.go(f"{address(asked.matter.id)}?said={act}", db)
    except Conflict as late:
        said = late.sentence
        now = _asked(ask, asked.matter.id)
        return ask.answered() or _page(ask, now, reader.form, status=409, refused=said)


def _page(
    ask: Ask, asked: Asked, form: Form | None = None, *, status: int = 200, refused: str = ""
) -> Response:
    matter = asked.matter
    acts = possible(REQUEST, matter.stage, Party.OWNER)
    values = {
        "until": str(asked.paused_until or ""),
        "contact": asked.contact or "",
        "alternate": asked.alternate or "",
    }
    page = SteerPage(
        id=matter.id,
        version=matter.version,
        title=asked.title,
        language=matter.language,
        number=matter.number or "",
        paused_until=paused_until(asked),
        pauses=Act.PAUSE in acts,
        transfers=Act.TRANSFER in acts,
        offices=[
            (key, gettext(OFFICES[kind])) for key, kind in own_offices(ask.conn, ask.viewer.member)
        ],
        form=form or Form(values),
        refused=refused,
    )
    return ask.page(page, status=status)
