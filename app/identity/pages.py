"""Sign-out, the page of a sign-in beside an open form, and the choice of language."""

from dataclasses import dataclass
from typing import ClassVar

import anyio.from_thread
from starlette.responses import RedirectResponse, Response

from app.access.policy import P
from app.audit.actions import record
from app.audit.events import Event
from app.core import i18n
from app.core.errors import NotFound
from app.identity import sessions, signing_in
from app.identity.journey import LeadOn, party
from app.identity.models import PortalSession
from app.web import cookies
from app.web.ask import Ask
from app.web.guard import Room
from app.web.places import safe_way_back
from app.web.render import Page

room = Room("identity")


@dataclass(frozen=True, kw_only=True)
class Done(Page):
    """For who signed in in a second tab, because the first holds a form that came too late."""

    template: ClassVar[str] = "identity/done.html"


@room.get("/sign-in/done", P.ACCOUNT)
def done(ask: Ask) -> Response:
    """Say to who signed in beside an open form that its tab can send it now."""
    return ask.page(Done())


@room.post("/sign-out", P.ANYONE, frozen_too=True, reading_too=True)
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


def _farewell(ask: Ask, ended: PortalSession) -> str | None:
    """Return where the provider's session ends, None where that is not offered."""
    known = [p for p in signing_in.providers(ask.portal.settings) if p.key == ended.provider]
    if not known or not ended.id_token:
        return None
    home = f"{ask.portal.settings.base_url}/"
    return anyio.from_thread.run(party(ask).sign_out_address, known[0], ended.id_token, home)
