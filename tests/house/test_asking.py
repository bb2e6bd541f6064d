"""Asking changes nothing: no GET writes a row, whoever asks for whatever."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.audit.actions import record
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import table
from app.directory import viewers
from tests.house import routes
from tests.support.browse import Browser
from tests.support.rows import acts_of, rows_hash

WHO = ("nobody", "ghana", "denmark", "editor")


@pytest.mark.long
def test_no_get_writes_a_row_and_none_is_a_mistake(app, portal, cast, stocked, monkeypatch):
    """Ask every route, for things that exist and things that do not."""
    # A session is marked as seen once a minute; on a slow machine this takes longer.
    monkeypatch.setattr(viewers, "SEEN_EVERY", timedelta(days=1))
    paths = [entry.path for entry in routes.registered(app) if entry.method == "GET"]
    asked, changed, odd = 0, [], []
    before = rows_hash(portal.db)
    secret = portal.settings.secret_key.get_secret_value()
    with acts_of(portal.db) as acts:
        number = acts()
        for who in WHO:
            session = cast[who].session if who in cast else ""
            with TestClient(app, raise_server_exceptions=False) as http:
                client = Browser(http, secret, session).client
                for path in paths:
                    for address in routes.addresses(path, list(stocked.values())):
                        answer = client.get(address, follow_redirects=False)
                        asked += 1
                        if answer.status_code >= 500 and path != "/readyz":
                            odd.append((who, address, answer.status_code))
                    if acts() == number:
                        continue
                    number, now = acts(), rows_hash(portal.db)
                    written = {name for name in now if now[name] != before[name]}
                    if written - routes.MAY_WRITE.get(path, set()):
                        changed.append((who, path, written))
                    before = now

    assert asked > 500
    assert odd == []
    assert changed == []


def test_every_act_that_writes_is_noticed(database, cast):
    """What the test above relies on."""
    with acts_of(database) as acts:
        before = acts()
        with database.read() as conn:
            conn.execute(select(table(AuditRecord))).all()
        assert acts() == before
        numbers = [before]
        for _ in range(3):
            with database.unit_of_work() as db:
                record(db, Event.SIGN_IN_REFUSED, viewer=cast["ghana"].viewer)
            numbers.append(acts())

    assert len(set(numbers)) == 4
