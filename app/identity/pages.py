"""Sign-in, sign-out and the choice of language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import anyio.from_thread
from starlette.responses import RedirectResponse, Response

from app.access.policy import P
from app.audit.actions import record
from app.audit.events import Event
from app.core import i18n
from app.core.errors import BadRequest, NotFound
from app.core.ids import new_token
from app.identity import sessions, signing_in
from app.identity.models import PortalSession
from app.identity.oidc import Provider, Reason, Refused
from app.identity.party import party_of
from app.web import cookies
from app.web.ask import Ask, safe_way_back
from app.web.guard import Room
from app.web.render import Page

if TYPE_CHECKING:
    from app.identity.oidc.client import RelyingParty

room = Room("identity")


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    """Where to sign in, and what to do for those who cannot."""

    template: ClassVar[str] = "identity/sign_in.html"

    providers: Sequence[Provider]
    way_back: str
    contact: str


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


@room.get("/sign-in", P.ANYONE)
def sign_in(ask: Ask, next: str = "/home") -> Response:  # noqa: A002 - the field's name
    """Show the providers, or go on where somebody is signed in already."""
    way_back = safe_way_back(next)
    if ask.viewer.signed_in:
        return RedirectResponse(way_back, status_code=303)
    settings = ask.portal.settings
    ask.guest = ask.visitor or new_token()
    page = SignInPage(
        providers=signing_in.providers(settings), way_back=way_back, contact=settings.contact
    )
    response = ask.page(page)
    cookies.put(response, cookies.VISITOR, ask.guest, secure=settings.secure)
    return response


@room.post("/sign-in", P.ANYONE)
def begin(ask: Ask) -> Response:
    """Remember the sign-in and lead on to the provider."""
    return begin_with(ask, safe_way_back(ask.field("next")), invitation=None)


def begin_with(ask: Ask, way_back: str, *, invitation: str | None) -> Response:
    """Lead on to the chosen provider; an ``invitation`` lets an unknown person in.

    Raises:
        BadRequest: for a provider that is not configured or a browser without cookies.
        SignInFailed: when the provider is down or cannot be trusted.
    """
    chosen = _provider(ask, ask.field("provider"))
    if not ask.visitor:
        raise BadRequest
    ask.leave()
    address = _return_address(ask, chosen)
    party, tongue = _party(ask), (i18n.language(),)
    begun = anyio.from_thread.run(partial(party.begin, chosen, address, ui_locales=tongue))
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
    chosen = _provider(ask, provider)
    address = _return_address(ask, chosen)
    with ask.unit_of_work() as db:
        taken = signing_in.take(db, state, ask.visitor, address)
    if taken is None:
        raise Refused(Reason.STATE)
    kept, transaction = taken
    given = ask.request.query_params.multi_items()
    claims = anyio.from_thread.run(_party(ask).finish, chosen, transaction, given, address)
    with ask.unit_of_work() as db:
        person = signing_in.person_of(db, claims)
        if person is None and kept.invitation_id:
            person = signing_in.bind(db, claims, name=claims.name or claims.subject)
        if person is None:
            record(db, Event.SIGN_IN_REFUSED, detail={"provider": chosen.key})
        else:
            if ask.session_token:
                sessions.end(db, ask.session_token)
            settings = ask.portal.settings
            secret = signing_in.welcome(db, settings, person, chosen.key, claims.id_token)
    if person is None:
        return ask.page(Unknown(contact=ask.portal.settings.contact), status=403)
    response = RedirectResponse(kept.way_back, status_code=303)
    cookies.put(response, cookies.SESSION, secret, secure=ask.portal.settings.secure)
    return response


@room.post("/sign-out", P.ANYONE)
def sign_out(ask: Ask) -> Response:
    """End the session here, then lead on to end it at the provider too, where that is offered."""
    settings = ask.portal.settings
    with ask.unit_of_work() as db:
        ended = db.get(PortalSession, sessions.hashed(ask.session_token))
        if ended is not None:
            sessions.end(db, ask.session_token)
            record(db, Event.SESSION_ENDED, viewer=ask.viewer, subject=ended.person_id)
    address = _farewell(ask, ended) if ended else None
    ask.sign_off()
    if address:
        name = next(p.name for p in settings.providers if ended and p.key == ended.provider)
        response = ask.page(LeadOn(address=address, name=name, leaving=True))
    else:
        response = RedirectResponse("/", status_code=303)
    cookies.drop(response, cookies.SESSION, secure=settings.secure)
    response.headers["clear-site-data"] = '"cache"'
    return response


@room.get("/language/{code}", P.ANYONE)
def language(ask: Ask, code: str, next: str = "/") -> Response:  # noqa: A002 - the field's name
    """Remember the language in a cookie and go back."""
    if code not in i18n.languages():
        raise NotFound
    response = RedirectResponse(safe_way_back(next), status_code=303)
    secure = ask.portal.settings.secure
    cookies.put(response, cookies.LANGUAGE, code, secure=secure, max_age=cookies.YEAR)
    return response


def _provider(ask: Ask, key: str) -> Provider:
    for provider in signing_in.providers(ask.portal.settings):
        if provider.key == key:
            return provider
    raise BadRequest


def _return_address(ask: Ask, provider: Provider) -> str:
    return f"{ask.portal.settings.base_url}/sign-in/return/{provider.key}"


def _party(ask: Ask) -> "RelyingParty":
    return party_of(ask.request.app.state, ask.portal.settings)


def _farewell(ask: Ask, ended: PortalSession) -> str | None:
    """Return where the provider's session ends, None where that is not offered."""
    known = [p for p in signing_in.providers(ask.portal.settings) if p.key == ended.provider]
    if not known or not ended.id_token:
        return None
    home = f"{ask.portal.settings.base_url}/"
    return anyio.from_thread.run(_party(ask).sign_out_address, known[0], ended.id_token, home)
