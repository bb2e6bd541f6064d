"""The way out to a sign-in provider, and the way back with what it says."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import anyio.from_thread
from starlette.responses import Response

from app.access.policy import P
from app.core import clock, i18n
from app.core.errors import BadRequest
from app.identity import signing_in
from app.identity.arriving import ERRANDS, ensure_worth
from app.identity.oidc import Provider, Reason, Refused
from app.identity.party import party_of
from app.identity.signing_in import CONFIRM, Errand
from app.identity.vouching import Word, vouched
from app.web.ask import Ask
from app.web.guard import Room
from app.web.openness import ensure_open
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


def begin_with(ask: Ask, key: str, errand: Errand, *, word: Word | None = None) -> Response:
    """Lead on to the provider of that key; an invitation lets an unknown person in.

    ``word`` is what the portal says there, so that an account or a way in is made first.

    Raises:
        BadRequest: for a provider that is not configured or a browser without cookies.
        SignInFailed: when the provider is down or cannot be trusted.
    """
    chosen = provider_of(ask, key)
    browser = ask.visitor or (ask.session_token if errand.session else "")
    if not browser:
        raise BadRequest
    ask.leave()
    begin = partial(
        party(ask).begin,
        chosen,
        _return_address(ask, chosen),
        ui_locales=(i18n.language(),),
        max_age=errand.max_age,
        two_factors=errand.kind == CONFIRM,
    )
    begun = anyio.from_thread.run(begin)
    with ask.unit_of_work() as db:
        signing_in.remember(db, begun.transaction, browser=browser, errand=errand)
    address = vouched(begun, chosen, word, clock.wall()) if word else begun.address
    return ask.page(LeadOn(address=address, name=chosen.name, leaving=False))


@room.get("/sign-in/return/{provider}", P.ANYONE)
def come_back(ask: Ask, provider: str, state: str = "") -> Response:
    """Finish the sign-in: one state, one browser, one return.

    Raises:
        SignInFailed: for every answer that is not exactly right.
        Frozen: while nobody may come in.
    """
    ensure_open(ask.portal)
    chosen = provider_of(ask, provider)
    address = _return_address(ask, chosen)
    browsers = [secret for secret in (ask.visitor, ask.session_token) if secret]
    with ask.unit_of_work() as db:
        taken = signing_in.take(db, state, browsers, address)
    if taken is None:
        raise Refused(Reason.STATE)
    kept, transaction = taken
    given = ask.request.query_params.multi_items()
    claims = anyio.from_thread.run(party(ask).finish, chosen, transaction, given, address)
    ensure_worth(kept, chosen, claims)
    return ERRANDS[kept.errand](ask, kept, chosen, claims)


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
