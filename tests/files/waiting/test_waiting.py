"""While a real clamd is away files wait for it: sealed, and there for nobody until it answers."""

import socket
from dataclasses import replace
from datetime import timedelta

from alembic import command
from sqlalchemy import text, update

from app.account.own_files import attached
from app.backup.dumps import dump
from app.core.db import table
from app.doctor.files import findings
from app.files import rescanning, waiting
from app.files.serving import store_of
from app.files.sweeping import without_row
from app.items.models import Item
from app.migrating import alembic_config
from app.notifications.models import DigestLine
from app.practices.rules import Stage
from app.rescanning import scan_again
from tests.files.waiting.conftest import (
    BAD,
    GOOD,
    attachment,
    events,
    files,
    letter,
    notices,
    places,
    rows,
)
from tests.support import clamd
from tests.support.uploading import sent

item = table(Item)
AWAY = "The virus scanner does not answer at present. What you attached is kept and waits for it"


def test_what_waits_is_shown_to_who_attached_it_and_is_there_for_nobody(
    browse, draft, database, portal, cast
):
    base = f"/practices/{draft}/files"
    ghana, other = browse("ghana"), browse("ghana_alternate")
    assert AWAY in ghana.get(ghana.post(base, **sent(GOOD)).location).text
    (row,) = files(database)
    assert places(portal) == {row.place, row.original}
    assert all(b"kanari" not in store_of(portal.settings).get(one) for one in places(portal))
    assert "Kanariengut" in ghana.get(base).text
    assert "Kanariengut" not in other.get(base).text
    for who in (ghana, other):
        for channel in ("", "/api/v1"):
            who.get(f"{channel}{base}/{row.id}", status=404)
        assert "Kanariengut" not in who.get(f"/practices/{draft}").text
    assert events(database) == [("files:file:delayed", None, True)]
    with database.read() as conn:
        assert waiting.count(conn) == 1
        own = attached(conn, cast["ghana"].viewer, portal.seal)
        assert [(one["item_id"], one["name"], one["waits"]) for one in own] == [
            (draft, GOOD[0], True)
        ]
        assert attached(conn, cast["ghana_alternate"].viewer, portal.seal) == []
        said = [one.says for one in findings(portal.settings, conn)]
    assert "1 files wait for the virus scanner, and nobody can read them." in said
    old = row.at - timedelta(days=9)
    assert without_row(database, [(one, old) for one in places(portal)]) == []
    browse("denmark").get(base, status=404)


def test_a_backup_keeps_both_and_a_member_can_take_it_off(
    browse, draft, database, portal, tmp_path
):
    base = f"/practices/{draft}/files"
    browse("ghana").post(base, **sent(GOOD))
    (row,) = files(database)
    copied = dump(portal.settings.database_url, tmp_path / "copy")
    assert sorted(copied.files) == sorted([row.place, row.original])

    browse("ghana").post(f"{base}/{row.id}/remove")
    assert files(database) == []
    scan_again(portal)
    assert events(database)[1:] == [("files:file:removed", None, True)]


def test_once_it_answers_the_clean_is_there_and_what_it_finds_is_gone(  # noqa: PLR0913, PLR0917 - fixtures
    browse, draft, database, portal, back, ghana
):
    base = f"/practices/{draft}/files"
    browse("ghana").post(base, **sent(GOOD, BAD))
    scan_again(portal)
    assert len(places(portal)) == 4

    back()
    (row,) = files(database)
    assert (row.name, row.original, places(portal)) == ("Kanariengut.txt", None, {row.place})
    assert browse("ghana_alternate").get(f"{base}/{row.id}").raw.content == GOOD[1]
    assert "Waits for the virus scanner" not in browse("ghana").get(base).text
    assert sorted(events(database)[2:], key=str) == [
        ("files:file:attached", draft, False), ("files:file:refused", None, False),
    ]  # fmt: skip
    assert notices(database) == [(ghana, "practice-virus")]
    scan_again(portal)
    assert len(events(database)) == 4


def test_what_was_handed_in_meanwhile_gets_no_file_more(  # noqa: PLR0913, PLR0917 - fixtures
    browse, draft, database, portal, back, ghana
):
    browse("ghana").post(f"/practices/{draft}/files", **sent(GOOD))
    with database.unit_of_work() as db:
        db.execute(update(item).where(item.c.id == draft).values(stage=Stage.SUBMITTED))
    back()
    assert (files(database), places(portal)) == ([], set())
    assert events(database)[1:] == [("files:file:dropped", None, False)]
    assert notices(database) == [(ghana, "practice-late-file")]


