"""Asking as a role: everything is real but the commit of an act, which is undone and noted."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, event
from starlette.testclient import TestClient

from app.core.errors import StrongerNeeded
from app.identity.sessions import hashed
from app.web import throttle
from tests.access.by_programme import API, programmes, sent
from tests.access.cells import Gets
from tests.access.roles import ROLES
from tests.support.browse import Browser
from tests.support.people import Somebody

PROOFS = ('href="/account/confirm', 'href="/account/second-factor')
"""Asked for a proof of being there, one has been let pass."""


class Undone(Exception):
    """An act was about to be committed."""


@contextmanager
def undoing(app: FastAPI) -> Iterator[None]:
    """Let every commit be undone: what passes has acted, and the next role finds all as it was."""

    def refuse(conn: Connection) -> None:
        conn.connection.rollback()
        raise Undone

    engine = app.state.portal.db.engine
    event.listen(engine, "commit", refuse)
    try:
        yield
    finally:
        event.remove(engine, "commit", refuse)


@dataclass
class Asking:
    """A browser for every role."""

    app: FastAPI
    browsers: Mapping[str, Browser]
    cast: Mapping[str, Somebody]
    programmes: Mapping[str, TestClient]
    passed: set[str] = field(default_factory=set)
    said: str = ""

    def of(self, role: str, method: str, address: str, form: Mapping[str, str]) -> Gets:
        """Return what ``role`` gets."""
        browser = self.browsers[role]
        if method == "GET":
            return self._read(browser.client.get(address, follow_redirects=False))
        try:
            with undoing(self.app):
                return self._read(self.post(role, address, self._filled(role, form)))
        except Undone:
            return Gets.PASSES

    def post(self, role: str, address: str, form: Mapping[str, str]) -> Any:
        """Send a form as ``role``, to the interface as a programme of the role does."""
        if address.startswith(API):
            return sent(self.app, self.programmes[role], address, form)
        browser = self.browsers[role]
        data = {"csrf": browser.token, **form}
        return browser.client.post(address, data=data, follow_redirects=False)

    def _read(self, answer: Any) -> Gets:
        self.said = unescape(answer.text).replace("’", "'")
        return gets(answer)

    def _filled(self, role: str, form: Mapping[str, str]) -> Mapping[str, str]:
        """Put what is the role's own in the place of ``own``."""
        who = self.cast.get(ROLES[role][0])
        office = who.viewer.office.id if who and who.viewer.office else ""
        own = {"office": office, "session": hashed(who.session) if who else ""}
        return {name: own.get(name, text) if text == "own" else text for name, text in form.items()}


def gets(answer: Any) -> Gets:
    """Return what an answer means to whoever asked."""
    where = urlsplit(answer.headers.get("location", "")).path
    if answer.status_code == 401 or (answer.status_code == 303 and where == "/sign-in"):
        return Gets.SIGN_IN
    if answer.status_code == 403 and StrongerNeeded.message in answer.text:
        return Gets.STRONGER
    if answer.status_code == 403 and not any(proof in answer.text for proof in PROOFS):
        return Gets.REFUSED
    if answer.status_code == 404:
        return Gets.NOTHING
    assert answer.status_code != 500, answer.text
    return Gets.PASSES


@contextmanager
def asking(app: FastAPI, cast: Mapping[str, Somebody]) -> Iterator[Asking]:
    """Open a browser for every role; that attempts are counted is no act, and left out here."""
    secret = app.state.portal.settings.secret_key.get_secret_value()
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(throttle, "_count", lambda *_: 0)
        browsers = {}
        for role, (who, _name) in ROLES.items():
            client = stack.enter_context(TestClient(app))
            session = cast[who].session if who in cast else ""
            if not session:
                client.get("/sign-in")
            browsers[role] = Browser(client, secret, session)
        yield Asking(app, browsers, cast, stack.enter_context(programmes(app, cast)))
