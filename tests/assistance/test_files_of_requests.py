"""Files of requests and of talks: who attaches, who reads them and nobody else, and their end."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from app.assistance import ending
from app.assistance.ending import destroy_due, put_back_receipts, tell_due
from app.assistance.models import Ending
from app.assistance.rules import Act, OfferStage, Stage
from app.assistance.sealing import opened
from app.assistance.waits import News
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.files.models import Attachment
from app.files.serving import store_of
from app.identity.models import Person
from app.items.models import Item, Revision
from app.notifications.models import DigestLine, Notice
from app.sealing.keys import Keys, record_key
from tests.assistance.sample import Maker
from tests.support.ordering import saved
from tests.support.uploading import meanwhile, reviewed, sent

attachment = table(Attachment)
item = table(Item)
record = table(AuditRecord)
PLAN = ("Kanarienplan.txt", b"kanari of the plan", "text/plain")
TERMS = ("Kanarienbrief.txt", b"kanari of the talk", "text/plain")
ASKED = (
    "ghana", "ghana_alternate", "denmark", "costa_rica", "editor", "administrator", "stranger",
)  # fmt: skip


def rows(database) -> list:
    with database.read() as conn:
        return conn.execute(select(attachment).order_by(attachment.c.at, attachment.c.id)).all()


def move(database, item_id, stage) -> None:
    with database.unit_of_work() as db:
        db.execute(update(item).where(item.c.id == item_id).values(stage=stage))


def viewed(database, item_id) -> list[str]:
    with database.read() as conn:
        wanted = record.c.subject == item_id, record.c.event == Event.REQUEST_VIEWED
        return list(conn.execute(select(record.c.person_id).where(*wanted)).scalars())


@pytest.fixture
def filed(browse, database, portal, cast):
    """Return a function that makes a request with one file and takes it through these steps."""

    def make(*steps: str, audience: str = "members:DNK") -> tuple[str, str, str]:
        with database.unit_of_work() as db:
            maker = Maker(db, portal, cast)
            made = maker.request(Stage.DRAFT, audience)
        browse("ghana").post(f"/assistance/{made}/files", **sent(PLAN))
        with database.unit_of_work() as db:
            maker = Maker(db, portal, cast)
            for step in steps:
                maker.step(step, made, "ghana", "denmark")
        file = next(one for one in rows(database) if one.item_id == made)
        return made, file.id, maker.offer_id

    return make


@pytest.fixture
def talked(browse, filed, database):
    """A request in talks, its offer, and the files of both sides, by member."""
    made, _file, offer = filed("submit", "open", "offer", "talk", audience="network")
    address = f"/assistance/{made}/offers/{offer}/files"
    browse("denmark").post(address, **sent(TERMS))
    browse("ghana").post(address, **sent(PLAN))
    own = {one.member: one.id for one in rows(database) if one.item_id == offer}
    return made, offer, own


READS = {
    (): {"ghana", "ghana_alternate"},
    ("submit",): {"ghana", "ghana_alternate", "editor", "administrator"},
    ("submit", "open"): {"ghana", "ghana_alternate", "editor", "administrator", "denmark"},
    ("submit", "withdraw"): {"ghana", "ghana_alternate", "editor", "administrator"},
}


@pytest.mark.parametrize("steps", READS, ids=lambda steps: "-".join(steps) or "draft")
def test_who_reads_the_request_reads_its_files_and_nobody_else(browse, filed, steps):
    made, file, _offer = filed(*steps)
    for one in ASKED:
        status = 200 if one in READS[steps] else 404
        for channel in ("", "/api/v1"):
            got = browse(one).get(f"{channel}/assistance/{made}/files/{file}", status=status)
            assert got.text.count("kanari of the plan") == (status == 200)
            page = browse(one).get(f"{channel}/assistance/{made}", status=status)
            assert ("Kanarienplan" in page.text) == (status == 200)
    browse().get(f"/assistance/{made}/files/{file}", status=303)
    browse().get(f"/api/v1/assistance/{made}/files/{file}", status=401)
    other, _file, _offer = filed("submit", "open", audience="network")
    browse("ghana").get(f"/assistance/{other}/files/{file}", status=404)
    browse("ghana").get(f"/practices/{made}/files/{file}", status=404)


def test_names_and_contents_are_sealed_and_kept_with_what_was_submitted(
    filed, database, portal, cast
):
    made, file, _offer = filed("submit")
    one = rows(database)[0]
    with database.read() as conn:
        kept = conn.execute(select(table(Revision)).where(table(Revision).c.item_id == made)).one()
        mine = cast["ghana"].viewer.labels
        wrapped = conn.execute(
            select(record_key.c.wrapped).where(
                record_key.c.record == made, record_key.c.party.in_(mine)
            )
        ).scalar_one()
        of_item = Keys(conn, portal.seal, mine).of(made, bytes(wrapped))
    place = ("item_revision", f"{made}/{kept.number}", "sealed_body", kept.sealed_body)
    said = json.loads(opened(of_item, *place))

    assert (one.id, one.name, one.member, one.size) == (file, "", "GHA", len(PLAN[1]))
    assert b"Kanarien" not in bytes(one.sealed_name)
    assert said["files"] == [["Kanarienplan.txt", one.sha256]]
    assert b"kanari" not in store_of(portal.settings).get(one.place)
    with database.read() as conn:
        told = conn.execute(select(record.c.detail).where(record.c.subject == made)).scalars()
        assert not [detail for detail in told if "Kanarien" in str(detail)]


def test_files_of_a_request_change_only_while_it_is_written_by_its_own_office(
    browse, filed, database
):
    made, file, _offer = filed()
    address = f"/assistance/{made}/files"
    page = browse("ghana").get(address)
    assert page.words("#h-files + .stack li a") == ["Kanarienplan.txt"]
    check = browse("ghana").get(f"/assistance/{made}/check")
    assert check.words("#h-files + .stack li a") == ["Kanarienplan.txt"]
    version = check.soup.select_one("input[name=version]")["value"]
    for one, status in (("denmark", 404), ("editor", 404)):
        browse(one).get(address, status=status)
        browse(one).post(address, status=status, **sent(TERMS))
        browse(one).post(f"{address}/{file}/remove", status=status)

    browse("ghana_alternate").post(address, **sent(TERMS))
    late = {"version": version, "harmless": "yes"}
    browse("ghana").post(f"/assistance/{made}/check", late, status=409)
    led = browse("ghana").post(f"{address}/{file}/remove")
    assert led.location == f"{address}?said=removed"
    browse("ghana").get(f"{address}/{file}", status=404)
    move(database, made, Stage.SUBMITTED)
    browse("ghana").get(address, status=403)
    browse("ghana").post(address, status=403, **sent(PLAN))
    browse("ghana").post(f"{address}/{rows(database)[0].id}/remove", status=403)
    assert [one.item_id for one in rows(database)] == [made]


def test_both_sides_of_a_talk_and_the_secretariat_read_its_files(browse, talked, making):
    made, offer, own = talked
    with making() as maker:
        other = maker.offer(made, "costa_rica")
    address = f"/assistance/{made}/offers/{offer}/files"
    sees = {"ghana", "ghana_alternate", "denmark", "editor", "administrator"}
    for one in ASKED:
        status = 200 if one in sees else 404
        for channel in ("", "/api/v1"):
            for file in own.values():
                got = browse(one).get(f"{channel}{address}/{file}", status=status)
                assert got.text.count("kanari") == (status == 200)
            seen = 404 if one == "stranger" else 200
            page = browse(one).get(f"{channel}/assistance/{made}", status=seen)
            assert ("Kanarienbrief" in page.text) == (status == 200)
        browse(one).get(f"/assistance/{made}/files/{own['DNK']}", status=404)
        browse(one).get(f"/assistance/{made}/offers/{other}/files/{own['DNK']}", status=404)
    data = browse("denmark").get(f"/api/v1/assistance/{made}").json()["offers"]
    assert [(one["name"], one["member"], one["address"]) for one in data[0]["files"]] == [
        ("Kanarienbrief.txt", "DNK", f"/api/v1{address}/{own['DNK']}"),
        ("Kanarienplan.txt", "GHA", f"/api/v1{address}/{own['GHA']}"),
    ]
    wrong, _file, _offer = made[::-1], None, None
    browse("denmark").get(f"/assistance/{wrong}/offers/{offer}/files/{own['DNK']}", status=404)


def test_a_side_removes_its_own_files_and_the_others_read_on(browse, talked, database):
    made, offer, own = talked
    address = f"/assistance/{made}/offers/{offer}/files"
    page = browse("denmark").get(address)
    assert [form["action"] for form in page.soup.select("form[action$=remove]")] == [
        f"{address}/{own['DNK']}/remove"
    ]
    assert page.words("#h-files + .stack .meta") == [
        "Plain text · 1 kB · Denmark", "Plain text · 1 kB · Ghana",
    ]  # fmt: skip
    browse("ghana").post(f"{address}/{own['DNK']}/remove", status=404)
    browse("editor").post(f"{address}/{own['DNK']}/remove", status=403)
    browse("editor").post(address, status=403, **sent(TERMS))
    browse("costa_rica").post(address, status=404, **sent(TERMS))
    browse("denmark").post(f"{address}/{own['DNK']}/remove")
    assert {one.member for one in rows(database) if one.item_id == offer} == {"GHA"}
    browse("denmark").get(f"{address}/{own['GHA']}")


def test_the_other_side_alone_is_told_of_a_file_and_not_what_it_is(
    browse, talked, database, portal
):
    made, offer, _own = talked
    told, waits, people = table(Notice), table(DigestLine), table(Person)
    portal.settings.__dict__["files_quota"] = 0
    full = ("n.txt", b"new", "text/plain")
    browse("ghana").post(f"/assistance/{made}/offers/{offer}/files", status=422, **sent(full))

    with database.read() as conn:
        notices = conn.execute(
            select(told.c.label, told.c.item_id).where(told.c.what == News.FILE)
        ).all()
        letters = conn.execute(
            select(people.c.name, waits.c.path)
            .join_from(waits, people, people.c.id == waits.c.person_id)
            .where(waits.c.what == News.FILE)
        ).all()
    assert sorted(map(tuple, notices)) == [("member:DNK", offer), ("member:GHA", offer)]
    assert sorted(row.name for row in letters) == sorted(
        browse(who).get("/account").words(".lede")[0]
        for who in ("denmark", "ghana", "ghana_alternate")
    )
    assert {row.path for row in letters} == {f"/assistance/{made}"}


@pytest.mark.parametrize("over", ["declined", "withdrawn", "closed"])
def test_when_the_talk_is_over_its_files_are_read_and_not_changed(browse, talked, database, over):
    made, offer, own = talked
    if over == "closed":
        move(database, made, Stage.CLOSED)
    else:
        move(database, offer, OfferStage(over))
    address = f"/assistance/{made}/offers/{offer}/files"
    for one, member in (("ghana", "GHA"), ("denmark", "DNK")):
        browse(one).get(address, status=403)
        browse(one).post(address, status=403, **sent(("n.txt", b"new", "text/plain")))
        browse(one).post(f"{address}/{own[member]}/remove", status=403)
        browse(one).get(f"{address}/{own['DNK']}")
        page = browse(one).get(f"/assistance/{made}")
        assert page.soup.select(f"a[href='{address}']") == []
    assert len(rows(database)) == 3


def test_what_happens_while_a_file_is_examined_comes_first(  # noqa: PLR0913, PLR0917 - fixtures
    browse, filed, talked, database, cast, making, monkeypatch
):
    made, offer, _own = talked
    draft, _file, _none = filed()
    before = len(rows(database))
    new = sent(("n.txt", b"new", "text/plain"))

    def taken_back() -> None:
        with making() as maker:
            maker.answer(made, offer, "denmark", Act.TAKE_BACK)

    with monkeypatch.context() as patch:
        meanwhile(patch, lambda: move(database, draft, Stage.SUBMITTED))
        browse("ghana").post(f"/assistance/{draft}/files", status=409, **new)
    with monkeypatch.context() as patch:
        meanwhile(patch, taken_back)
        address = f"/assistance/{made}/offers/{offer}/files"
        browse("ghana").post(address, status=403, **new)
    move(database, draft, Stage.DRAFT)
    meanwhile(monkeypatch, lambda: reviewed(database, cast))
    answer = browse("ghana").client.post(
        f"/assistance/{draft}/files",
        data={"csrf": browse("ghana").token}, follow_redirects=False, **new,
    )  # fmt: skip
    assert answer.status_code in {303, 401, 403}
    assert len(rows(database)) == before


def test_each_side_takes_its_files_from_its_own_room(browse, talked, database, portal, monkeypatch):
    made, offer, _own = talked
    monkeypatch.setitem(portal.settings.__dict__, "files_quota", 1)
    with database.unit_of_work() as db:
        full = attachment.c.member == "DNK"
        db.execute(update(attachment).where(full).values(size=1024 * 1024))
    address = f"/assistance/{made}/offers/{offer}/files"
    page = browse("denmark").post(address, status=422, **sent(("n.txt", b"new", "text/plain")))
    assert page.words(".note.stop li")[0].startswith("n.txt: The files of your member have used")
    browse("ghana").post(address, **sent(("n.txt", b"new", "text/plain")))


def test_the_secretariat_reading_a_file_is_recorded_as_reading_the_request(
    browse, talked, filed, database, cast
):
    made, offer, own = talked
    other, file, _offer = filed("submit")
    browse("ghana").get(f"/assistance/{other}/files/{file}")
    assert viewed(database, other) == viewed(database, made) == []
    browse("editor").get(f"/assistance/{other}/files/{file}")
    browse("editor").get(f"/assistance/{made}/offers/{offer}/files/{own['DNK']}")

    editor = cast["editor"].viewer.person_id
    assert viewed(database, other) == viewed(database, made) == [editor]


def test_files_go_with_the_words_and_the_receipt_counts_them(browse, talked, database, portal):
    made, offer, own = talked
    other = rows(database)[0]
    move(database, made, Stage.CLOSED)
    with database.unit_of_work() as db:
        past = clock.now() - timedelta(days=80)
        db.execute(update(item).where(item.c.id == made).values(changed_at=past))
    tell_due(portal)
    with database.unit_of_work() as db:
        db.execute(update(table(Ending)).values(due_on=clock.today()))
    with database.read() as conn:
        copied = [dict(row) for row in conn.execute(select(attachment)).mappings()]
    destroy_due(portal)

    assert other.item_id == made
    assert rows(database) == []
    with database.read() as conn:
        receipt = conn.execute(select(table(Ending))).mappings().one()
        detail = conn.execute(
            select(record.c.detail).where(record.c.event == Event.REQUEST_WORDS_DESTROYED)
        ).scalar_one()
        keys = conn.execute(
            select(record_key.c.record).where(record_key.c.record.in_([made, offer]))
        ).all()
    assert (receipt["files"], json.loads(detail)["files"], keys) == (3, 3, [])
    browse("ghana").get(f"/assistance/{made}/offers/{offer}/files/{own['GHA']}", status=404)
    with database.unit_of_work() as db:  # as an older backup brings them back
        db.execute(attachment.insert(), copied)
        db.execute(text("DELETE FROM request_ending"))
    browse("ghana").get(f"/assistance/{made}/offers/{offer}/files/{own['GHA']}", status=503)
    with database.unit_of_work() as db:
        assert put_back_receipts(db.connection(), [dict(receipt)]) == 1
    assert rows(database) == []
    with database.read() as conn:
        assert conn.execute(select(table(Ending).c.files)).scalar_one() == 3
    with database.unit_of_work() as db:
        assert ending.take_files(db.connection(), made) == 0


def test_ones_own_data_names_files_of_requests_as_long_as_they_are_read(browse, talked, database):
    made, offer, _own = talked

    def told(who: str) -> list[tuple[str, str]]:
        found = saved(browse(who)).json()["files_attached"]
        return [(one["item_id"], one["name"]) for one in found]

    assert told("denmark") == [(offer, "Kanarienbrief.txt")]
    assert told("ghana") == [(made, "Kanarienplan.txt"), (offer, "Kanarienplan.txt")]
    with database.unit_of_work() as db:
        db.execute(text("DELETE FROM item_label WHERE item_id = :id"), {"id": made})
    assert told("denmark") == []
