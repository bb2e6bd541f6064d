"""A person with passkeys: what the tests of passkeys and of second factors begin with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from app.core import clock
from app.core.db import Database, table
from app.identity.models import Passkey, PortalSession
from app.web.handing_back import PASSKEY
from tests.support.authenticator import RIGHT, Authenticator, Odd
from tests.support.browse import Answer, Browser

NEW = "/account/passkeys/new"
OPTIONS = "/account/passkeys/options"
REMOVE = "/account/passkeys/remove"
FACTOR = "/account/second-factor"
SECURITY = "/account/security"
ORIGIN = "http://testserver"
session = table(PortalSession)
passkey = table(Passkey)


def key(name: str, count: int = 0) -> Authenticator:
    """Return an authenticator; its id is made of the name."""
    return Authenticator(ORIGIN, name.ljust(22, "A"), count)


@dataclass(frozen=True)
class Holder:
    """Somebody at a browser who answers as told."""

    browser: Browser

    def asked(self, kind: str) -> Any:
        """Return what the browser is to ask."""
        return self.browser.post(OPTIONS, {"kind": kind}, status=200).json()

    def enrols(
        self, made: Authenticator, odd: Odd = RIGHT, *, name: str = "Key", status: int = 303
    ) -> Answer:
        """Add a passkey."""
        return self.sends(NEW, made.make(self.asked("enrol"), odd), name=name, status=status)

    def uses(self, used: Authenticator, odd: Odd = RIGHT, *, status: int = 303) -> Answer:
        """Show a second factor."""
        return self.sends(FACTOR, used.use(self.asked("use"), odd), status=status)

    def sends(self, path: str, answer: str, *, status: int = 303, **more: str) -> Answer:
        """Send an answer, and keep the session that is given for it."""
        sent = {PASSKEY: answer, "next": SECURITY, **more}
        found = self.browser.post(path, sent, status=status)
        if given := found.raw.cookies.get("session"):
            self.browser.session = given
            self.browser.client.cookies.delete("session")
            self.browser.client.cookies.set("session", given)
        return found


def proved(database: Database, *, minutes: float | None, factor: str = "") -> None:
    """Let every session have been proved so long ago, by one factor or by two."""
    at = None if minutes is None else clock.wall() - timedelta(minutes=minutes)
    with database.unit_of_work() as db:
        told = {"proved_at": at, "factor": factor, "factor_at": at if factor else None}
        db.execute(update(session).values(**told))


def kept(database: Database) -> list[tuple[str, str, int]]:
    """Return every passkey: whose, by what name, and what it counted to."""
    columns = (passkey.c.person_id, passkey.c.name, passkey.c.sign_count)
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(select(*columns).order_by(passkey.c.name))]
