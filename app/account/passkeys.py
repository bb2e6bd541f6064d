"""Passkeys of one's own: what the browser is asked, adding one, removing one."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import RedirectResponse, Response

from app.access.policy import P
from app.access.proof import Proof, may_enrol
from app.account.answers import NO_ANSWER, taken, tell
from app.account.places import (
    NEW_PASSKEY,
    SECURITY,
    confirm_then,
    new_passkey_then,
    passkey_code_then,
    second_factor_then,
)
from app.core.errors import BadRequest, ConfirmNeeded, SecondFactorNeeded
from app.core.i18n import N_
from app.identity import letters, sessions
from app.identity.passkeys import ceremonies, challenges, coded, store
from app.identity.passkeys.challenges import Kind
from app.identity.passkeys.values import NotTaken
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.handing_back import PASSKEY
from app.web.openness import ensure_open
from app.web.places import safe_way_back
from app.web.render import Page
from app.web.throttle import SIGNING_IN

room = Room("passkeys")

LONGEST_NAME = 60
WRITE_NAME = N_("Write by what name you will know it, such as “Key on my ring”.")


@dataclass(frozen=True, kw_only=True)
class NewPasskey(Page):
    """Where one adds a passkey; ``possible`` unless the portal's address is a number."""

    template: ClassVar[str] = "account/passkey_new.html"

    form: Form
    way_back: str
    possible: bool


@room.get(NEW_PASSKEY, P.ACCOUNT)
def new(ask: Ask, next: str = SECURITY) -> Response:  # noqa: A002 - the field's name
    """Show the form to who may add a passkey now, and lead others to what comes first."""
    way_back = safe_way_back(next)
    first = _is_first(ask)
    if may_enrol(first=first, fresh=ask.viewer.fresh, proof=ask.viewer.proof):
        if coded.lacks(ask.conn, ask.viewer, ask.session_token):
            return RedirectResponse(passkey_code_then(way_back), status_code=303)
        return _page(ask, Form(), way_back)
    lead = confirm_then if first else second_factor_then
    return RedirectResponse(lead(new_passkey_then(way_back)), status_code=303)


@room.post(NEW_PASSKEY, P.ACCOUNT, pace=SIGNING_IN)
def enrol(ask: Ask) -> Response:
    """Keep a passkey that the browser has made, and tell its holder by letter."""
    ensure_may_enrol(ask)
    way_back, reader = safe_way_back(ask.field("next")), Reader(ask.sent)
    name = reader.name("name", most=LONGEST_NAME, missing=WRITE_NAME)
    if not ask.field(PASSKEY):
        reader.wrong("", NO_ANSWER)
    if not reader.form.good:
        return _page(ask, reader.form, way_back, status=422)
    try:
        said = taken(ask, Kind.ENROL)
        made = ceremonies(ask.portal.settings).enrolled(ask.field(PASSKEY), said.challenge)
        with ask.unit_of_work() as db:
            store.enrol(db, ask.viewer, ask.session_token, name, made)
            sessions.ensure_going(db, ask.session_token)
            tell(ask, db, letters.PASSKEY_ADDED, "passkey-added", name)
            return ask.go(way_back, db)
    except NotTaken as refusal:
        form = Form(reader.form.values, {"": refusal.sentence})
        return _page(ask, form, way_back, status=refusal.status)


@room.post("/account/passkeys/options", P.ACCOUNT, pace=SIGNING_IN, frozen_too=True)
def options(ask: Ask) -> Response:
    """Return what the browser is to ask a passkey, with a challenge for this session.

    Raises:
        BadRequest: for anything else than enrolling or using one.
        ConfirmNeeded, SecondFactorNeeded: for who may not enrol now.
        Frozen: for enrolling one while the portal is frozen.
    """
    kind, settings = ask.field("kind"), ask.portal.settings
    if kind not in set(Kind) or not settings.passkey_domain:
        raise BadRequest
    if kind == Kind.ENROL:
        ensure_open(ask.portal)
        ensure_may_enrol(ask)
    who, known = ask.viewer.person_id or "", store.keys(ask.conn, ask.viewer.person_id or "")
    with ask.unit_of_work() as db:
        challenge = challenges.issue(db, ask.session_token, Kind(kind))
    asks = ceremonies(settings)
    if kind == Kind.ENROL:
        wanted = asks.to_enrol(who, ask.viewer.name, challenge, known)
    else:
        wanted = asks.to_use(challenge, known)
    return Response(wanted, media_type="application/json")


@room.post("/account/passkeys/remove", P.ACCOUNT)
def remove(ask: Ask) -> Response:
    """Remove a passkey, and tell its holder by letter.

    Raises:
        SecondFactorNeeded: without one shown of late.
    """
    if ask.viewer.proof < Proof.TWO_LATELY:
        raise SecondFactorNeeded
    with ask.unit_of_work() as db:
        name = store.remove(db, ask.viewer, ask.session_token, ask.field("passkey"))
        tell(ask, db, letters.PASSKEY_REMOVED, "passkey-removed", name)
        return ask.go(SECURITY, db)


def ensure_may_enrol(ask: Ask) -> None:
    """Let pass who may add a passkey now.

    Raises:
        ConfirmNeeded: for a first one, long after the sign-in.
        SecondFactorNeeded: for a further one.
        Forbidden: for a first one that wants a code which was not typed here.
    """
    first = _is_first(ask)
    if not may_enrol(first=first, fresh=ask.viewer.fresh, proof=ask.viewer.proof):
        raise ConfirmNeeded if first else SecondFactorNeeded
    coded.ensure_typed(ask.conn, ask.viewer, ask.session_token)


def _is_first(ask: Ask) -> bool:
    """Whether a fresh sign-in is enough: there is no passkey yet, and no better way to begin."""
    return ask.viewer.may_begin and not store.owned(ask.conn, ask.viewer.person_id or "")


def _page(ask: Ask, form: Form, way_back: str, *, status: int = 200) -> Response:
    possible = bool(ask.portal.settings.passkey_domain)
    return ask.page(NewPasskey(form=form, way_back=way_back, possible=possible), status=status)
