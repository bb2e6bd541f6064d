"""A holder's own entry: kept, shown field by field, confirmed twice a year, and found by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory import entry
from app.directory.entry import EVERY
from app.directory.loading import office_of
from app.directory.models import Appointment, HolderEntry
from app.directory.reminding import ask_due
from app.mail.models import Letter
from tests.support.rows import rows_hash

SAID = {
    "position": "Director, Peace and Security",
    "email": "director@mfa.example",
    "telephone": "+233 30 000 0000",
    "languages": ["en", "fr"],
    "expertise": ["early-warning", "hate-speech"],
    "time_zone": "Africa/Accra",
}
EVERYTHING = ["name", "position", "email", "telephone", "languages", "expertise", "time_zone"]
NAMELESS = "The holder does not show a name."
audit = table(AuditRecord)


@pytest.fixture
def office(cast) -> str:
    return cast["ghana"].viewer.office.id


@pytest.fixture
def here(office) -> str:
    return f"/offices/{office}/entry"


@pytest.fixture
def kept(browse, here):
    """Keep Ghana's entry, with what is to be shown; Denmark keeps one of its own."""
    denmark = browse("denmark")
    own = denmark.get("/account").soup.select_one("a[href$='/entry']")["href"]
    denmark.post(own, {"languages": ["fr", "da"], "telephone": "+45 1234", "shown": ["name"]})

    def keep(*shown: str):
        return browse("ghana").post(here, {**SAID, "shown": list(shown)})

    return keep


def shown(answer) -> dict[str, str]:
    """Return what a member's page shows of the Focal Point, by field."""
    block = answer.soup.select_one("#h-offices ~ section")
    return {
        row.dt.get_text(strip=True): " ".join(row.dd.get_text().split())
        for row in block.select("dl > div")
    }


def events(database) -> list[str]:
    with database.read() as conn:
        found = conn.execute(select(audit.c.event).order_by(audit.c.id)).scalars()
        return [event for event in found if event.startswith("directory:entry")]


def test_members_see_what_the_holder_chose_and_the_public_nothing(browse, kept):
    assert kept(*EVERYTHING).location.endswith("/entry?said=kept")
    seen = browse("denmark").get("/directory/GHA")

    assert shown(seen) == {
        "Post": "Director, Peace and Security",
        "E-mail": "director@mfa.example",
        "Telephone": "+233 30 000 0000",
        "Languages": "English and French",
        "Can be asked about": "Early warning and Hate speech",
        "Time zone": "Accra (Africa)",
    }
    assert "ghana (test)" in seen.text
    assert "Right as of" in seen.text
    for who in ("nobody", "stranger"):
        public = browse(who).get("/directory/GHA").text
        assert [word for word in (*SAID.values(), "ghana (test)") if str(word) in public] == []


@pytest.mark.parametrize("field", EVERYTHING)
@pytest.mark.parametrize("who", ["denmark", "ghana_alternate", "editor", "administrator"])
def test_one_field_shown_is_one_field_seen(browse, kept, field, who):
    kept(field)
    client = browse(who)
    page, data = client.get("/directory/GHA"), client.get("/api/v1/directory/GHA").json()
    told = next(one for one in data["offices"] if one["kind"] == "focal_point")
    found = {name for name in EVERYTHING[1:] if told[name]} | {
        "name" for _ in [told["holder"]] if _
    }

    assert found == {field}
    assert (NAMELESS in page.text) is (field != "name")
    assert len(shown(page)) == (field != "name")
    colleagues = client.get("/directory/colleagues").text
    assert ("director@mfa.example" in colleagues) is (field == "email")


def test_what_is_wrong_is_said_and_everything_typed_stays(browse, here, database):
    typed = {
        **SAID, "email": "director at mfa", "telephone": "call me", "time_zone": "Europe/Oslo",
        "languages": ["en", "xx"],
        "expertise": ["early-warning", "treaties", "hate-speech", "other", "criminal-law",
                      "focal-point", "accountability"],
        "shown": ["email"],
    }  # fmt: skip
    before = rows_hash(database, but=("session",))
    page = browse("ghana").post(here, typed, status=422)
    wrong = [link["href"] for link in page.soup.select(".problem li a")]

    assert wrong == ["#f-email", "#f-telephone", "#f-languages", "#f-expertise", "#f-time_zone"]
    assert page.soup.select_one("#f-email")["value"] == "director at mfa"
    assert page.soup.select_one("#f-telephone")["value"] == "call me"
    assert len(page.soup.select("input[name=expertise][checked]")) == 7
    assert rows_hash(database, but=("session",)) == before


def test_only_the_holder_keeps_and_confirms_it(browse, here, database):
    before = rows_hash(database, but=("session",))
    for who in ("denmark", "ghana_alternate", "editor", "administrator", "stranger"):
        client = browse(who)
        client.get(here, status=403)
        client.post(here, SAID, status=403)
        client.post(f"{here}/confirm", status=403)
    browse("ghana").get("/offices/abcdefghijkm/entry", status=404)

    assert rows_hash(database, but=("session",)) == before
    browse("ghana").get(here)


