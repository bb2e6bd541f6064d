"""Letters between offices through the portal: no address is shown, nothing of the text is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.directory.writing import MOST_A_DAY
from app.duties import address_of
from app.identity.models import Person
from app.mail.models import Letter
from app.mail.sending import Folder, send_due
from tests.support.rows import dump, rows_hash

TYPED = {"subject": "Your early warning desk", "text": "How many people?\n\nWith thanks."}
letter = table(Letter)
audit = table(AuditRecord)


@pytest.fixture
def settings(settings):
    """The day's limit is looked at here, not the pace."""
    return settings.model_copy(update={"patience": 10})


@pytest.fixture
def there(cast) -> str:
    return f"/offices/{cast['ghana'].viewer.office.id}/write"


def letters(database) -> list:
    with database.read() as conn:
        return list(conn.execute(select(letter).order_by(letter.c.created_at)).all())


def test_a_letter_goes_to_whoever_holds_the_office_and_shows_no_address(
    browse, there, database, cast
):
    denmark = browse("denmark")
    link = denmark.get("/directory/GHA").soup.select_one(f"a[href='{there}']")
    assert link.get_text(strip=True) == "Write to this office"
    sent = denmark.post(there, TYPED)

    assert sent.location == f"{there}?sent=yes"
    page = denmark.get(sent.location)
    assert "Your letter is on its way." in page.text
    (one,) = letters(database)
    assert (one.person_id, one.address, one.subject) == (
        cast["ghana"].viewer.person_id, None, "Letter from Focal Point, Denmark",
    )  # fmt: skip
    own = f"http://testserver/offices/{cast['denmark'].viewer.office.id}/write"
    assert "From: Focal Point, Denmark" in one.body
    assert "It is about: Your early warning desk\n" in one.body
    assert "\n> How many people?\n> \n> With thanks.\n" in one.body
    assert "to your office: Focal Point, Ghana\n" in one.body
    assert own in one.body
    assert "@" not in one.body + page.text
    with database.read() as conn:
        kept = conn.execute(select(audit).order_by(audit.c.id.desc())).first()
    assert (kept.event, kept.subject, kept.person_id, kept.detail) == (
        "directory:colleague:addressed", cast["ghana"].viewer.office.id,
        cast["denmark"].viewer.person_id, "{}",
    )  # fmt: skip


def test_the_words_around_it_are_in_the_language_of_the_reader(browse, there, database):
    browse("ghana").post("/account/language", {"language": "fr"})
    browse("denmark").post(there, TYPED)
    (one,) = letters(database)

    assert "De : Point focal, Danemark" in one.body
    assert one.subject == "Lettre de Point focal, Danemark"
    assert "> How many people?" in one.body


def test_what_is_missing_is_said_and_nothing_typed_is_lost(browse, there, database):
    before = rows_hash(database, but=("session", "throttle"))
    page = browse("denmark").post(there, {"subject": "", "text": "a" * 4001}, status=422)

    assert page.words("#f-subject-e") == ["Say in a few words what it is about."]
    assert page.words("#f-text-e") == ["Shorten this to 4000 characters. It has 4001 now."]
    assert "a" * 4001 in page.text
    assert rows_hash(database, but=("session", "throttle")) == before


def test_nobody_writes_to_a_vacant_office_to_oneself_or_from_outside(browse, there, database, cast):
    own = f"/offices/{cast['denmark'].viewer.office.id}/write"
    browse("denmark").post(own, TYPED, status=409)
    browse("denmark").get(own, status=409)
    browse("denmark").post("/offices/abcdefghijkm/write", TYPED, status=404)
    browse("stranger").post(there, TYPED, status=403)
    browse("nobody").get(there, status=303)
    with database.unit_of_work() as db:
        for held in db.exec(
            select(Appointment).where(Appointment.office_id == cast["ghana"].viewer.office.id)
        ).scalars():
            held.ends = clock.today() - timedelta(days=1)
    page = browse("denmark").post(there, TYPED, status=409)

    assert "Nobody who could be written to holds this office at present." in page.text
    assert letters(database) == []
    assert browse("editor").get("/directory/GHA").soup.select(f"a[href='{there}']") == []


def test_nobody_sends_more_than_twenty_letters_a_day(browse, there, database, monkeypatch):
    denmark = browse("denmark")
    for number in range(MOST_A_DAY):
        denmark.post(there, {**TYPED, "subject": f"Letter {number}"})
    page = denmark.post(there, TYPED, status=409)
    browse("eu").post(there, TYPED)

    assert "You have sent 20 letters within a day." in page.text
    assert len(letters(database)) == MOST_A_DAY + 1
    monkeypatch.setattr("app.directory.writing.DAY", timedelta(0))  # as if a day had passed
    denmark.post(there, TYPED)
    assert len(letters(database)) == MOST_A_DAY + 2


def test_once_sent_the_text_is_kept_nowhere(browse, there, portal, database):
    browse("denmark").post(there, TYPED)
    folder = portal.settings.var_dir / "mail"
    assert send_due(database, portal.settings, Folder(folder), address_of) == 1

    assert "How many people?" in next(folder.iterdir()).read_text()
    assert "How many people?" not in str(dump(database))
    assert "early warning desk" not in str(dump(database))


def test_who_has_no_address_cannot_be_written_to(browse, there, database, cast):
    with database.unit_of_work() as db:
        db.get_one(Person, cast["ghana"].viewer.person_id).email = None
    browse("denmark").post(there, TYPED, status=409)

    assert letters(database) == []


def test_answering_the_secretariat_leads_back_to_the_directory(browse, cast):
    editor = cast["editor"].viewer.office.id
    page = browse("ghana").get(f"/offices/{editor}/write")
    links = {a["href"] for a in page.soup.select("main a[href^='/directory']")}

    assert links == {"/directory"}


def test_hidden_characters_that_turn_the_text_round_are_refused(browse, there, database):
    page = browse("denmark").post(
        there, {**TYPED, "text": "see https://x.example/\u202emoc.live"}, status=422
    )

    assert page.words("#f-text-e") == [
        (
            "Line 1 holds an invisible sign that turns the direction of writing."
            " Take it out, or write the line anew."
        )
    ]
    assert letters(database) == []


def test_only_offices_that_can_answer_are_written_to(browse, database):
    with database.unit_of_work() as db:
        adviser = office_of(db, "GHA", OfficeKind.ADVISER).id
        person = Person(name="An adviser", email="adviser@example.org")
        db.add(person)
        db.flush()
        db.add(Appointment(office_id=adviser, person_id=person.id, starts=clock.today()))
    denmark = browse("denmark")

    assert "An adviser" in denmark.get("/directory/GHA").text
    assert denmark.get("/directory/GHA").soup.select(f"a[href*='{adviser}']") == []
    denmark.post(f"/offices/{adviser}/write", TYPED, status=409)
    assert letters(database) == []
