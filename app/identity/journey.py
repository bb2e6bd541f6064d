"""The way out to a sign-in provider, and the way back with what it says."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import anyio.from_thread
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.access.policy import P
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock, i18n
from app.core.errors import BadRequest
from app.core.ids import new_token
from app.identity import devices, letters, sessions, signing_in
from app.identity.devices import Browser
from app.identity.models import Person
from app.identity.oidc import Claims, Provider, Reason, Refused
from app.identity.party import party_of
from app.identity.sessions import Came
from app.web import cookies
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

if TYPE_CHECKING:
    from app.identity.oidc.client import RelyingParty

room = Room("journey")


@dataclass(frozen=True, kw_only=True)
class LeadOn(Page):
    """A page that leads on to another site: a form's own answer may not (CSP form-action)."""

    template: ClassVar[str] = "identity/lead_on.html"

    address: str
    name: str
    leaving: bool


@dataclass(frozen=True, kw_only=True)
class Unknown(Page):
    """For someone who signed in and whom no office invited."""

    template: ClassVar[str] = "identity/unknown.html"

    contact: str


def begin_with(ask: Ask, way_back: str, *, invitation: str | None) -> Response:
    """Lead on to the chosen provider; an ``invitation`` lets an unknown person in.

    Raises:
        BadRequest: for a provider that is not configured or a browser without cookies.
        SignInFailed: when the provider is down or cannot be trusted.
    """
    chosen = provider_of(ask, ask.field("provider"))
    if not ask.visitor:
        raise BadRequest
    ask.leave()
    address = _return_address(ask, chosen)
    begin, tongue = party(ask).begin, (i18n.language(),)
    begun = anyio.from_thread.run(partial(begin, chosen, address, ui_locales=tongue))
    with ask.unit_of_work() as db:
        signing_in.remember(
            db, begun.transaction, browser=ask.visitor, way_back=way_back, invitation=invitation
        )
    return ask.page(LeadOn(address=begun.address, name=chosen.name, leaving=False))


@room.get("/sign-in/return/{provider}", P.ANYONE)
def come_back(ask: Ask, provider: str, state: str = "") -> Response:
    """Finish the sign-in: one state, one browser, one return.

    Raises:
        SignInFailed: for every answer that is not exactly right.
    """
    chosen = provider_of(ask, provider)
    address = _return_address(ask, chosen)
    with ask.unit_of_work() as db:
        taken = signing_in.take(db, state, ask.visitor, address)
    if taken is None:
        raise Refused(Reason.STATE)
    kept, transaction = taken
    given = ask.request.query_params.multi_items()
    claims = anyio.from_thread.run(party(ask).finish, chosen, transaction, given, address)
    device = ask.device or new_token()
    with ask.unit_of_work() as db:
        person = signing_in.person_of(db, claims)
        if person is None and kept.invitation_id:
            person = signing_in.bind(db, claims, name=claims.name or claims.subject)
        if person is None:
            record(db, Event.SIGN_IN_REFUSED, detail={"provider": chosen.key})
        else:
            secret = _let_in(ask, db, person, chosen, claims, device)
    if person is None:
        return ask.page(Unknown(contact=ask.portal.settings.contact), status=403)
    return _signed_in(ask, kept.way_back, secret, device)


def _let_in(  # noqa: PLR0913, PLR0917 - one act
    ask: Ask, db: Session, person: Person, chosen: Provider, claims: Claims, device: str
) -> str:
    """End this browser's session before, start a new one, and tell of a browser that is new."""
    if ask.session_token:
        sessions.end(db, ask.session_token)
    browser = Browser.of(ask.request.headers.get("user-agent", ""))
    new = devices.recognise(db, person.id, device)
    came = Came(
        provider=chosen.key,
        id_token=claims.id_token,
        browser=browser.name,
        system=browser.system,
        new_device=new,
    )
    if new:
        words = devices.words(browser.name, browser.system)
        letters.write(
            db, ask.portal, person, letters.NEW_DEVICE, "new-device", at=clock.wall(), device=words
        )
    return signing_in.welcome(db, ask.portal.settings, person, came)


def _signed_in(ask: Ask, way_back: str, secret: str, device: str) -> Response:
    """Lead on with the cookies of the session and of the browser."""
    response = RedirectResponse(way_back, status_code=303)
    secure = ask.portal.settings.secure
    cookies.put(response, cookies.SESSION, secret, secure=secure)
    cookies.put(response, cookies.DEVICE, device, secure=secure, max_age=cookies.YEAR)
    return response


def provider_of(ask: Ask, key: str) -> Provider:
    """Return the configured provider of that key.

    Raises:
        BadRequest: where there is none.
    """
    for provider in signing_in.providers(ask.portal.settings):
        if provider.key == key:
            return provider
    raise BadRequest


def party(ask: Ask) -> "RelyingParty":
    """Return the client that speaks with providers."""
    return party_of(ask.request.app.state, ask.portal.settings)


def _return_address(ask: Ask, provider: Provider) -> str:
    return f"{ask.portal.settings.base_url}/sign-in/return/{provider.key}"
