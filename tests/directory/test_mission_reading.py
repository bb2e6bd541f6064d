"""A mission reads for 90 days what the network reads: nothing more, no longer, and no act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.access.viewer import OfficeKind
from app.assistance.rules import Stage
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import Database, table
from app.directory import invitations, keeping, mission_reminding
from app.directory.keeping import Paper
from app.directory.loading import office_of
from app.directory.mission_granting import HAS_FOCAL_POINT, OVER, RUNS
from app.directory.mission_reading import LASTS, WAITS
from app.directory.models import MissionReading, OfficeReview
from app.identity.models import Person, PortalSession
from app.items.models import Item
from app.mail.models import Letter
from app.practices import actions as practices
from app.web.components import date_words
from tests.assistance.sample import Maker
from tests.practices.sample import write
from tests.standing.sample import declare
from tests.support.browse import Answer, Browser
from tests.support.ordering import saved
from tests.support.people import settle_as

audit, letter, reading = table(AuditRecord), table(Letter), table(MissionReading)
DAY = timedelta(days=1)
LAST = LASTS - DAY
HERE = "/directory/KEN/offices"


@pytest.fixture
def office(database) -> str:
    """Kenya's office of the mission contact, which nobody holds; Kenya has no Focal Point."""
    with database.unit_of_work() as db:
        return office_of(db, "KEN", OfficeKind.MISSION_CONTACT).id


@pytest.fixture
def mission(database, settings, cast, office) -> str:
    """Somebody who holds it, and that of Norway beside, to which nothing is granted."""
    with database.unit_of_work() as db:
        for name, code in (("mission", "KEN"), ("beside", "NOR")):
            cast[name] = settle_as(db, settings, name, (code, OfficeKind.MISSION_CONTACT))
    return office


@pytest.fixture
def things(portal, cast) -> dict[str, str]:
    """What the network reads, and what a group of it reads."""
    ghana, staff = cast["ghana"].viewer, cast["editor"].viewer
    with portal.db.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        return {
            "practice": write(db, ghana, staff=staff, portal=portal, title="For the network"),
            "group": write(
                db, ghana, staff=staff, portal=portal, title="For a group", audience="group:african"
            ),
            "standing": declare(db, ghana),
            "request": maker.request(Stage.OPEN),
        }


@dataclass
class Kenya:
    """What the administrator does for Kenya's mission, and what is known of it."""

    browse: Callable[[str], Browser]
    database: Database

    def grant(self, office: str, end: str = "", *, status: int = 303) -> Answer:
        """Let the administrator grant it to an office, or end it."""
        where = f"/offices/{office}/reading{end}"
        return self.browse("administrator").post(where, status=status)

    def invite(self) -> str:
        """Invite somebody to the office of the mission; return the address."""
        with self.database.unit_of_work() as db:
            token = invitations.invite(db, "KEN", OfficeKind.MISSION_CONTACT, "First Secretary")
        return f"/invitation/{token}"

    def events(self) -> list[str]:
        """Return what the record says of it."""
        found = audit.c.event.contains("mission-reading")
        wanted = select(audit.c.event, audit.c.subject).where(found).order_by(audit.c.id)
        with self.database.read() as conn:
            return [f"{one.subject} {one.event.rpartition(':')[2]}" for one in conn.execute(wanted)]

    def letters(self) -> list[tuple[str, str]]:
        """Return who was written to about what."""
        with self.database.read() as conn:
            rows = conn.execute(select(letter.c.person_id, letter.c.subject))
            return [(row.person_id, row.subject) for row in rows]


@pytest.fixture
def kenya(browse, database) -> Kenya:
    return Kenya(browse, database)


def reads(browser, things) -> list[str]:
    """Return which of the things and lists somebody reads, by pages and as data."""
    asked = {
        "practice": f"/practices/{things['practice']}",
        "practice data": f"/api/v1/practices/{things['practice']}",
        "group": f"/practices/{things['group']}",
        "standing": f"/standing-offers/{things['standing']}",
        "standing list": "/standing-offers",
        "holders": "/directory/colleagues",
        "request": f"/assistance/{things['request']}",
        "request data": f"/api/v1/assistance/{things['request']}",
        "requests": "/assistance",
    }
    got = {name: browser.client.get(path, follow_redirects=False) for name, path in asked.items()}
    return [name for name, answer in got.items() if answer.status_code == 200]


ALL = ["practice", "practice data", "standing", "standing list", "holders"]


