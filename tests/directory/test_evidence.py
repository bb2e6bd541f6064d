"""The note verbale of an appointment as a file: who attaches it, who reads it, what stays."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from app.access.labels import SECRETARIAT, member_label
from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.seal import CannotOpen
from app.directory import keeping
from app.directory.evidence_models import Evidence
from app.directory.keeping import Paper
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.directory.rules import Stage
from app.doctor import files as doctor
from app.files import apart, sealing
from app.files.models import Attachment
from app.files.serving import store_of
from app.identity.models import Person
from app.rotation.commands import rotate
from app.sealing.models import RecordKey
from tests.files import corpus
from tests.support.ordering import saved
from tests.support.uploading import meanwhile, reviewed, sent

NAME = "Note verbale 12.pdf"
NOTE = (NAME, corpus.pdf(), "application/pdf")
WHY = {"why": "It names another person."}


def scan(color: str) -> tuple[str, bytes, str]:
    kept = io.BytesIO()
    Image.new("RGB", (9, 9), color).save(kept, "PNG")
    return f"{color}.png", kept.getvalue(), "image/png"


def rows(database, model, *columns: str) -> list[tuple]:
    found = table(model)
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(select(*(found.c[name] for name in columns)))]


def events(database, subject: str) -> list[str]:
    audit = table(AuditRecord)
    wanted = select(audit.c.event).where(audit.c.subject == subject).order_by(audit.c.id)
    with database.read() as conn:
        return list(conn.execute(wanted).scalars())


def propose(database, member: str, stage: Stage = Stage.PROPOSED) -> str:
    """Record somebody new for the office of a member's alternate; return the appointment."""
    with database.unit_of_work() as db:
        person = Person(name="Ama Mensah")
        office = office_of(db, member, OfficeKind.ALTERNATE)
        db.add(person)
        db.flush()
        made = Appointment(
            office_id=office.id, person_id=person.id, stage=stage, starts=date(2026, 1, 1)
        )
        db.add(made)
        db.flush()
        return made.id


@pytest.fixture
def proposed(database) -> str:
    """Somebody who is proposed for the office of Ghana's alternate."""
    return propose(database, "GHA")


@pytest.fixture
def base(proposed) -> str:
    """The address of the page on which the papers of what is proposed are attached."""
    return f"/appointments/{proposed}/evidence"


@pytest.fixture
def paper(browse, base, database) -> str:
    """The address of the note verbale that the administrator attached."""
    browse("administrator").post(base, **sent(NOTE))
    return f"{base}/{rows(database, Attachment, 'id')[0][0]}"


def test_the_administrator_attaches_it_and_the_member_reads_it(
    browse, base, proposed, database, portal
):
    admin = browse("administrator")
    led = admin.post(base, **sent(NOTE))
    page = admin.get(led.location)

    assert led.location == f"{base}?said=attached"
    assert page.words("#h-files + .stack li > a") == [NAME]
    (file_id, place, *bare) = rows(
        database, Attachment, "id", "place", "name", "item_id", "member"
    )[0]
    assert bare == ["", None, None]
    parties = rows(database, RecordKey, "record", "party")
    assert sorted(party for record, party in parties if record == file_id) == [
        member_label("GHA"), SECRETARIAT,
    ]  # fmt: skip
    for who in ("administrator", "editor", "ghana", "ghana_alternate"):
        record = browse(who).get("/directory/GHA/offices")
        shown = record.soup.select("a[download]")
        assert [(a["href"], a.text) for a in shown] == [(f"{base}/{file_id}", NAME)], who
        assert "attached on" in record.text
        given = browse(who).get(f"{base}/{file_id}").raw
        assert given.content.startswith(b"%PDF-")
        assert given.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert given.headers["content-disposition"].startswith('attachment; filename="Note')
    read = ["directory:evidence:viewed"] * 4
    assert events(database, proposed) == ["files:file:attached", *read]
    assert b"%PDF" not in store_of(portal.settings).get(place)
    told = saved(admin).json()["files_attached"]
    assert [(one["item_id"], one["name"]) for one in told] == [(proposed, NAME)]
    assert saved(browse("editor")).json()["files_attached"] == []
    assert [a["href"] for a in admin.get(f"/appointments/{proposed}").soup.select("a[download]")]


