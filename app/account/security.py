"""How safe one's account is: where one is signed in, ending sessions, staying signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.account import actions
from app.account.identities import linkable
from app.account.places import SECURITY
from app.core.sign_in_provider import SignInProvider
from app.identity import sessions
from app.identity.devices import words
from app.identity.linking import Linked, linked
from app.identity.passkeys import store
from app.identity.passkeys.store import Owned
from app.web.ask import Ask
from app.web.components import hour_words
from app.web.guard import Room
from app.web.render import Page

room = Room("security")


@dataclass(frozen=True, slots=True)
class Row:
    """A session of one's own; ``here`` when it is the one in use."""

    id: str
    device: str
    started_at: datetime
    seen_at: datetime
    new: bool
    here: bool


@dataclass(frozen=True, kw_only=True)
class Security(Page):
    """The person's sessions, the last used first, the ways in to the account, and the passkeys."""

    template: ClassVar[str] = "account/security.html"

    sessions: Sequence[Row]
    identities: Sequence[Linked]
    linkable: Sequence[SignInProvider]
    passkeys: Sequence[Owned]
    possible: bool


@dataclass(frozen=True, kw_only=True)
class Stayed(Page):
    """That the session lasts longer now; it opens beside the page one was writing on."""

    template: ClassVar[str] = "account/stayed.html"

    until: str


@room.get(SECURITY, P.ACCOUNT)
def security(ask: Ask) -> Response:
    """Show where the person is signed in."""
    here = sessions.hashed(ask.session_token)
    found = sessions.lasting(ask.conn, ask.portal.settings, ask.viewer.person_id or "")
    rows = [
        Row(
            id=one.id_hash,
            device=words(one.browser, one.system),
            started_at=one.created_at,
            seen_at=one.seen_at,
            new=one.new_device,
            here=one.id_hash == here,
        )
        for one in found
    ]
    own = linked(ask.conn, ask.portal.settings, ask.viewer, ask.session_token)
    page = Security(
        sessions=rows,
        identities=own,
        linkable=linkable(ask),
        passkeys=store.owned(ask.conn, ask.viewer.person_id or ""),
        possible=bool(ask.portal.settings.passkey_domain),
    )
    return ask.page(page)


@room.post("/account/sessions/end", P.ACCOUNT, frozen_too=True)
def end(ask: Ask) -> Response:
    """End one of one's own sessions."""
    with ask.unit_of_work() as db:
        actions.end_session(db, ask.viewer, ask.field("session"))
        return ask.go(SECURITY, db)


@room.post("/account/sessions/end-others", P.ACCOUNT, frozen_too=True)
def end_others(ask: Ask) -> Response:
    """End all of one's own sessions but the one in use."""
    with ask.unit_of_work() as db:
        actions.end_other_sessions(db, ask.viewer, ask.session_token)
        return ask.go(SECURITY, db)


@room.post("/account/session", P.ACCOUNT, frozen_too=True, reading_too=True)
def stay(ask: Ask) -> Response:
    """Let the session last longer, as any other request would."""
    sessions.mark_seen(ask.portal, sessions.hashed(ask.session_token))
    ask.leave()
    ask.learn()
    if ask.htmx:
        return Response(status_code=204)
    lasts = ask.viewer.lasts
    return ask.page(Stayed(until=hour_words(lasts.until) if lasts else ""))
