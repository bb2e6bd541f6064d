"""Back-channel logout: a provider says that a person signed out there, and sessions end here.

This post carries no form token: its proof is the provider's signature under a logout token.
"""

from datetime import timedelta

from anyio import to_thread
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import Database, table
from app.identity.models import LogoutToken, PortalSession
from app.identity.oidc import SignInFailed
from app.identity.oidc.logout import LoggedOut
from app.identity.party import party_of
from app.identity.sessions import hashed
from app.identity.signing_in import identity_hash, providers
from app.web.portal import Portal

KEPT = timedelta(days=1)
"""Longer than any logout token is taken, so that none is good twice."""

FORM = "application/x-www-form-urlencoded"
session = table(PortalSession)
token = table(LogoutToken)


async def log_out(request: Request) -> Response:
    """End the sessions that the provider's logout token names."""
    portal: Portal = request.app.state.portal
    key = request.path_params["provider"]
    chosen = next((one for one in providers(portal.settings) if one.key == key), None)
    given = await _token(request)
    if chosen is None or given is None:
        return _refused(400)
    try:
        told = await party_of(request.app.state, portal.settings).logged_out(chosen, given)
    except SignInFailed as failed:
        return _refused(failed.status)
    done = await to_thread.run_sync(_end, portal.db, key, told)
    return Response(status_code=200) if done else _refused(400)


async def _token(request: Request) -> str | None:
    """Return the one logout token of the form, None for anything else."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return None
    form = await request.form(max_files=0, max_fields=10)
    given = form.getlist("logout_token")
    return given[0] if len(given) == 1 and isinstance(given[0], str) else None


def _refused(status: int) -> Response:
    return JSONResponse({"error": "invalid_request"}, status)


def _end(db: Database, provider: str, told: LoggedOut) -> bool:
    """End the sessions and note the token, in one act; False for a token that came before."""
    try:
        with db.unit_of_work() as work:
            work.add(LogoutToken(key=hashed(f"{told.issuer} {told.jti}")))
            work.flush()
            end_told(work, provider, told)
    except IntegrityError:
        return False
    return True


def end_told(db: Session, provider: str, told: LoggedOut) -> None:
    """End this provider's sessions of the ``sid``, of the subject, or of both where both are."""
    chosen = delete(session).where(session.c.provider == provider)
    if told.sid is not None:
        chosen = chosen.where(session.c.sid == told.sid)
    if told.subject is not None:
        name = identity_hash(told.issuer, told.subject)
        chosen = chosen.where(session.c.identity_hash == name)
    for person_id in db.execute(chosen.returning(session.c.person_id)).scalars().all():
        record(db, Event.SESSION_ENDED, subject=person_id, detail={"by": "provider"})


def sweep(db: Session) -> None:
    """Forget logout tokens that nobody would take any more."""
    db.execute(delete(token).where(token.c.at <= clock.wall() - KEPT))


ROUTES = (
    Route(
        "/sign-in/back-channel/{provider}",
        log_out,
        methods=["POST"],
        name="identity.back_channel",
    ),
)
