"""What a finished sign-in is for: coming in, proving to be there, linking, or tying a new one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict, Forbidden, StrongerNeeded
from app.core.i18n import N_
from app.identity import devices, letters, linking, renewed, sessions, signing_in
from app.identity.admitting import admit, take_address
from app.identity.devices import Browser
from app.identity.models import Person
from app.identity.oidc import Claims, Provider, Reason, Refused
from app.identity.passkeys import coded
from app.identity.sessions import BY_PROVIDER, Came, hashed
from app.identity.signing_in import Kept, identity_hash
from app.identity.vouching import came_anew
from app.web import cookies
from app.web.ask import Ask
from app.web.openness import ensure_open
from app.web.throttle import new_browser

READERS_START = "/practices"
"""Where begins who came to read at network level only: a home is for who acts."""
CODE_FIRST = N_(
    "Your passkeys were removed lately. Until a new one is added, with the code that is told to"
    " you, no further sign-in can be linked."
)
ANOTHER = N_("You signed in there as somebody else, so nothing was changed. Begin again.")


def enter(ask: Ask, kept: Kept, chosen: Provider, claims: Claims) -> Response:
    """Let the person in with a new session; who does not come in is told why."""
    device = _device(ask)
    with ask.unit_of_work() as db:
        ensure_open(ask.portal, db)  # the provider may have taken long
        found = admit(ask, db, kept, claims)
        if isinstance(found, Person):
            take_address(ask, db, found, claims)
            came = _came(ask, db, found, claims, device, chosen)
            secret = _let_in(ask, db, found, came)
        else:
            record(db, Event.SIGN_IN_REFUSED, detail={"provider": chosen.key})
    if not isinstance(found, Person):
        return ask.page(found, status=403)
    begins = came.reads_only and kept.way_back == "/home"
    return _at_device(ask, READERS_START if begins else kept.way_back, secret, device)


def recover(ask: Ask, kept: Kept, chosen: Provider, claims: Claims) -> Response:
    """Tie this sign-in to the account whose recovery led here, and let the person in.

    Raises:
        Conflict: when the link is over, or the sign-in is already an account's, or not made anew.
    """
    device, known, anew = _device(ask), (claims.issuer, claims.subject), came_anew(kept, claims)
    with ask.unit_of_work() as db:
        ensure_open(ask.portal, db)
        person_id = ask.portal.readmit(ask.portal, db, kept.recovery_hash or "", known, anew)
        person = db.get_one(Person, person_id)
        secret = _let_in(ask, db, person, _came(ask, db, person, claims, device, chosen))
    return _at_device(ask, kept.way_back, secret, device)


def confirm(ask: Ask, kept: Kept, chosen: Provider, claims: Claims) -> Response:
    """Note that the person of this session is there now; the session gets another secret.

    Raises:
        Forbidden: when somebody else signed in.
        Conflict: where whoever holds the link of a recovery may have begun a new way in.
    """
    ensure_same_session(ask, kept)
    with ask.unit_of_work() as db:
        ensure_open(ask.portal, db)
        person = signing_in.person_of(db, claims)
        if person is None or person.id != ask.viewer.person_id:
            raise Forbidden(ANOTHER)
        renewed.ensure_not_begun(db, person.id, claims)
        proved = {"proved_at": proved_at(claims), "reads_only": False, **factor(chosen, claims)}
        secret = sessions.renew(db, ask.session_token, **proved)
        record(db, Event.PRESENCE_PROVED, viewer=ask.viewer, detail={"by": "provider"})
    return _with_session(ask, kept.way_back, secret)


def link(ask: Ask, kept: Kept, chosen: Provider, claims: Claims) -> Response:
    """Bind a further identity to the person of this session.

    Raises:
        Forbidden: when the session was not proved lately.
        Conflict: when the identity is somebody's already.
    """
    ensure_same_session(ask, kept)
    if not ask.viewer.fresh:
        raise Forbidden(linking.NOT_FRESH)
    with ask.unit_of_work() as db:
        ensure_open(ask.portal, db)
        if signing_in.person_of(db, claims) is not None:
            raise Conflict(linking.TAKEN)
        if coded.lacks(db.connection(), ask.viewer, ask.session_token):
            raise Forbidden(CODE_FIRST)
        linking.link(db, ask.viewer, claims)
        sessions.ensure_going(db, ask.session_token)
        person = db.get_one(Person, ask.viewer.person_id)
        values = {"at": clock.wall(), "name": chosen.name}
        letters.write(db, ask.portal, person, letters.LINKED, "linked", **values)
    return RedirectResponse(kept.way_back, status_code=303)


ERRANDS: Mapping[str, Callable[[Ask, Kept, Provider, Claims], Response]] = {
    signing_in.ENTER: enter,
    signing_in.GUEST: enter,
    signing_in.CONFIRM: confirm,
    signing_in.LINK: link,
    signing_in.RECOVER: recover,
    signing_in.RENEW: recover,
}


def ensure_same_session(ask: Ask, kept: Kept) -> None:
    """Let pass where the session that began the errand is the one that comes back.

    Raises:
        Refused: when it ended meanwhile or is another.
    """
    if not ask.viewer.signed_in or kept.session_hash != hashed(ask.session_token):
        raise Refused(Reason.STATE)


def ensure_worth(kept: Kept, chosen: Provider, claims: Claims) -> None:
    """Let a way in that is worth reading only open a session of a known person, and nothing else.

    Raises:
        StrongerNeeded: when it came to prove, to link, to tie, or with an invitation.
    """
    plain = kept.errand == signing_in.ENTER and kept.invitation_id is None
    if chosen.worth_reading_only(claims) and not plain:
        raise StrongerNeeded


def proved_at(claims: Claims) -> datetime | None:
    """Return when the person proved to be there, as far as the provider says so."""
    return min(claims.auth_time, clock.wall()) if claims.auth_time else None


def factor(chosen: Provider, claims: Claims) -> Mapping[str, Any]:
    """Return what a session keeps of a second factor that the provider vouches for, if it does."""
    if not chosen.vouches_for_two(claims):
        return {}
    return {"factor": BY_PROVIDER, "factor_at": proved_at(claims)}


def _came(  # noqa: PLR0913, PLR0917 - all that is known of a sign-in
    ask: Ask, db: Session, person: Person, claims: Claims, device: str, chosen: Provider
) -> Came:
    browser = Browser.of(ask.request.headers.get("user-agent", ""))
    return Came(
        provider=chosen.key,
        id_token=claims.id_token,
        browser=browser.name,
        system=browser.system,
        new_device=devices.recognise(db, person.id, device),
        identity_hash=identity_hash(claims.issuer, claims.subject),
        sid=claims.sid,
        proved_at=proved_at(claims),
        reads_only=chosen.worth_reading_only(claims),
        **factor(chosen, claims),
    )


def _let_in(ask: Ask, db: Session, person: Person, came: Came) -> str:
    """End this browser's session before, start a new one, and tell of a browser that is new."""
    if ask.session_token:
        sessions.end(db, ask.session_token)
    if came.new_device:
        words = devices.words(came.browser, came.system)
        letters.write(
            db, ask.portal, person, letters.NEW_DEVICE, "new-device", at=clock.wall(), device=words
        )
    return signing_in.welcome(db, ask.portal.settings, person, came)


def _device(ask: Ask) -> str:
    """Return the secret by which this browser is known, a new one where it has none."""
    return ask.device or new_browser(ask.portal.settings.secret_key.get_secret_value())


def _at_device(ask: Ask, way_back: str, secret: str, device: str) -> Response:
    response = _with_session(ask, way_back, secret)
    secure = ask.portal.settings.secure
    cookies.put(response, cookies.DEVICE, device, secure=secure, max_age=cookies.YEAR)
    return response


def _with_session(ask: Ask, way_back: str, secret: str) -> Response:
    response = RedirectResponse(way_back, status_code=303)
    cookies.put(response, cookies.SESSION, secret, secure=ask.portal.settings.secure)
    return response
