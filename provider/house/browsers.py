"""Browsers in which somebody signed in before: known by a random cookie, kept as a hash.

The value is drawn here at each sign-in and never taken from the browser. Each account has a cookie
of its own, so that two people who share a browser stay known there and cannot be linked.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update
from starlette.responses import Response

from provider.house.sealing import Secrets
from provider.house.tables import browser

LASTS = 180 * 86_400
OVERLAP = 600
"""A value that was renewed counts so long still: the answer with the new one can be lost."""
MOST = 5
"""So many browsers of an account are known; the one unused for longest goes."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """What a browser is to keep."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Browsers:
    """The known browsers of one provider; ``secure`` where people reach it over https."""

    secret: Secrets
    secure: bool

    def name(self, account_id: str) -> str:
        """Return what an account's cookie is called; over https no other host can set it."""
        own = self.secret.hashed("browser name", account_id)[:16]
        return f"{'__Host-' if self.secure else ''}house-browser-{own}"

    def key(self, account_id: str, cookies: Mapping[str, str]) -> str:
        """Return by what the browser with these cookies is found for an account."""
        return self._digest(account_id, cookies.get(self.name(account_id), ""))

    def renew(
        self, conn: Connection, account_id: str, cookies: Mapping[str, str], now: float
    ) -> Cookie:
        """Note that an account signed in, whose row is held; return the fresh cookie to keep."""
        soon, value = now + OVERLAP, secrets.token_urlsafe(32)
        lasting = (browser.c.account_id == account_id, browser.c.expires_at > soon)
        before = browser.c.digest == self.key(account_id, cookies)
        conn.execute(update(browser).where(*lasting, before).values(expires_at=soon))
        order = (browser.c.expires_at.desc(), browser.c.digest)
        newest = select(browser.c.digest).where(*lasting).order_by(*order).limit(MOST - 1)
        conn.execute(delete(browser).where(*lasting, browser.c.digest.not_in(newest)))
        row = {"account_id": account_id, "expires_at": now + LASTS}
        conn.execute(insert(browser).values(digest=self._digest(account_id, value), **row))
        return Cookie(self.name(account_id), value)

    def put(self, response: Response, cookie: Cookie) -> None:
        """Let the browser keep its cookie for half a year."""
        response.set_cookie(
            cookie.name,
            cookie.value,
            max_age=LASTS,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def _digest(self, account_id: str, value: str) -> str:
        return self.secret.hashed("browser", account_id, value)


def known(conn: Connection, key: str, now: float) -> bool:
    """Whether the account signed in there within half a year."""
    live = (browser.c.digest == key, browser.c.expires_at > now)
    return conn.execute(select(browser.c.digest).where(*live)).first() is not None
