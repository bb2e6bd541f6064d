"""The pages an ambassador can be handed: what it takes, the note verbale, and the nomination."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock, i18n
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import queries as directory
from app.directory.known_names import of_members
from app.directory.queries import Facts
from app.nomination import actions, forms, letters, queries
from app.nomination.forms import Named
from app.nomination.models import Nomination
from app.web import public_forms
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import NOMINATING, ensure_pace

room = Room("nomination")
NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class AppointPage(Page):
    """What appointing takes, whom to ask, the form; with ``public_from`` the note verbale."""

    template: ClassVar[str] = "nomination/appoint.html"
    here: ClassVar[str] = "directory"

    member: Facts
    peers: Sequence[tuple[str, str]]
    contact: str
    public_from: str
    today: str
    form: Form


@dataclass(frozen=True, kw_only=True)
class SentPage(Page):
    """That a nomination arrived, under which number, and when it is answered."""

    template: ClassVar[str] = "nomination/sent.html"
    here: ClassVar[str] = "directory"

    member: Facts
    number: str
    due: str
    address: str


@room.get("/directory/{code}/appoint", P.ANYONE)
def appoint(ask: Ask, code: str) -> Response:
    """Show what a member needs to know to appoint a Focal Point, and how to do it."""
    return _page(ask, _member(ask, code), Form())


@room.post("/directory/{code}/appoint", P.ANYONE)
def nominate(ask: Ask, code: str) -> Response:
    """Show the note verbale, of which nothing is kept, or take the nomination."""
    member = _member(ask, code)
    if ask.field("then") == NOTE:
        day, form = forms.for_the_note(ask.sent)
        public_from = date_words(day) if day else gettext("the day of the appointment")
        return _page(ask, member, form, public_from, status=200 if form.good else 422)
    named, form = forms.nomination(ask.sent, of_members(ask.conn))
    if named is None:
        return _page(ask, member, form, status=422)
    ensure_pace(ask, NOMINATING)
    made = _keep(ask, member, named)
    page = SentPage(
        member=member, number=made.number, due=date_words(made.due), address=made.writer_email
    )
    return ask.page(page)


def _keep(ask: Ask, member: Facts, named: Named) -> Nomination:
    """Keep the nomination and write to both sides; the form, sent again, leads to the member.

    The Secretariat gets one letter a day about a member, so that a flood does not bury the others;
    the desk has every nomination.
    """
    with ask.unit_of_work() as db:
        made = actions.nominate(db, ask.viewer, member.code, named, language=i18n.language())
        letters.to_mission(
            db,
            ask.portal,
            letters.RECEIVED,
            address=named.writer_email,
            language=made.language,
            number=made.number,
            name=member.name,
            day=date_words(made.due),
        )
        if actions.is_first_of_the_day(db, made):
            letters.to_administrators(
                db, ask.portal, made.number, f"/nominations/{made.id}", made.due
            )
        ask.go(f"/directory/{member.code}", db)
        return made


def _member(ask: Ask, code: str) -> Facts:
    found = directory.facts(ask.conn, code)
    if found is None:
        raise NotFound
    return found


def _page(
    ask: Ask, member: Facts, form: Form, public_from: str = "", *, status: int = 200
) -> Response:
    page = AppointPage(
        member=member,
        peers=queries.peers(ask.conn, member.code, member.group),
        contact=ask.portal.settings.contact,
        public_from=public_from if form.good else "",
        today=date_words(clock.today()),
        form=form,
    )
    return public_forms.answer(ask, page, status=status)