def test_nobody_else_learns_that_there_is_one(browse, paper, base, proposed, database):
    file_id, elsewhere = paper.rpartition("/")[2], propose(database, "DNK")
    for who in ("denmark", "eu", "stranger"):
        other = browse(who)
        unknown = other.get("/appointments/abcdefghijkm/evidence/abcdefghijkm", status=404)
        assert other.get(paper, status=404).words("h1") == unknown.words("h1")
        other.get(base, status=404)
        other.post(base, **sent(NOTE), status=404)
        other.post(f"{paper}/remove", WHY, status=403)
        assert paper not in other.client.get("/directory/GHA/offices").text
    nowhere = f"{base}/abcdefghijkm"
    told = [browse().client.get(one, follow_redirects=False) for one in (paper, nowhere)]
    assert [one.status_code for one in told] == [303, 303], "may sign in, whatever the address"
    for who in ("ghana", "denmark", "administrator"):
        browse(who).get(f"/appointments/{elsewhere}/evidence/{file_id}", status=404)
    assert "directory:evidence:viewed" not in events(database, proposed)
    assert "directory:evidence:viewed" not in events(database, elsewhere)


def test_the_key_opens_for_no_other_party(cast, paper, database, portal):
    file_id = paper.rpartition("/")[2]
    rotate(database, portal.seal, lambda _line: None)
    with database.read() as conn:
        assert apart.find(conn, cast["ghana"].viewer.labels, file_id) is not None
        assert apart.find(conn, cast["denmark"].viewer.labels, file_id) is None
        with pytest.raises(CannotOpen):
            sealing.key_of_item(conn, portal.seal, file_id, cast["denmark"].viewer.labels)
        assert list(doctor.findings(portal.settings, conn)) == []


def test_who_attaches_when(browse, proposed, base, database, cast):
    """A Focal Point to what is proposed for the own alternate, the administrator until it ends."""
    for who in ("ghana_alternate", "editor"):
        browse(who).get(base, status=403)
        browse(who).post(base, **sent(NOTE), status=403)
    browse("ghana").post(base, **sent(NOTE))
    assert rows(database, Attachment, "member") == [("GHA",)]
    browse("ghana").post(f"{base}/{rows(database, Attachment, 'id')[0][0]}/remove", WHY, status=403)
    with database.unit_of_work() as db:
        note = Paper("The Minister", "Note 12", read=True)
        keeping.verify(db, cast["administrator"].viewer, proposed, note, clock.today())
    browse("ghana").get(base, status=409)
    browse("ghana").post(base, **sent(scan("red")), status=409)
    browse("administrator").post(base, **sent(scan("red")))
    with database.unit_of_work() as db:
        keeping.revoke(db, cast["administrator"].viewer, proposed, "A mistake.")
    browse("administrator").post(base, **sent(scan("blue")), status=409)
    assert len(rows(database, Attachment, "id")) == 2
    record = browse("ghana").get("/directory/GHA/offices")
    assert len(record.soup.select("details a[download]")) == 2, "it stays in the record"


def test_three_files_of_the_right_kind_and_none_twice(browse, base, database):
    admin = browse("administrator")
    text_ = ("note.txt", b"Note verbale", "text/plain")
    said = admin.post(base, **sent(text_), status=422).words(".note li")
    assert len(said) == 1
    assert said[0].startswith("note.txt: A note verbale is attached as a PDF or as a picture")
    admin.post(base, **sent(NOTE, scan("red")))
    again = admin.post(base, **sent(scan("red")), status=422)
    assert again.words(".note li") == ["red.png: This very file is attached already."]
    admin.post(base, **sent(scan("green"), scan("blue")), status=422)
    page = admin.post(base, **sent(scan("green"))).location
    assert admin.get(page).soup.select("input[type=file]") == []
    admin.post(base, **sent(scan("blue")), status=422)
    assert len(rows(database, Attachment, "id")) == len(rows(database, Evidence, "id")) == 3


