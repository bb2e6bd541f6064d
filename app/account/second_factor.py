"""Showing a second factor: by a passkey here, or by a provider that asks for two."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.access.proof import Proof
from app.account.answers import NO_ANSWER, taken, tell
from app.account.places import (
    SECOND_FACTOR,
    SECURITY,
    new_passkey_then,
    second_factor_then,
)
from app.core.i18n import gettext
from app.identity import letters
from app.identity.passkeys import ceremonies, store
from app.identity.passkeys.challenges import Kind
from app.identity.passkeys.values import COPIED, NotTaken
from app.identity.sessions import provider_of_session
from app.web import cookies
from app.web.ask import Ask
from app.web.guard import Room
from app.web.handing_back import PASSKEY
from app.web.places import safe_way_back
from app.web.render import Page
from app.web.throttle import SIGNING_IN

room = Room("second_factor")


@dataclass(frozen=True, kw_only=True)
class SecondFactor(Page):
    """The ways to show a second factor.

    ``has`` says that the person has a passkey, ``provider`` is the name of the one in use where it
    vouches for two factors, ``silent`` says that it did not for a sign-in of these minutes,
    ``enrol`` where a first passkey is added, ``trouble`` what went wrong.
    """

    template: ClassVar[str] = "account/second_factor.html"

    has: bool
    possible: bool
    provider: str
    silent: bool
    needed: bool
    enrol: str
    way_back: str
    trouble: str


@room.get(SECOND_FACTOR, P.ACCOUNT)
def show(ask: Ask, next: str = SECURITY) -> Response:  # noqa: A002 - the field's name
    """Show the ways."""
    return _page(ask, safe_way_back(next))


@room.post(SECOND_FACTOR, P.ACCOUNT, pace=SIGNING_IN, frozen_too=True)
def use(ask: Ask) -> Response:
    """Take a passkey's answer; the session is stronger then, and gets another secret."""
    way_back = safe_way_back(ask.field("next"))
    if not ask.field(PASSKEY):
        return _page(ask, way_back, status=422, trouble=gettext(NO_ANSWER))
    try:
        secret = _strengthened(ask)
    except NotTaken as refusal:
        return _page(ask, way_back, status=refusal.status, trouble=refusal.sentence)
    response = ask.go(way_back)
    cookies.put(response, cookies.SESSION, secret, secure=ask.portal.settings.secure)
    return response


def _strengthened(ask: Ask) -> str:
    """Return the session's new secret.

    Raises:
        NotTaken: for an answer that is not believed; one that looks like a copy's is told.
    """
    said = taken(ask, Kind.USE)
    with ask.unit_of_work() as db:
        passkey = store.own(db, ask.viewer, said.credential_id)
        asks = ceremonies(ask.portal.settings)
        count = asks.used(ask.field(PASSKEY), said.challenge, store.key_of(passkey))
        secret = store.use(db, ask.viewer, ask.session_token, passkey, count)
        if secret is None:
            tell(ask, db, letters.PASSKEY_COPIED, "passkey-copied", passkey.name)
    if secret is None:
        raise NotTaken(COPIED)
    return secret


def _page(ask: Ask, way_back: str, *, status: int = 200, trouble: str = "") -> Response:
    settings = ask.portal.settings
    here = settings.provider(provider_of_session(ask.conn, ask.session_token))
    has = bool(store.owned(ask.conn, ask.viewer.person_id or ""))
    page = SecondFactor(
        has=has,
        possible=bool(settings.passkey_domain),
        provider=here.name if here and here.vouches else "",
        silent=ask.viewer.fresh and ask.viewer.proof < Proof.TWO,
        needed=ask.viewer.needs_two,
        enrol=""
        if has or not ask.viewer.may_begin
        else new_passkey_then(second_factor_then(way_back)),
        way_back=way_back,
        trouble=trouble,
    )
    return ask.page(page, status=status)
