"""One's own data: asked for, waited for and saved as a file, and oneself taken out."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.account import making, taking_out
from app.audit.actions import record
from app.audit.events import Event
from app.core.i18n import N_, gettext
from app.files.serving import store_of
from app.identity.sessions import provider_of_session
from app.orders import actions, queries, saving
from app.orders.actions import Wanted
from app.orders.rules import Kind
from app.orders.showing import Work, work_of
from app.orders.storing import page_of
from app.text.normalise import normalise
from app.web import cookies
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import ORDERING

room = Room("account.data")

HERE = "/account/data"
WRITE_NAME = N_("Type your name exactly as it stands above.")


@dataclass(frozen=True, kw_only=True)
class OwnData(Page):
    """One's data as a file; ``holds`` while an office keeps the person from being taken out.

    ``work`` is what is being made or waits, ``other`` where that is shown if it is something else.
    """

    template: ClassVar[str] = "account/data.html"

    name: str
    holds: bool
    work: Work | None
    other: str
    form: Form


@room.get(HERE, P.ACCOUNT)
def show(ask: Ask) -> Response:
    """Show what one can do with one's own data."""
    return _page(ask, Form())


@room.post(HERE, P.ACCOUNT, pace=ORDERING)
def order(ask: Ask) -> Response:
    """Have everything that is stored about the person made into a file."""
    provider = provider_of_session(ask.conn, ask.session_token)
    wanted = Wanted(Kind.DATA, making.DATA_PARTS, provider)
    with ask.unit_of_work() as db:
        actions.ask(db, ask.viewer, wanted, store_of(ask.portal.settings))
        return ask.go(HERE, db)


@room.post(f"{HERE}/save", P.ACCOUNT)
def save(ask: Ask) -> Response:
    """Hand the file out; with its last byte it is destroyed here."""

    def last(db: Session) -> None:
        record(db, Event.OWN_DATA_EXPORTED, viewer=ask.viewer, subject=ask.viewer.person_id)

    return saving.hand_out(ask, Kind.DATA, None, last)


@room.post(f"{HERE}/call-off", P.ACCOUNT)
def call_off(ask: Ask) -> Response:
    """Make the file no further, or destroy the one that waits."""
    with ask.unit_of_work() as db:
        actions.call_off(db, ask.viewer, Kind.DATA, None, store_of(ask.portal.settings))
        return ask.go(HERE, db)


@room.post(f"{HERE}/take-out", P.ACCOUNT)
def take_out(ask: Ask) -> Response:
    """Take the person out, after a proof of presence and the name typed."""
    ask.ensure_fresh()
    typed, name = ask.field("name"), ask.viewer.name
    if typed != name and normalise(typed) != normalise(name):
        return _page(ask, Form({"name": typed}, {"name": gettext(WRITE_NAME)}), status=422)
    with ask.unit_of_work() as db:
        secret = taking_out.take_out(db, ask.viewer, store_of(ask.portal.settings))
    response = ask.go(f"/taken-out/{secret}")  # not noted with the form: a secret stands in it
    cookies.drop(response, cookies.SESSION, secure=ask.portal.settings.secure)
    return response


def _page(ask: Ask, form: Form, *, status: int = 200) -> Response:
    found = queries.of_person(ask.conn, ask.viewer.person_id)
    work = work_of(found, making.DATA_WORDS) if found and found.kind == Kind.DATA else None
    page = OwnData(
        name=ask.viewer.name,
        holds=taking_out.holds_something(ask.conn, ask.viewer.person_id or ""),
        work=work,
        other=page_of(found.kind, found.office_id) if found and work is None else "",
        form=form,
    )
    return ask.page(page, status=status)