def test_one_press_confirms_and_a_second_one_changes_nothing(browse, here, database):
    ghana = browse("ghana")
    assert "Nobody has said that this entry is right since 1 January 2020" in ghana.get(here).text
    assert ghana.post(f"{here}/confirm").location == f"{here}?said=confirmed"
    before = rows_hash(database, but=("session", "used_form"))
    ghana.post(f"{here}/confirm")

    assert rows_hash(database, but=("session", "used_form")) == before
    assert events(database) == ["directory:entry:confirmed"]
    page = browse("denmark").get("/directory/GHA").text
    assert "Nobody has confirmed this since 1 January 2020" in page  # the alternate's
    assert page.count("Right as of") == 1
    assert "ghana (test)" in page


def test_keeping_the_same_again_is_a_confirmation_and_no_change(kept, database):
    kept("name")
    kept("name")
    assert events(database) == [
        "directory:entry:changed",
        "directory:entry:changed",
    ]  # Denmark's too


def letters(database) -> list[tuple[str, str]]:
    with database.read() as conn:
        letter = table(Letter)
        return sorted(map(tuple, conn.execute(select(letter.c.person_id, letter.c.subject)).all()))


def test_who_holds_an_office_is_asked_twice_a_year(portal, database, cast, browse, here):
    people = {
        cast[name].viewer.person_id
        for name in ("ghana", "ghana_alternate", "denmark", "costa_rica", "timor", "eu")
    }
    browse("ghana").post(f"{here}/confirm")
    assert ask_due(portal) == 5
    assert ask_due(portal) == 0
    assert {who for who, _ in letters(database)} == people - {cast["ghana"].viewer.person_id}
    assert {subject for _, subject in letters(database)} == {
        "Is your entry in the directory still right?"
    }
    with clock.moved(EVERY - timedelta(days=1)):
        assert ask_due(portal) == 0
        assert "Your entry" not in browse("ghana").get("/home").words("main .btn")
    with clock.moved(EVERY + timedelta(days=1)):
        assert ask_due(portal) == 6
        assert ask_due(portal) == 0
        assert "Your entry" in browse("ghana").get("/home").words("main .btn")
        assert "Nobody has confirmed this since" in browse("denmark").get("/directory/GHA").text


def test_the_next_holder_begins_with_an_empty_entry(browse, kept, database, cast, here):
    office = cast["ghana"].viewer.office.id
    kept(*EVERYTHING)
    with database.unit_of_work() as db:
        held = db.exec(
            select(Appointment).where(
                Appointment.office_id == office,
                Appointment.person_id == cast["ghana"].viewer.person_id,
            )
        ).scalar_one()
        held.ends = clock.today() - timedelta(days=1)
        stranger = cast["stranger"].viewer.person_id
        db.add(Appointment(office_id=office, person_id=stranger, starts=clock.today()))
    browse("ghana").get(here, status=403)
    page = browse("stranger").get(here)

    assert page.soup.select_one("#f-email")["value"] == ""
    assert shown(browse("denmark").get("/directory/GHA")) == {}
    with database.read() as conn:
        assert len(conn.execute(select(table(HolderEntry))).all()) == 2  # kept for the record


def test_colleagues_are_found_by_what_they_show_alone(browse, kept):
    kept("name", "languages")

    def found(query: str, who: str = "costa_rica") -> list[str]:
        return browse(who).get(f"/directory/colleagues?{query}").words("#colleagues .rows h3")

    assert found("language=fr") == ["Focal Point, Ghana"]  # Denmark does not show that it does
    assert found("language=da") == []
    assert found("expertise=hate-speech") == []
    assert found("language=en&expertise=hate-speech") == []
    assert found("language=nonsense") == []
    assert found("")[:2] == ["Focal Point, Costa Rica", "Focal Point, Denmark"]
    assert len(found("")) == 6
    offered = browse("eu").get("/directory/colleagues").soup.select("#f-language option")
    assert [one["value"] for one in offered] == ["", "en", "fr"]
    browse("nobody").get("/directory/colleagues", status=303)
    browse("stranger").get("/directory/colleagues", status=403)


def test_finding_costs_the_same_for_one_and_for_many(browse, kept, queries):
    client = browse("eu")
    with queries(3):
        client.get("/directory/colleagues")
    kept(*EVERYTHING)
    with queries(3):
        client.get("/directory/colleagues?language=fr")


def test_who_holds_two_offices_keeps_the_entry_of_each_without_acting_for_it(
    browse, database, cast
):
    with database.unit_of_work() as db:
        second = office_of(db, "TGO", "focal_point").id
        person = cast["ghana"].viewer.person_id
        db.add(Appointment(office_id=second, person_id=person, starts=clock.today()))
    ghana = browse("ghana")
    ghana.post(f"/offices/{second}/entry", {"position": "Also there", "shown": ["position"]})

    assert "Also there" in browse("denmark").get("/directory/TGO").text
    assert "Also there" not in browse("denmark").get("/directory/GHA").text
    browse("denmark").get(f"/offices/{second}/entry", status=403)


def test_signs_that_grow_when_they_are_taken_apart_are_refused_with_a_sentence(browse, here):
    page = browse("ghana").post(here, {"position": "\u0958" * 150}, status=422)

    assert page.words("#f-position-e") == ["Shorten this to 200 characters. It has 300 now."]


def test_two_workers_ask_once(portal, database, cast, monkeypatch):  # noqa: ARG001 - they hold offices
    """The second had read who is due before the first had written."""
    with database.read() as conn:
        due = entry.unasked(conn, most=50)
    assert ask_due(portal) == len(due) == 6
    monkeypatch.setattr(entry, "unasked", lambda _conn, *, most: due[:most])
    assert ask_due(portal) == 0
    assert len(letters(database)) == 6
