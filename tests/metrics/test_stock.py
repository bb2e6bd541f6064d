"""What stands in the database is told as it is, by a listener that only this machine reaches."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from app import VERSION
from app.audit import checkpoints
from app.audit.actions import record
from app.audit.events import Event
from app.backup.commands import LAST
from app.core import clock
from app.core.config import ROOT
from app.core.db import Database, table
from app.files.models import Attachment
from app.files.serving import folder_of
from app.identity.models import PortalSession
from app.incident import freezing
from app.incident.models import Freeze, Incident
from app.jobs.models import Job
from app.jobs.worker import LEASE
from app.mail.models import Letter
from app.metrics.listener import listening
from app.schema import HEAD
from tests.support import clamd, plain
from tests.support.live import free_port

HOUR = timedelta(hours=1)
AGO = {n: clock.wall().replace(microsecond=0) - n * HOUR for n in (0, 1, 2, 3, 30)}


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"metrics_port": free_port()})


def asked(port: int) -> dict[str, float]:
    """Return what the listener tells of the portal, by name and labels."""
    answer = plain.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.status_code == 200
    return {
        sample.name + "".join(f" {key}={value}" for key, value in sorted(sample.labels.items())):
        sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name.startswith("portal_")
    }  # fmt: skip


def told(portal, *collectors) -> dict[str, float]:
    with listening(portal, *collectors):
        return asked(portal.settings.metrics_port)


def letters(database: Database, *rows: dict[str, object]) -> None:
    with database.unit_of_work() as db:
        for row in rows:
            db.add(Letter(address="a@example.org", subject="s", body="b", **row))


BUILD = f"portal_build_info schema={HEAD} version={VERSION}"
EMPTY = {
    BUILD: 1,
    "portal_files_up": 1,
    "portal_database_up": 1,
    "portal_database_connections_in_use": 0,
    "portal_letters_waiting": 0,
    "portal_letters_failing": 0,
    "portal_letters_given_up": 0,
    "portal_sessions_open": 0,
    "portal_duties_due": 0,
    "portal_files_waiting": 0,
}


def test_of_an_empty_portal_there_is_little_to_tell(portal):
    assert told(portal) == EMPTY


def test_that_it_is_frozen_is_told_as_the_moment_since_when(portal, database):
    with database.unit_of_work() as db:
        db.add(Freeze(at=AGO[2], reason="A word"))

    assert told(portal)["portal_frozen_time_seconds"] == AGO[2].timestamp()
    freezing.thaw(database)
    assert told(portal) == EMPTY


def test_that_an_incident_is_open_is_told_as_the_moment_since_when(portal, database):
    with database.unit_of_work() as db:
        db.add_all([Incident(opened_at=AGO[2]), Incident(opened_at=AGO[3], ended_at=AGO[1])])

    assert told(portal)["portal_incident_time_seconds"] == AGO[2].timestamp()


def test_letters_that_wait_fail_or_were_given_up(portal, database):
    letters(
        database,
        {"created_at": AGO[1]},
        {"created_at": AGO[3], "attempts": 2, "problem": "refused"},
        {"created_at": AGO[30], "sent_at": AGO[2]},
        {"created_at": AGO[30], "sent_at": AGO[2], "problem": "no address"},
        {"created_at": AGO[30], "sent_at": AGO[30], "problem": "no address"},
    )

    assert told(portal) == {
        **EMPTY,
        "portal_letters_waiting": 2,
        "portal_letters_failing": 1,
        "portal_letters_given_up": 1,
        "portal_letters_oldest_time_seconds": AGO[3].timestamp(),
    }


def test_duties_that_are_due_held_or_done(portal, database):
    soon = AGO[0] + HOUR
    with database.unit_of_work() as db:
        db.add(Job(name="sweep", due_at=AGO[2], finished_at=AGO[3]))
        db.add(Job(name="send letters", due_at=AGO[1], leased_until=soon))
        db.add(Job(name="sign", due_at=soon, leased_until=AGO[1], finished_at=AGO[1]))

    assert told(portal) == {
        **EMPTY,
        "portal_duties_due": 2,
        "portal_duties_oldest_due_time_seconds": AGO[2].timestamp(),
        "portal_duties_oldest_lease_time_seconds": (soon - LEASE).timestamp(),
        "portal_duty_finished_time_seconds duty=sweep": AGO[3].timestamp(),
        "portal_duty_finished_time_seconds duty=sign": AGO[1].timestamp(),
    }


@pytest.mark.parametrize("answers", [b"PONG\0", b"BUSY\0"])
def test_whether_store_and_scanner_answer_and_how_many_files_wait(portal, database, answers):
    with database.unit_of_work() as db:
        for place, original in (("a", None), ("b", "c"), ("d", "e")):
            file = {"name": "n", "kind": "txt", "size": 1, "sha256": "s", "wrapped": b"w"}
            db.add(Attachment(place=place, original=original, **file))
    circle = folder_of(portal.settings) / "circle"
    circle.parent.mkdir(exist_ok=True)
    circle.symlink_to(circle)
    with clamd.lying(lambda link: link.sendall(answers)) as where:
        settings = portal.settings.model_copy(update={"files_scanner": where})
        found = told(replace(portal, settings=settings))
    assert found == {
        **EMPTY,
        "portal_files_up": 0,
        "portal_files_waiting": 2,
        "portal_scanner_up": int(answers == b"PONG\0"),
    }


def test_sessions_that_open_something(portal, database, cast):
    everybody = told(portal)["portal_sessions_open"]
    with database.unit_of_work() as db:
        session = table(PortalSession)
        ids = [row.id_hash for row in db.execute(session.select())]
        over, idle = {"expires_at": AGO[1]}, {"seen_at": AGO[2]}
        for one, change in zip(ids[:2], (over, idle), strict=True):
            db.execute(update(session).where(session.c.id_hash == one).values(**change))

    assert everybody == len(cast)
    assert told(portal)["portal_sessions_open"] == everybody - 2


def test_the_last_backup_and_the_last_signature_of_the_record(portal, database, settings):
    file = settings.var_dir / LAST
    file.write_text(f'{{"made_at": "{AGO[3].isoformat()}", "file": "x"}}')
    with database.unit_of_work() as db:
        record(db, Event.SIGN_IN_REFUSED, detail={"provider": "test"})
    with database.unit_of_work() as db:
        values = {
            "number": 1, "at": AGO[2], "kind": "regular", "portal": "p", "entries": 1,
            "hash": "h", "key": "k", "signature": "s",
        }  # fmt: skip
        db.execute(insert(checkpoints.checkpoint).values(**values))

    assert told(portal) == {
        **EMPTY,
        "portal_backup_time_seconds": AGO[3].timestamp(),
        "portal_record_signed_time_seconds": AGO[2].timestamp(),
    }


def test_connections_lent_out(portal, database):
    with database.read() as one, database.read() as two:
        assert (one.closed, two.closed) == (False, False)
        assert told(portal)["portal_database_connections_in_use"] == 2


def test_a_database_that_does_not_answer_is_told_and_hides_nothing_else(portal, monkeypatch, app):
    fails = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setattr(portal.db, "engine", fails.engine)

    assert told(portal, app.state.requests) == {
        BUILD: 1,
        "portal_files_up": 1,
        "portal_database_up": 0,
        "portal_database_connections_in_use": 0,
        "portal_requests_under_way": 0,
        "portal_requests_shed_total": 0,
    }


def test_the_listener_is_this_machines_alone_and_no_page_of_the_portal(portal, app):
    port = portal.settings.metrics_port
    with listening(portal), TestClient(app, follow_redirects=False) as http:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), timeout=5)
        there, elsewhere = http.get("/metrics"), http.get("/nothing-here")
        assert there.status_code == elsewhere.status_code == 303
        assert there.text == elsewhere.text == ""
        assert asked(port)[BUILD] == 1
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_port_that_is_taken_stops_the_start_with_a_sentence(portal):
    port = portal.settings.metrics_port
    with listening(portal), pytest.raises(SystemExit) as stopped, listening(portal):
        pass

    assert str(stopped.value.code) == (
        f"The portal does not start:\n- PORTAL_METRICS_PORT {port} cannot be listened on: Address"
        " already in use. Each process on a machine needs a port of its own; 0 switches metrics"
        " off."
    )


def test_without_a_port_nobody_listens(portal, monkeypatch):
    monkeypatch.setattr("app.metrics.listener.start_http_server", None)
    with listening(
        replace(portal, settings=portal.settings.model_copy(update={"metrics_port": 0}))
    ):
        pass


def test_the_version_is_the_packages():
    version = f'version = "{VERSION}"'

    assert version in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