def test_two_at_once_do_not_exceed_the_limit(browse, base, database):
    admin = browse("administrator")
    admin.post(base, **sent(NOTE, scan("red")))
    helpers = [browse("administrator") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        sends = [
            pool.submit(
                one.client.post, base, data={"csrf": one.token, "once": c * 22}, **sent(scan(c))
            )
            for one, c in zip(helpers, ("green", "blue"), strict=True)
        ]
        for one in sends:
            one.result()
    assert len(rows(database, Attachment, "id")) == 3


def test_before_it_is_verified_the_administrator_removes_it_with_a_reason(
    browse, paper, base, proposed, database
):
    admin = browse("administrator")
    page = admin.post(f"{paper}/remove", {"why": " "}, status=422)
    assert page.words(".problem li") == ["Write the reason in one or two sentences."]
    assert page.words("details[open] summary") == [f"Remove {NAME}"]
    admin.post(f"{base}/abcdefghijkm/remove", WHY, status=404)
    assert len(rows(database, Attachment, "id")) == 1

    before = rows(database, RecordKey, "record", "party")
    keys = [one for one in before if one[0] == paper.rpartition("/")[2]]
    admin.post(f"{paper}/remove", WHY)
    admin.get(paper, status=404)
    admin.post(f"{paper}/remove", WHY, status=404)
    assert rows(database, Attachment, "id") == []
    assert len(keys) == 2
    left = set(rows(database, RecordKey, "record", "party"))
    assert left == set(before) - set(keys), "its keys are shredded with it"
    assert rows(database, Evidence, "appointment_id", "attachment_id", "why_removed") == [
        (proposed, None, WHY["why"])
    ]
    said = [one for one in browse("ghana").get("/directory/GHA/offices").words("li p.small")
            if WHY["why"] in one]  # fmt: skip
    assert len(said) == 1
    assert events(database, proposed)[-1] == "files:file:removed"


def test_what_was_verified_or_refused_on_it_stays(browse, paper, proposed, database, cast):
    with database.unit_of_work() as db:
        keeping.refuse(db, cast["administrator"].viewer, proposed, "No paper.")
    browse("administrator").post(f"{paper}/remove", WHY, status=409)
    assert len(rows(database, Attachment, "id")) == 1
    assert browse("ghana").get(paper).raw.content.startswith(b"%PDF-")


def test_what_came_after_the_reading_is_not_verified_on(browse, paper, proposed, base, database):
    """The page names the papers it showed; a second one, or one less, and nothing is decided."""
    admin, here = browse("administrator"), f"/appointments/{proposed}"
    form = {"authority": "The Minister", "evidence": "Note 12"}
    read = admin.get(here)
    seen = {"seen": [field["value"] for field in read.soup.select("input[name=seen]")]}
    assert seen == {"seen": [paper.rpartition("/")[2]]}

    browse("ghana").post(base, **sent(scan("red")))
    answer = admin.post(f"{here}/verify", {**form, **seen}, status=409)
    assert "a note verbale was attached or removed, so nothing was decided" in answer.text
    admin.post(f"{here}/verify", form, status=409)
    assert (proposed, "proposed", None) in rows(database, Appointment, "id", "stage", "authority")
    assert "directory:appointment:verified" not in events(database, proposed)

    wrong = admin.post(f"{here}/verify", {"authority": "M", **seen}, status=422)
    anew = [field["value"] for field in wrong.soup.select("input[name=seen]")]
    assert len(anew) == 2, "the page is shown with what is attached now"
    admin.post(f"{here}/verify", {**form, "seen": anew})
    assert (proposed, "verified") in rows(database, Appointment, "id", "stage")


@pytest.fixture(params=["verified", "reviewed"])
def happening(request, monkeypatch, database, cast, proposed):
    """What happens while a file is examined, and how who sent it is answered then."""

    def verified():
        with database.unit_of_work() as db:
            note = Paper("The Minister", "Note 12", read=True)
            keeping.verify(db, cast["administrator"].viewer, proposed, note, clock.today())

    act = verified if request.param == "verified" else lambda: reviewed(database, cast)
    meanwhile(monkeypatch, act)
    return 409 if request.param == "verified" else 401


def test_the_right_is_asked_again_when_the_file_is_written(browse, base, database, happening):
    browse("ghana").post(base, **sent(NOTE), status=happening)
    assert rows(database, Attachment, "id") == rows(database, Evidence, "id") == []


def test_the_files_of_a_member_count_in_its_room_and_those_of_the_secretariat_in_none(
    browse, base, database, portal, monkeypatch
):
    monkeypatch.setitem(portal.settings.__dict__, "files_quota", 0)
    full = browse("ghana").post(base, **sent(NOTE), status=422)
    assert "have used up their 0 MB" in full.text
    browse("administrator").post(base, **sent(NOTE))
    assert len(rows(database, Attachment, "id")) == 1