def test_ones_own_data_names_a_confidential_file_that_waits(  # noqa: PLR0913, PLR0917 - fixtures
    browse, talked, database, portal, cast, back
):
    request, offer = talked
    browse("denmark").post(f"/assistance/{request}/offers/{offer}/files", **sent(GOOD))

    def own(who: str) -> list[tuple[object, ...]]:
        with database.read() as conn:
            found = attached(conn, cast[who].viewer, portal.seal)
        return [(one["item_id"], one["name"], one["waits"]) for one in found]

    assert (own("denmark"), own("ghana")) == ([(offer, GOOD[0], True)], [])
    back()
    assert (own("denmark"), own("ghana")) == ([(offer, GOOD[0], False)], [])


def test_the_other_side_of_a_talk_is_told_when_it_is_there(browse, talked, database, back):
    base = "/assistance/{}/offers/{}/files".format(*talked)
    denmark, ghana = browse("denmark"), browse("ghana")
    assert "Kanariengut" in denmark.get(denmark.post(base, **sent(GOOD)).location).text
    (row,) = files(database)
    assert (row.name, notices(database), rows(database, letter)) == ("", [], [])
    for who in (ghana, denmark):
        for channel in ("", "/api/v1"):
            who.get(f"{channel}{base}/{row.id}", status=404)
            assert "Kanariengut" not in who.get(f"{channel}/assistance/{talked[0]}").text
    assert "Kanariengut" not in ghana.get(base).text

    back()
    assert notices(database) == [("member:GHA", "offer-file")]
    told = {one.what for one in rows(database, table(DigestLine))}
    assert told == {"offer-answered", "offer-file"}
    assert ghana.get(f"{base}/{row.id}").raw.content == GOOD[1]
    assert "Kanariengut" in ghana.get(f"/assistance/{talked[0]}").text


def test_only_so_many_wait_and_then_they_are_refused(browse, draft, database, portal, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_OF_MEMBER", 1)
    page = browse("ghana").post(f"/practices/{draft}/files", status=422, **sent(GOOD, BAD))
    assert "The virus scanner does not answer at present, so this file was not kept" in page.text
    assert [row.name for row in files(database)] == ["Kanariengut.txt"]
    assert len(places(portal)) == 2


def test_a_file_that_crashes_the_scanner_holds_up_no_other_and_is_removed_in_the_end(
    browse, draft, database, portal, ghana
):
    crashed: list[bool] = []

    def answers(link: socket.socket) -> None:
        said = link.recv(65536)
        if said.startswith(b"zPING"):
            link.sendall(b"" if crashed else b"PONG\0")
            return
        while not said.endswith(b"\0\0\0\0"):
            said += link.recv(65536)
        if clamd.MARK in said:
            crashed.append(True)
        else:
            link.sendall(b"stream: OK\0")

    browse("ghana").post(f"/practices/{draft}/files", **sent(BAD, GOOD))
    left = []
    with clamd.lying(answers) as where:
        settings = portal.settings.model_copy(update={"files_scanner": where})
        for _ in range(rescanning.TRIES):
            scan_again(replace(portal, settings=settings))
            left.append([(row.name, row.tries) for row in files(database) if row.original])
            crashed.clear()
    first = [(BAD[0], 1), (GOOD[0], 0)]
    assert left == [first, *([(BAD[0], tries)] for tries in range(2, rescanning.TRIES)), []]
    (row,) = files(database)
    assert (row.name, row.original, places(portal)) == (GOOD[0], None, {row.place})
    assert events(database)[2:] == [
        ("files:file:attached", draft, False), ("files:file:abandoned", None, False),
    ]  # fmt: skip
    assert notices(database) == [(ghana, "practice-file-unscanned")]


def test_a_schema_that_does_not_know_waiting_gets_no_file_that_was_not_scanned(
    browse, draft, database
):
    other = ("Wasscanned.txt", b"words", "text/plain")
    browse("ghana").post(f"/practices/{draft}/files", **sent(GOOD, other))
    with database.unit_of_work() as db:
        db.execute(update(attachment).where(attachment.c.name == other[0]).values(original=None))
    command.downgrade(alembic_config(database), "0045")
    with database.read() as conn:
        assert conn.execute(text("SELECT name FROM attachment")).scalars().all() == [other[0]]
    command.upgrade(alembic_config(database), "head")
    assert [row.name for row in files(database)] == [other[0]]
