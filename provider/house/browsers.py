"""Browsers in which somebody signed in before: known by a random cookie, kept as a hash."""

import secrets

from sqlalchemy import Connection, insert, select
from starlette.requests import HTTPConnection
from starlette.responses import Response

from provider.house.sealing import Secrets
from provider.house.tables import browser

YEAR = 365 * 86_400


def cookie_name(*, secure: bool) -> str:
    """Return what the cookie is called; over https no other host can set it."""
    return "__Host-house-browser" if secure else "house-browser"


def given(request: HTTPConnection, *, secure: bool) -> str:
    """Return the browser's cookie, empty where it has none."""
    return request.cookies.get(cookie_name(secure=secure), "")


def put(response: Response, value: str, *, secure: bool) -> None:
    """Let the browser keep its cookie for another year."""
    response.set_cookie(
        cookie_name(secure=secure),
        value,
        max_age=YEAR,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def digest(secret: Secrets, account_id: str, value: str) -> str:
    """Return how a browser is kept for an account: two people who share one cannot be linked."""
    return secret.hashed("browser", account_id, value)


def known(conn: Connection, key: str, now: float) -> bool:
    """Whether the account signed in there within a year."""
    live = (browser.c.digest == key, browser.c.expires_at > now)
    return conn.execute(select(browser.c.digest).where(*live)).first() is not None


def note(conn: Connection, secret: Secrets, account_id: str, value: str, now: float) -> str:
    """Note that an account signed in; return the browser's cookie, a fresh one where needed."""
    value = value or secrets.token_urlsafe(32)
    key = digest(secret, account_id, value)
    if not known(conn, key, now):
        row = {"digest": key, "account_id": account_id, "expires_at": now + YEAR}
        conn.execute(browser.delete().where(browser.c.digest == key))
        conn.execute(insert(browser).values(**row))
    return value