def test_it_begins_with_who_comes_and_ends_after_the_last_day(browse, office, things, kenya):
    kenya.grant(office)
    page = browse("administrator").get(f"/offices/{office}/reading")
    assert "The mission reads for 90 days from the day" in page.text
    where = kenya.invite()
    assert reads(browse("stranger"), things) == []
    with clock.moved(WAITS - DAY):
        last = clock.today() + LAST
        browse("stranger").post(where, {"member": "Kenya"})
        assert reads(browse("stranger"), things) == ALL
        home = browse("stranger").get("/home")
        assert f"Until {date_words(last)} your mission reads" in home.text
        assert "For the network" in home.text
        assert "For a group" not in home.text
        assert f"The mission reads until {date_words(last)}" in browse("editor").get(HERE).text
    with clock.moved(WAITS - DAY + LAST):
        assert reads(browse("stranger"), things) == ALL
    with clock.moved(WAITS + LAST):
        assert reads(browse("stranger"), things) == []
        assert "your mission reads" not in browse("stranger").get("/home").text
        assert f"The mission read until {date_words(last)}" in browse("editor").get(HERE).text
    assert kenya.events() == ["KEN granted", "KEN started"]
    assert reads(browse("ghana"), things) == [*ALL[:2], "group", *ALL[2:], "request",
                                              "request data", "requests"]  # fmt: skip


def test_of_what_was_opened_to_chosen_readers_it_reads_no_comments_of_the_network(
    browse, mission, things, kenya
):
    kenya.grant(mission)
    here, body = f"/practices/{things['practice']}", "Said among the network."
    browse("denmark").post(f"{here}/comments", {"comment": body, "language": "en"})
    assert body in browse("mission").get(here).text
    assert len(browse("mission").get("/api/v1/search?q=among").raw.json()["hits"]) == 1
    with kenya.database.unit_of_work() as db:
        item = db.get_one(Item, things["practice"])
        item.audience = f"members:DNK;offices:{mission}"
        practices.open_to(db, item, ["GHA"])
    page = browse("mission").get(here)
    assert "For the network" in page.text, "it is one of the chosen"
    assert body not in page.text
    assert browse("mission").get("/api/v1/search?q=among").raw.json()["hits"] == []
    assert body in browse("denmark").get(here).text


def test_it_finds_by_words_and_numbers_what_it_reads_and_no_request(browse, mission, things, kenya):
    kenya.grant(mission)
    by_word = browse("mission").get("/api/v1/search?q=network").raw.json()
    assert [hit["address"] for hit in by_word["hits"]] == [f"/practices/{things['practice']}"]
    assert browse("beside").get("/api/v1/search?q=network").raw.json()["hits"] == []
    items = table(Item)
    with kenya.database.read() as conn:
        rows = conn.execute(select(items.c.id, items.c.number))
        numbers = {row.id: row.number for row in rows}
    found = {
        name: browse("mission").client.get(f"/search?q={numbers[one]}", follow_redirects=False)
        for name, one in things.items()
    }
    assert {name: answer.status_code for name, answer in found.items()} == {
        "practice": 303, "group": 200, "standing": 303, "request": 200,
    }  # fmt: skip


def test_it_does_nothing_and_is_written_to_about_nothing(browse, cast, mission, things, kenya):
    kenya.grant(mission)
    browser = browse("mission")
    page = browser.get(f"/practices/{things['practice']}")
    assert f"/practices/{things['practice']}/comments" not in page.text
    colleagues = browser.get("/directory/colleagues")
    assert f"/offices/{cast['ghana'].viewer.office.id}/write" not in colleagues.text
    for path in (
        f"/practices/{things['practice']}/comments", "/practices/new", "/assistance/new",
        "/standing-offers/new", "/account/tokens",
        f"/offices/{cast['ghana'].viewer.office.id}/write",
        f"/offices/{mission}/invite", f"/offices/{mission}/reading",
        f"/offices/{mission}/reading/end",
    ):  # fmt: skip
        browser.post(path, {"body": "A comment"}, status=403)
    browser.post(f"/assistance/{things['request']}/offers", {"message": "x"}, status=404)
    told = {person for person, _subject in kenya.letters()}
    assert told
    assert cast["mission"].viewer.person_id not in told


def test_it_is_ended_early_and_nothing_of_it_is_left(browse, mission, things, kenya):
    kenya.grant(mission)
    assert reads(browse("mission"), things) == ALL
    assert reads(browse("beside"), things) == []
    browse("editor").post(f"/offices/{mission}/reading/end", status=403)
    kenya.grant(mission, "/end")
    assert reads(browse("mission"), things) == []
    assert OVER in kenya.grant(mission, "/end", status=409).text
    assert "it was ended on" in browse("administrator").get(f"/offices/{mission}/reading").text
    kenya.grant(mission)
    assert reads(browse("mission"), things) == ALL
    assert kenya.events() == ["KEN granted", "KEN started", "KEN ended", "KEN granted",
                                "KEN started"]  # fmt: skip


