"""Asking changes nothing: no GET writes a row, whoever asks for whatever."""

from datetime import timedelta

from starlette.testclient import TestClient

from app.directory import viewers
from tests.house import routes
from tests.support.browse import Browser
from tests.support.rows import rows_hash
from tests.support.stocked import stock

WHO = ("nobody", "ghana", "denmark", "editor")


def test_no_get_writes_a_row_and_none_is_a_mistake(app, portal, cast, settings, monkeypatch):
    """Ask every route, for things that exist and things that do not."""
    # A session is marked as seen once a minute; on a slow machine this takes longer.
    monkeypatch.setattr(viewers, "SEEN_EVERY", timedelta(days=1))
    made = stock(portal, cast)
    paths = [entry.path for entry in routes.registered(app) if entry.method == "GET"]
    asked, changed, odd = 0, [], []
    before = rows_hash(portal.db)
    secret = settings.secret_key.get_secret_value()
    for who in WHO:
        session = cast[who].session if who in cast else ""
        with TestClient(app, raise_server_exceptions=False) as http:
            client = Browser(http, secret, session).client
            for path in paths:
                for address in routes.addresses(path, list(made.values())):
                    answer = client.get(address, follow_redirects=False)
                    asked += 1
                    if answer.status_code >= 500 and path != "/readyz":
                        odd.append((who, address, answer.status_code))
                now = rows_hash(portal.db)
                written = {name for name in now if now[name] != before[name]}
                if written - routes.MAY_WRITE.get(path, set()):
                    changed.append((who, path, written))
                before = now

    assert asked > 500
    assert odd == []
    assert changed == []
