"""The ways in to one's account: linked and unlinked after a proof of presence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.account.places import SECURITY, second_factor_then
from app.core import clock
from app.core.errors import BadRequest
from app.core.sign_in_provider import SignInProvider
from app.identity import letters, linking
from app.identity.journey import begin_with
from app.identity.models import Person
from app.identity.passkeys import store
from app.identity.sessions import provider_of_session
from app.identity.signing_in import CONFIRM, LINK, Errand
from app.web.ask import Ask
from app.web.guard import Room
from app.web.places import safe_way_back
from app.web.render import Page
from app.web.throttle import SIGNING_IN

room = Room("identities")


@dataclass(frozen=True, kw_only=True)
class Confirm(Page):
    """Where one proves to be there; ``passkey`` is where who has one does that by it.

    ``whole`` says that it is for who came to read only, whose session it makes whole.
    """

    template: ClassVar[str] = "account/confirm.html"

    name: str
    way_back: str
    passkey: str
    whole: bool


def linkable(ask: Ask) -> Sequence[SignInProvider]:
    """Return the providers that may speak for an office of the person, whichever is acted for."""
    held = {office.member for office in (*ask.viewer.offices, *ask.viewer.silent)}
    given = ask.portal.settings.providers
    return [one for one in given if any(one.speaks_for(member) for member in held)]


@room.get("/account/confirm", P.ACCOUNT, reading_too=True)
def ask_to_confirm(ask: Ask, next: str = SECURITY) -> Response:  # noqa: A002 - the field's name
    """Ask the person to prove to be there."""
    here = ask.portal.settings.provider(provider_of_session(ask.conn, ask.session_token))
    way_back = safe_way_back(next)
    by_passkey = not ask.viewer.reads_only  # the provider says what a sign-in is worth
    has_passkey = by_passkey and bool(store.owned(ask.conn, ask.viewer.person_id or ""))
    page = Confirm(
        name=here.name if here else "",
        way_back=way_back,
        passkey=second_factor_then(way_back) if has_passkey else "",
        whole=ask.viewer.reads_only,
    )
    return ask.page(page)


@room.post("/account/confirm", P.ACCOUNT, pace=SIGNING_IN, reading_too=True)
def confirm(ask: Ask) -> Response:
    """Lead on to the provider of this session for a fresh sign-in."""
    key = provider_of_session(ask.conn, ask.session_token)
    way_back = safe_way_back(ask.field("next"))
    return begin_with(ask, key, Errand(way_back=way_back, kind=CONFIRM, session=ask.session_token))


@room.post("/account/identities/link", P.ACCOUNT, pace=SIGNING_IN)
def link(ask: Ask) -> Response:
    """Lead on to a further provider, whose identity is bound on the way back.

    Raises:
        BadRequest: for a provider that may speak for no office of the person.
    """
    ask.ensure_fresh()
    key = ask.field("provider")
    if key not in {one.key for one in linkable(ask)}:
        raise BadRequest
    return begin_with(ask, key, Errand(way_back=SECURITY, kind=LINK, session=ask.session_token))


@room.post("/account/identities/unlink", P.ACCOUNT)
def unlink(ask: Ask) -> Response:
    """Take an identity from the account, and tell its holder by letter."""
    ask.ensure_fresh()
    own = linking.linked(ask.conn, ask.portal.settings, ask.viewer, ask.session_token)
    names = {one.id: one.name for one in own}
    given = ask.field("identity")
    with ask.unit_of_work() as db:
        linking.unlink(db, ask.viewer, ask.session_token, given)
        person = db.get_one(Person, ask.viewer.person_id)
        values = {"at": clock.wall(), "name": names[given]}
        letters.write(db, ask.portal, person, letters.UNLINKED, "unlinked", **values)
        return ask.go(SECURITY, db)