def test_it_is_granted_once_to_a_mission_of_a_state_without_a_focal_point(cast, mission, kenya):
    with kenya.database.unit_of_work() as db:
        ghana = office_of(db, "GHA", OfficeKind.MISSION_CONTACT).id
        lead = office_of(db, "KEN", OfficeKind.FOCAL_POINT).id
        db.add(OfficeReview(office_id=lead, reason="Two letters.", began_at=clock.now()))
    assert HAS_FOCAL_POINT in kenya.grant(ghana, status=409).text
    kenya.grant(cast["ghana"].viewer.office.id, status=404)
    assert "under review" in kenya.grant(mission, status=409).text
    with kenya.database.unit_of_work() as db:
        db.execute(update(table(OfficeReview)).values(ended_at=clock.now()))
    kenya.grant(mission)
    assert RUNS in kenya.grant(mission, status=409).text
    assert kenya.events() == ["KEN granted", "KEN started"]


def test_who_comes_soon_is_waited_for_and_who_comes_late_is_not(
    browse, cast, office, things, kenya
):
    admin, note = cast["administrator"].viewer, Paper("The Minister", "Note 1", read=True)
    with kenya.database.unit_of_work() as db:
        other = Person(name="Ama Mensah")
        db.add(other)
        db.flush()
        late = keeping.record_holder(db, admin, office, other.id, note, clock.today() + WAITS + DAY)
    assert "only after more than 30 days" in kenya.grant(office, status=409).text
    with kenya.database.unit_of_work() as db:
        keeping.revoke(db, admin, late.id, "A mistake.")
    kenya.grant(office)
    with kenya.database.unit_of_work() as db:
        late = keeping.record_holder(db, admin, office, other.id, note, clock.today() + WAITS + DAY)
    assert "nobody came to hold its office in time" in browse("editor").get(HERE).text
    with kenya.database.unit_of_work() as db:
        keeping.revoke(db, admin, late.id, "A mistake.")
        person = cast["stranger"].viewer.person_id
        keeping.record_holder(db, admin, office, person, note, clock.today() + DAY)
    kenya.grant(office)
    first, last = clock.today() + DAY, clock.today() + DAY + LAST
    said = f"The mission reads from {date_words(first)} until {date_words(last)}"
    assert said in browse("administrator").get(f"/offices/{office}/reading").text
    assert reads(browse("stranger"), things) == []
    with clock.moved(DAY):
        assert reads(browse("stranger"), things) == ALL
    assert kenya.events() == ["KEN granted", "KEN lapsed", "KEN granted", "KEN started"]


def test_what_nobody_takes_up_comes_to_nothing(browse, office, things, kenya):
    kenya.grant(office)
    where = kenya.invite()
    with clock.moved(WAITS):
        assert "nobody came to hold its office in time" in browse("administrator").get(HERE).text
        browse("stranger").post(where, {"member": "Kenya"})
        assert reads(browse("stranger"), things) == []
        kenya.grant(office)
        assert reads(browse("stranger"), things) == ALL


def test_the_office_reads_and_not_who_held_it(browse, mission, things, kenya):
    kenya.grant(mission)
    where = kenya.invite()
    with clock.moved(DAY):
        browse("stranger").post(where, {"member": "Kenya"})
        assert reads(browse("stranger"), things) == ALL
    with kenya.database.read() as conn:
        found = conn.execute(select(reading.c.until)).scalars().all()
    assert found == [clock.today() + LAST]


def test_two_weeks_before_the_end_its_holder_is_written_to_once(cast, mission, portal, kenya):
    kenya.grant(mission)

    last = clock.today() + LAST
    with clock.moved(LAST - mission_reminding.REMINDED - DAY):
        assert mission_reminding.remind_due(portal) == 0
    with clock.moved(LAST - mission_reminding.REMINDED):
        assert mission_reminding.remind_due(portal) == 1
        assert mission_reminding.remind_due(portal) == 0
    subject = f"Your mission reads until {date_words(last)}"
    assert kenya.letters() == [(cast["mission"].viewer.person_id, subject)]


def test_own_data_and_the_record_say_it(browse, mission, kenya):
    kenya.grant(mission)
    own = saved(browse("mission")).raw.json()["missions_reading"]
    assert [(one["office_id"], one["until"]) for one in own] == [
        (mission, (clock.today() + LAST).isoformat())
    ]
    assert saved(browse("beside")).raw.json()["missions_reading"] == []
    history = browse("administrator").get("/directory/KEN/history").text
    assert "Reading for a time granted to the mission" in history


def test_by_a_way_worth_reading_only_nothing_is_added(browse, cast, mission, things, kenya):
    kenya.grant(mission)
    with kenya.database.unit_of_work() as db:
        sessions = table(PortalSession)
        own = sessions.c.person_id == cast["mission"].viewer.person_id
        db.execute(update(sessions).where(own).values(reads_only=True))
    assert reads(browse("mission"), things) == []
