"""Frozen, the portal is read and nothing else, and words come back; thawed, all is as before."""

from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event as Moment
from time import sleep

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app import upkeep
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.duties import duties
from app.identity.models import PortalSession
from app.incident import freezing
from app.mail.actions import write
from app.main import create_app
from app.web import state
from app.web.state import Watched
from tests.support.browse import HTMX, Browser
from tests.support.given import SECRET, settings_for
from tests.support.rows import dump, rows_hash

SENTENCE = "Signing in and every change are stopped for now, so nothing was stored."
NOTICE = "Reading only, for now: signing in and every change are stopped."
WHAT = {
    "title": "A “title”",
    "summary": "One & two",
    "description": "A\nstory",
    "themes": "treaties",
    "language": "en",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    """Each look at the state is a new one; how often one looks is a test of its own."""
    monkeypatch.setattr(state, "EVERY", 0.0)
    monkeypatch.setattr(freezing, "SETTLES", 0.0)


def recorded(database) -> list[tuple[str, str | None, str]]:
    """Return (event, person, detail) of what this room records."""
    rows = table(AuditRecord)
    ours = (Event.PORTAL_FROZEN, Event.PORTAL_THAWED, Event.SESSION_ENDED)
    with database.read() as conn:
        found = conn.execute(
            select(rows.c.event, rows.c.subject, rows.c.detail)
            .where(rows.c.event.in_(ours))
            .order_by(rows.c.id)
        )
        return [(row.event, row.subject, row.detail) for row in found]


def test_a_change_is_refused_and_its_words_come_back(browse, database):
    ghana = browse("ghana")
    assert NOTICE not in ghana.get("/practices").text
    freezing.freeze(database, "A stolen laptop")
    before = rows_hash(database)
    page = ghana.get("/practices/new")
    refused = ghana.post("/practices/new", WHAT, status=503)

    assert NOTICE in page.text
    assert "A stolen laptop" not in page.text + refused.text
    assert (refused.headers["retry-after"], refused.words("h1")) == (
        "600",
        ["Reading only, for now"],
    )
    assert SENTENCE in refused.text
    kept = [area.get_text().removeprefix("\n") for area in refused.soup.select("#refusal textarea")]
    assert {"One & two", "A\nstory"} < set(kept)
    again = {one["name"]: one["value"] for one in refused.soup.select("#refusal form input")}
    assert {name: again[name] for name in WHAT} == WHAT
    assert rows_hash(database, but=["session"]) == {
        name: rows for name, rows in before.items() if name != "session"
    }


def test_thawed_the_form_that_came_back_is_taken(browse, database):
    ghana = browse("ghana")
    freezing.freeze(database, "")
    refused = ghana.post("/practices/new", WHAT, status=503)
    again = {one["name"]: one["value"] for one in refused.soup.select("#refusal form input")}
    assert freezing.thaw(database)
    taken = ghana.client.post("/practices/new", data=again, follow_redirects=False)

    assert (taken.status_code, taken.headers["location"].startswith("/practices/")) == (303, True)
    assert NOTICE not in ghana.get(taken.headers["location"]).text


def test_htmx_is_told_in_place(browse, database):
    freezing.freeze(database, "")
    told = browse("ghana").post("/practices/new", WHAT, status=503, headers=HTMX)

    assert (told.headers["hx-retarget"], SENTENCE in told.text) == ("#refused", True)


def test_nobody_comes_in_and_who_is_in_goes_on_reading_and_may_go(browse, database):
    ghana, public = browse("ghana"), browse()
    freezing.freeze(database, "")

    assert NOTICE in public.get("/sign-in").text
    assert public.post("/sign-in", {"who": "Ghana"}, status=503).words("h1") == [
        "Reading only, for now"
    ]
    assert ghana.get("/home").status == 200
    assert ghana.post("/account/sessions/end-others").location == "/account/security"
    assert ghana.post("/sign-out").location == "/"


def test_who_enrols_a_passkey_is_refused_and_who_uses_one_is_asked_for_it(browse, database):
    ghana = browse("ghana")
    freezing.freeze(database, "")
    path = "/account/passkeys/options"

    assert ghana.post(path, {"kind": "enrol"}, status=503).status == 503
    assert "challenge" in ghana.post(path, {"kind": "use"}, status=200).json()


def test_a_session_that_ended_meanwhile_does_not_send_to_a_sign_in_that_is_off(browse, database):
    ghana = browse("ghana")
    sent = {"csrf": ghana.token, **WHAT}
    freezing.freeze(database, "")
    freezing.end_sessions(database)
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    late = ghana.client.post("/practices/new", data=sent, headers=own, follow_redirects=False)

    assert NOTICE in late.text
    assert "Sign in in a new tab" not in late.text
    assert "A\nstory" in late.text


@pytest.mark.usefixtures("stocked")
def test_a_chapter_that_was_kept_says_so_at_once(browse, database):
    reader = browse()
    address = reader.client.get("/manual/current/en/appointing").url.path
    found = []
    for act in (
        lambda: None,
        lambda: freezing.freeze(database, ""),
        lambda: freezing.thaw(database),
    ):
        act()
        reader.client.app.state.chapters.shelf.forget()  # asked twice a second otherwise
        found.append(NOTICE in reader.get(address).text)

    assert found == [False, True, False]


def test_the_record_says_it_once_however_often_it_is_done(database):
    done = [freezing.freeze(database, "One"), freezing.freeze(database, "Two")]
    with database.read() as conn:
        why = conn.execute(select(table(freezing.Freeze).c.reason)).scalars().all()
    done += [freezing.thaw(database), freezing.thaw(database)]

    assert (done, why) == ([True, False, True, False], ["One"])
    assert recorded(database) == [
        (Event.PORTAL_FROZEN, None, '{"by": "operator"}'),
        (Event.PORTAL_THAWED, None, '{"by": "operator"}'),
    ]


def test_all_sessions_are_ended_and_each_person_sees_it_in_the_own_history(cast, database):
    people = {who.viewer.person_id for who in cast.values() if who.session}
    with database.read() as conn:
        there = len(conn.execute(select(table(PortalSession))).all())

    assert freezing.end_sessions(database) == there
    assert freezing.end_sessions(database) == 0
    found = recorded(database)
    assert {subject for _, subject, _ in found} == people
    assert {(event, detail) for event, _, detail in found} == {
        (Event.SESSION_ENDED, '{"by": "operator"}')
    }


def test_urgent_letters_leave_and_nothing_else_is_done(portal, cast):
    who = cast["ghana"].viewer.person_id
    with portal.db.unit_of_work() as db:
        write(db, who, subject="Urgent", body="b", urgent=True)
        write(db, who, subject="Usual", body="b")
    freezing.freeze(portal.db, "")
    work = {duty.name: duty.act for duty in duties(portal)}
    folder = Path(portal.settings.var_dir) / "mail"
    still = set(work) - {"send letters", "sign the record"}
    assert still == {
        "ask whether entries are right", "ask whether offers stand",
        "ask whether practices are true", "publish practices",
        "ask what came of adaptations", "remind of questions", "remind of ends",
        "remind of steps of help", "ask what remains of help",
        "remind missions", "look after guests", "remind of clearances",
        "begin and end reviews", "help in again",
        "do what the desk planned", "publish editions", "store pages of the manual",
        "end words", "look after requests", "let out sealed requests",
        "make files of the manual", "do what people asked for", "tell followers", "write digests",
        "scan files", "sign editions",
        "sweep files", "sweep",
    }  # fmt: skip

    def subjects() -> list[str]:
        return sorted(
            line.removeprefix("Subject: ")
            for one in folder.glob("*.eml")
            for line in one.read_text().splitlines()
            if line.startswith("Subject: ")
        )

    before = dump(portal.db)
    clock_on = clock.wall() + timedelta(days=400)
    with pytest.MonkeyPatch.context() as later:
        later.setattr(clock, "wall", lambda: clock_on)
        for name in still:
            work[name]()
    assert dump(portal.db) == before
    work["send letters"]()
    assert subjects() == ["Urgent"]
    freezing.thaw(portal.db)
    work["send letters"]()
    assert subjects() == ["Urgent", "Usual"]


def test_every_replica_knows_and_none_wants_a_restart(app, cast, settings, tmp_path, database_url):
    beside = create_app(settings_for(database_url, tmp_path))
    with TestClient(app) as one, TestClient(beside) as two:
        browsers = [Browser(client, SECRET, cast["ghana"].session) for client in (one, two)]

        def got() -> list[int]:
            sent = {"language": "en"}
            return [
                b.client.post(
                    "/account/language", data={"csrf": b.token, **sent}, follow_redirects=False
                ).status_code
                for b in browsers
            ]

        found = [got()]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(upkeep, "given_settings", lambda: settings)
            upkeep.freeze(Namespace(reason="", end_sessions=False))
            found.append(got())
            upkeep.thaw(Namespace())
            found.append(got())
    beside.state.portal.db.close()

    assert found == [[303, 303], [503, 503], [303, 303]]


def test_it_is_asked_once_a_second_however_many_come(browse, monkeypatch):
    monkeypatch.setattr(state, "EVERY", 1.0)
    time = [1000.0]
    monkeypatch.setattr(state, "monotonic", lambda: time[0])
    asked: list[float] = []
    ask = Watched._asked  # noqa: SLF001 - how often it is called is what is tested
    monkeypatch.setattr(Watched, "_asked", lambda own: asked.append(time[0]) or ask(own))
    reader = browse()
    for at in (1000.0, 1000.5, 1000.999, 1001.0, 1001.9, 1002.5):
        time[0] = at
        for _ in range(5):
            reader.client.get("/about/privacy")

    assert asked == [1000.0, 1001.0, 1002.5]


def test_who_asks_while_it_changes_leaves_no_old_state_behind(portal, monkeypatch):
    """The answer was read before the change, and kept after this process forgot it."""
    monkeypatch.setattr(state, "EVERY", 60.0)
    read, kept, ask = Moment(), Moment(), Watched._asked  # noqa: SLF001 - when it answers is tested

    def slowly(own: Watched) -> state.State:
        found = ask(own)
        read.set()
        assert kept.wait(10)
        return found

    watched = Watched(portal.db, portal.state_of)
    with ThreadPoolExecutor(2) as pool, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watched, "_asked", slowly)
        early = pool.submit(lambda: watched.now)
        assert read.wait(10)
        freezing.freeze(portal.db, "")
        forgets = pool.submit(watched.forget)
        sleep(0.2)
        kept.set()
        assert not early.result(10).frozen
        forgets.result(10)
    assert watched.now.frozen


def test_while_the_database_is_away_it_stays_what_it_was(portal, monkeypatch):
    freezing.freeze(portal.db, "")
    assert portal.state.now.frozen
    with portal.db.unit_of_work() as db:
        db.execute(table(freezing.Freeze).delete())
    monkeypatch.setattr(portal.db.engine, "connect", _fails(portal.db.engine))
    assert portal.state.now.frozen
    monkeypatch.undo()
    monkeypatch.setattr(state, "EVERY", 0.0)
    assert not portal.state.now.frozen


def _fails(engine):
    def connect():
        raise engine.dialect.loaded_dbapi.OperationalError("away")

    return connect


def test_health_says_so_and_goes_on(browse, database):
    reader = browse()
    found = [reader.client.get("/readyz")]
    freezing.freeze(database, "")
    found.append(reader.client.get("/readyz"))

    assert [(one.status_code, one.json()["frozen"]) for one in found] == [(200, False), (200, True)]
