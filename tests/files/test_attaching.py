"""An office attaches files to a practice it writes; its readers, and nobody else, get them."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select, text, update

from app.access.policy import P
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.seal import Seal, new_key
from app.directory.holding import appointment
from app.directory.still_acting import hold_written
from app.files import actions, attaching, examining, readying, sweeping
from app.files.models import Attachment
from app.files.serving import store_of
from app.incident import freezing
from app.items import queries as items
from app.items.models import Item, Kind, Revision
from app.notifications.post import Post
from app.practices import actions as practices
from app.practices.rules import BEING_WRITTEN, Stage
from app.rooms import ROOMS
from app.rotation.commands import rotate
from app.sealing.models import RecordKey
from app.web import guard, uploads
from app.web.openness import ensure_open
from app.web.throttle import UPLOADING
from tests.files import corpus
from tests.support.ordering import saved
from tests.support.uploading import meanwhile, reviewed, sent

attachment = table(Attachment)
record_key = table(RecordKey)
PDF = ("Report.pdf", corpus.pdf(), "application/octet-stream")
TEXT = ("notes.html", "Grüße".encode(), "text/html")


def turned(content: bytes) -> bytes:
    """These bytes with another last one."""
    return content[:-1] + bytes([content[-1] ^ 1])


def rows(database) -> list:
    with database.read() as conn:
        return conn.execute(select(attachment).order_by(attachment.c.at, attachment.c.name)).all()


def events(database, item_id) -> list[str]:
    audit = table(AuditRecord)
    with database.read() as conn:
        wanted = audit.c.subject == item_id, audit.c.event.like("files:%")
        return (
            conn.execute(select(audit.c.event).where(*wanted).order_by(audit.c.id)).scalars().all()
        )


def stored(portal) -> list[str]:
    return sorted(place for place, _at in store_of(portal.settings).places())


@pytest.fixture
def draft(written) -> str:
    return written("ghana", Stage.DRAFT, audience="members:DNK")


@pytest.fixture
def attached(browse, draft, database) -> tuple[str, str]:
    """A draft with one file: both ids."""
    browse("ghana").post(f"/practices/{draft}/files", **sent(PDF))
    return draft, rows(database)[0].id


def publish(database, cast, portal, item_id) -> None:
    """Let a draft come out through the acts of its room."""
    with database.unit_of_work() as db:
        for who, act in (("ghana", practices.submit), ("editor", practices.publish)):
            viewer = cast[who].viewer
            matter = items.find(db.connection(), viewer, Kind.PRACTICE, item_id)
            act(db, viewer, matter, Post.of(portal), version=matter.version)
            db.flush()


def test_files_are_attached_shown_and_given_as_attachments(browse, draft, database, portal):
    ghana, address = browse("ghana"), f"/practices/{draft}/files"
    led = ghana.post(address, **sent(PDF, TEXT))
    page = ghana.get(led.location)

    assert led.location == f"{address}?said=attached"
    assert page.words("#h-files + .stack li a") == ["Report.pdf", "notes.txt"]
    assert [words.partition(" ")[0] for words in page.words(".stack .meta")] == ["PDF", "Plain"]
    first, second = sorted(rows(database), key=lambda row: row.name)
    assert (first.name, first.kind, second.kind) == ("Report.pdf", "pdf", "txt")
    given = ghana.get(f"{address}/{second.id}").raw
    assert given.content == "Grüße".encode()
    assert {name: given.headers[name] for name in HEADERS} == HEADERS
    assert ghana.get(f"{address}/{first.id}").raw.content.startswith(b"%PDF-")
    assert int(given.headers["content-length"]) == len(given.content) == second.size
    assert events(database, draft) == ["files:file:attached"] * 2
    for place in stored(portal):
        kept = store_of(portal.settings).get(place)
        assert b"%PDF" not in kept
        assert "Grüße".encode() not in kept


HEADERS = {
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": "attachment; filename=\"notes.txt\"; filename*=UTF-8''notes.txt",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
    "vary": "Cookie",
}


def test_a_name_in_any_script_stands_in_the_header(browse, draft, database):
    ghana = browse("ghana")
    ghana.post(f"/practices/{draft}/files", **sent(('تقرير "a"\r\nX: y.pdf', *PDF[1:])))
    one = rows(database)[0]
    told = ghana.get(f"/practices/{draft}/files/{one.id}").headers["content-disposition"]

    assert one.name.startswith("تقرير")
    assert "\n" not in told
    assert told.isascii()
    assert "filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1" in told


READS = {
    Stage.DRAFT: {"ghana", "ghana_alternate"},
    Stage.SUBMITTED: {"ghana", "ghana_alternate", "editor", "administrator"},
    Stage.PUBLISHED: {"ghana", "ghana_alternate", "editor", "administrator", "denmark"},
    Stage.WITHDRAWN: {"ghana", "ghana_alternate", "editor", "administrator"},
}
ASKED = ("ghana", "ghana_alternate", "editor", "administrator", "denmark", "stranger")


@pytest.mark.parametrize("stage", READS)
def test_who_reads_the_practice_reads_its_files_and_nobody_else(  # noqa: PLR0913, PLR0917 - fixtures
    browse, cast, written, database, portal, stage
):
    item_id = written("ghana", stage, audience="members:DNK")
    ready = readying.make_ready(
        store_of(portal.settings), "a.txt", b"kanari", examining.Patience.new()
    )
    with database.unit_of_work() as db:
        room = actions.Room(portal.seal, ["GHA"], 500)
        actions.attach(db, cast["ghana"].viewer, item_id, ready, room)
    address = f"/practices/{item_id}/files/{ready.id}"

    for one in ASKED:
        status = 200 if one in READS[stage] else 404
        assert browse(one).get(address, status=status).text.count("kanari") == (status == 200)
        api = 200 if one in READS[stage] and stage == Stage.PUBLISHED else 404
        browse(one).get(f"/api/v1{address}", status=api)
    browse().get(address, status=303)
    browse().get(f"/api/v1{address}", status=404)
    other = written("ghana", Stage.PUBLISHED, audience="public")
    browse("ghana").get(f"/practices/{other}/files/{ready.id}", status=404)


def test_published_files_are_on_the_page_in_the_data_and_in_what_was_submitted(
    browse, attached, database, cast, portal
):
    item_id, file_id = attached
    browse("ghana").post(
        f"/practices/{item_id}/edit/readers",
        {"version": "2", "audience": "public", "own_source": "yes"},
    )
    publish(database, cast, portal, item_id)
    one = rows(database)[0]
    page, data = browse().get(f"/practices/{item_id}"), browse().get(f"/api/v1/practices/{item_id}")

    assert [tag["href"] for tag in page.soup.select("a[download]")] == [
        f"/practices/{item_id}/files/{file_id}"
    ]
    address = f"/api/v1/practices/{item_id}/files/{file_id}"
    assert data.json()["files"] == [
        {
            "id": file_id, "name": "Report.pdf", "media_type": "application/pdf",
            "size": one.size, "sha256": one.sha256, "address": address,
        }
    ]  # fmt: skip
    given = browse().get(address).raw
    assert len(given.content) == one.size
    assert given.headers["vary"] == "Cookie, Authorization"
    revision = table(Revision)
    with database.read() as conn:
        bodies = conn.execute(
            select(revision.c.body).where(revision.c.item_id == item_id)
        ).scalars()
        said = [json.loads(body)["files"] for body in bodies]
    assert said == [[["Report.pdf", one.sha256]]] * 2
    browse("ghana").post(f"/practices/{item_id}/files", status=403, **sent(TEXT))
    browse("ghana").post(f"/practices/{item_id}/files/{file_id}/remove", status=403)
    assert len(rows(database)) == 1


def test_what_is_not_taken_is_said_by_name_and_the_rest_is_attached(browse, draft, database):
    bad = ("macros.pdf", corpus.REFUSED["word with macros"][0], "application/pdf")
    page = browse("ghana").post(f"/practices/{draft}/files", status=422, **sent(bad, TEXT))

    assert page.words(".note.stop li") == [
        "macros.pdf: Office files are not taken. Print the document to PDF and attach that."
    ]
    assert page.words("#h-files + .stack li a") == ["notes.txt"]
    assert [one.name for one in rows(database)] == ["notes.txt"]


def test_nothing_too_many_and_twice_the_same_are_said(browse, draft, database):
    ghana, address = browse("ghana"), f"/practices/{draft}/files"
    nothing = ghana.post(address, status=422)
    many = [(f"{n}.txt", f"Text {n}".encode(), "text/plain") for n in range(11)]
    eleven = ghana.post(address, status=422, **sent(*many))
    ghana.post(address, **sent(*many[:10]))
    more = ghana.post(address, status=422, **sent(many[10]))

    assert nothing.words(".note.stop li") == ["Choose at least one file."]
    told = "At most 10 files belong to one entry. Remove one first."
    assert eleven.words(".note.stop li") == more.words(".note.stop li") == [told]
    assert len(rows(database)) == 10
    ghana.post(f"{address}/{rows(database)[0].id}/remove")
    again = ghana.post(address, status=422, **sent(many[5]))
    assert again.words(".note.stop li") == ["5.txt: This very file is attached already."]


def test_a_member_has_so_much_room_and_others_their_own(  # noqa: PLR0913, PLR0917 - fixtures
    browse, written, draft, database, portal, monkeypatch
):
    monkeypatch.setitem(portal.settings.__dict__, "files_quota", 1)
    foreign = written("denmark", Stage.DRAFT)
    big = [(f"{n}.txt", os.urandom(300_000).hex().encode(), "text/plain") for n in range(2)]
    browse("ghana").post(f"/practices/{draft}/files", **sent(big[0]))
    page = browse("ghana").post(f"/practices/{draft}/files", status=422, **sent(big[1]))
    browse("denmark").post(f"/practices/{foreign}/files", **sent(big[1]))

    assert page.words(".note.stop li")[0].startswith("1.txt: The files of your member have used up")
    said = "have 1 MB together. Those of published and of withdrawn practices count as well"
    assert said in browse("ghana").get(f"/practices/{draft}/files").text
    assert sorted(one.name for one in rows(database)) == ["0.txt", "1.txt"]


def test_a_removed_file_opens_for_nobody_at_once_and_is_swept_a_day_later(
    browse, attached, database, portal
):
    item_id, file_id = attached
    ghana, address = browse("ghana"), f"/practices/{item_id}/files"
    assert ghana.post(f"{address}/{file_id}/remove").location == f"{address}?said=removed"

    ghana.get(f"{address}/{file_id}", status=404)
    ghana.post(f"{address}/{file_id}/remove", status=404)
    assert rows(database) == []
    assert events(database, item_id) == ["files:file:attached", "files:file:removed"]
    store = store_of(portal.settings)
    assert (sweeping.sweep(database, store), len(stored(portal))) == (0, 1)
    ghana.post(address, **sent(TEXT))
    for place in stored(portal):
        old = (clock.wall() - timedelta(days=2)).timestamp()
        os.utime(store.folder / place[:2] / place, (old, old))
    assert sweeping.sweep(database, store) == 1
    assert stored(portal) == [rows(database)[0].place]


def test_two_at_once_do_not_pass_the_quota(written, database, portal, cast):
    store, viewer = store_of(portal.settings), cast["ghana"].viewer
    room = actions.Room(portal.seal, ["GHA"], 1)

    def attach(letter: bytes) -> str:
        ready = readying.make_ready(store, "a.txt", letter * 600_000, examining.Patience.new())
        item_id = drafts.pop()
        together.wait(20)
        with suppress(actions.NotTaken), database.unit_of_work() as db:
            actions.attach(db, viewer, item_id, ready, room)
            time.sleep(0.2)  # the other looks for room before this one is committed
            return "taken"
        return "no room"

    drafts, together = [written("ghana", Stage.DRAFT) for _ in range(2)], Barrier(2)
    for item_id in drafts:  # whose keys are there, so that making them holds nothing
        first = readying.make_ready(store, "b.txt", item_id.encode(), examining.Patience.new())
        with database.unit_of_work() as db:
            actions.attach(db, viewer, item_id, first, room)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attach, (b"a", b"b"))) == ["no room", "taken"]


def test_a_form_sent_twice_attaches_once(browse, draft, database):
    ghana, key = browse("ghana"), {"once": "the-same-key"}
    first = ghana.post(f"/practices/{draft}/files", key, **sent(TEXT))
    second = ghana.post(f"/practices/{draft}/files", key, **sent(TEXT))

    assert first.location == second.location
    assert len(rows(database)) == 1


def test_files_change_what_is_submitted_so_an_older_page_submits_nothing(browse, draft, database):
    ghana = browse("ghana")
    page = ghana.get(f"/practices/{draft}/edit/check")
    version = page.soup.select_one("input[name=version]")["value"]
    browse("ghana_alternate").post(f"/practices/{draft}/files", **sent(TEXT))
    ghana.post(f"/practices/{draft}/edit/check", {"version": version}, status=409)

    with database.read() as conn:
        assert conn.execute(select(table(Item).c.stage)).scalar() == Stage.DRAFT


def test_what_was_submitted_while_a_file_was_examined_stays_as_it_was(
    browse, draft, database, monkeypatch
):
    def submitted() -> None:
        with database.unit_of_work() as db:
            db.execute(update(table(Item)).values(stage=Stage.SUBMITTED))

    meanwhile(monkeypatch, submitted)
    browse("ghana").post(f"/practices/{draft}/files", status=409, **sent(TEXT))

    assert rows(database) == []


def test_an_office_put_under_review_while_a_file_is_examined_attaches_nothing(
    browse, cast, draft, database, monkeypatch
):
    meanwhile(monkeypatch, lambda: reviewed(database, cast))
    answer = browse("ghana").client.post(
        f"/practices/{draft}/files",
        data={"csrf": browse("ghana").token}, follow_redirects=False, **sent(TEXT),
    )  # fmt: skip

    assert answer.status_code in {303, 401, 403}
    assert rows(database) == []


def test_the_rule_is_asked_again_where_the_row_is_written(cast, draft, database):
    """Whoever loses the office after the last look outside the act is refused inside it."""
    viewer = cast["ghana"].viewer
    with database.read() as conn:
        matter = items.find(conn, viewer, Kind.PRACTICE, draft)
    with database.unit_of_work() as db:
        hold_written(db, viewer, P.PRACTICE_EDIT, matter, BEING_WRITTEN)
    with database.unit_of_work() as db:
        own = appointment.c.office_id == viewer.office.id
        db.execute(update(appointment).where(own).values(ends=clock.today() - timedelta(days=1)))
    with pytest.raises(Conflict), database.unit_of_work() as db:
        hold_written(db, viewer, P.PRACTICE_EDIT, matter, BEING_WRITTEN)


def test_a_portal_frozen_meanwhile_takes_nothing(browse, draft, database, monkeypatch):
    def asked_anew(portal) -> None:
        with database.unit_of_work() as db:
            ensure_open(portal, db)

    meanwhile(monkeypatch, lambda: freezing.freeze(database, "Test"))
    monkeypatch.setattr(attaching, "ensure_open", asked_anew)
    browse("ghana").post(f"/practices/{draft}/files", status=503, **sent(TEXT))

    assert rows(database) == []


def test_a_store_that_takes_nothing_is_said_and_nothing_is_attached(
    browse, draft, database, portal
):
    folder = store_of(portal.settings).folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    page = browse("ghana").post(f"/practices/{draft}/files", status=503, **sent(TEXT))

    assert page.words("h1") == ["Files cannot be kept"]
    assert rows(database) == []


@pytest.mark.parametrize("harm", ["missing", "changed", "swapped", "no key", "another row"])
def test_a_file_that_cannot_be_read_is_a_clear_sentence(browse, draft, database, portal, harm):
    ghana, address = browse("ghana"), f"/practices/{draft}/files"
    ghana.post(address, **sent(PDF, TEXT))
    one, other = rows(database)
    store = store_of(portal.settings)
    if harm == "missing":
        store.delete(one.place)
    elif harm == "changed":
        store.put_at(one.place, turned(store.get(one.place)))
    elif harm == "swapped":
        store.put_at(one.place, store.get(other.place))
    with database.unit_of_work() as db:
        if harm == "no key":
            db.execute(delete(record_key).where(record_key.c.record == draft))
        elif harm == "another row":
            taken = {"place": "0" * 32, "wrapped": other.wrapped}
            db.execute(update(attachment).where(attachment.c.id == one.id).values(**taken))
            store.put_at("0" * 32, store.get(other.place))
    page = ghana.get(f"{address}/{one.id}", status=503)

    assert page.words("h1") == ["This file cannot be read"]
    if harm != "no key":
        ghana.get(f"{address}/{other.id}")


def test_large_forms_are_read_here_and_nowhere_else_and_from_nobody_unknown(browse, draft):
    large = ("a.txt", b"a" * 3_000_000, "text/plain")
    browse("ghana").post(f"/practices/{draft}/files", **sent(large))
    browse("ghana").post(f"/practices/{draft}/edit/what", status=413, **sent(large))
    browse("ghana").post("/practices/new", status=413, **sent(large))
    over = [(f"{n}.txt", b"a" * 8_000_000, "text/plain") for n in range(3)]
    browse("ghana").post(f"/practices/{draft}/files", status=413, **sent(*over))
    browse().post(f"/practices/{draft}/files", **sent(large))  # to the sign-in, unread


def test_whoever_may_not_attach_here_or_came_too_often_is_refused_unread(
    browse, draft, written, portal, monkeypatch
):
    read: list[str] = []
    real = guard.sent.uploads

    async def noted(form):
        read.append("read")
        return await real(form)

    monkeypatch.setattr(guard.sent, "uploads", noted)
    large, address = ("a.txt", b"a" * 3_000_000, "text/plain"), f"/practices/{draft}/files"
    submitted = written("ghana", Stage.SUBMITTED)
    browse("denmark").post(address, status=404, **sent(large))
    browse("ghana").post(f"/practices/{submitted}/files", status=403, **sent(large))
    browse("ghana").post("/practices/nothing-here/files", status=404, **sent(large))
    assert read == []

    monkeypatch.setattr(portal.allowance, "lets", lambda *_given: False)
    for _ in range(UPLOADING.room + 1):
        browse("ghana").post(address, status=422)
    counted = len(read)
    refused = browse("ghana").post(address, status=429, **sent(large))

    assert (counted, len(read)) == (UPLOADING.room + 1,) * 2
    assert refused.raw.headers["retry-after"] == "2"


def test_every_form_of_files_asks_about_its_address_before_it_is_read():
    """An address that names nothing leaves nothing to ask: its permission is asked anyway."""
    assert [
        route.path
        for room in ROOMS
        for route in room.routes
        if getattr(route.endpoint, uploads.LARGEST, 0)
        and route.param_convertors
        and not getattr(route.endpoint, uploads.MAY_SEND, None)
    ] == []


def test_the_keys_of_files_are_renewed_with_all_others(browse, attached, database, portal):

    item_id, file_id = attached
    old = portal.settings.seal_key.get_secret_value()
    rotate(database, Seal(f"{new_key()}\n{old}"), lambda _line: None)

    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(record_key)).scalar() >= 1
        assert conn.execute(text("SELECT count(*) FROM party_key")).scalar() >= 1
    browse("ghana").get(f"/practices/{item_id}/files/{file_id}", status=503)  # of the old key alone


def test_ones_own_data_names_the_files_that_can_still_be_read(browse, attached, database):
    item_id, _file = attached

    def told() -> list[tuple[str, str]]:
        rows_told = saved(browse("ghana")).json()["files_attached"]
        return [(row["item_id"], row["name"]) for row in rows_told]

    assert told() == [(item_id, "Report.pdf")]
    with database.unit_of_work() as db:
        db.execute(text("DELETE FROM item_label"))
    assert told() == []
