"""The account page: who one is here, for whom one acts, in which language, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import IN_NETWORK, Office
from app.account import actions, forms, queries
from app.account.forms import BROWSER
from app.account.queries import Known
from app.core import i18n
from app.core.i18n import gettext
from app.directory.office_showing import acting_for, in_full
from app.web import cookies
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.languages import tongues
from app.web.render import Page

room = Room("account")

HERE = "/account"


@dataclass(frozen=True, slots=True)
class Held:
    """An office of the person; ``acting`` when it is the one acted for now."""

    id: str
    tile: str
    title: str
    acting: bool
    member: bool


@dataclass(frozen=True, kw_only=True)
class Account(Page):
    """What the portal knows of the person who asks."""

    template: ClassVar[str] = "account/account.html"

    name: str
    person_id: str | None
    email: str | None
    checked: bool
    offices: Sequence[Held]
    form: Form
    languages: Sequence[tuple[str, str]]
    started_at: datetime
    expires_at: datetime
    idle_minutes: int
    silent: Sequence[str] = ()


@room.get(HERE, P.ACCOUNT)
def account(ask: Ask) -> Response:
    """Show the account."""
    known = queries.known(ask.conn, ask.session_token)
    return ask.page(_page(ask, known, Form({"language": known.language or BROWSER})))


@room.post("/account/office", P.ACCOUNT)
def act_for(ask: Ask) -> Response:
    """Act for another of one's own offices."""
    with ask.unit_of_work() as db:
        actions.act_for(db, ask.viewer, ask.session_token, ask.field("office"))
        return ask.go(HERE, db)


@room.post("/account/language", P.ACCOUNT)
def choose_language(ask: Ask) -> Response:
    """Keep the language with the person, and speak it in this browser at once."""
    chosen, form = forms.language(ask.sent)
    if not form.good:
        known = queries.known(ask.conn, ask.session_token)
        return ask.page(_page(ask, known, form), status=422)
    with ask.unit_of_work() as db:
        actions.choose_language(db, ask.viewer, chosen)
        response = ask.go(HERE, db)
    secure = ask.portal.settings.secure
    cookies.drop(response, cookies.LANGUAGE, secure=secure)
    return response


def _page(ask: Ask, known: Known, form: Form) -> Account:
    spoken = [(tongue.code, tongue.own_name) for tongue in tongues(i18n.language(), HERE)]
    return Account(
        name=ask.viewer.name,
        person_id=ask.viewer.person_id,
        email=known.email,
        checked=known.email_checked_at is not None,
        offices=[_held(office, ask.viewer.office) for office in ask.viewer.offices],
        form=form,
        languages=[(BROWSER, gettext("As my browser asks")), *spoken],
        started_at=known.started_at,
        expires_at=known.expires_at,
        idle_minutes=ask.portal.settings.session_idle_minutes,
        silent=[in_full(office.kind, office.member_name) for office in ask.viewer.silent],
    )


def _held(office: Office, acting: Office | None) -> Held:
    return Held(
        id=office.id,
        tile=office.member,
        title=acting_for(office),
        acting=acting is not None and office.id == acting.id,
        member=office.kind in IN_NETWORK and office.stands_in_for is None,
    )
