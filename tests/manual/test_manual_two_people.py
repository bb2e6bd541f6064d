"""An edition is published by two, by silence or by its hour; withdrawn and corrected by notes."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select, update

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import Database, table
from app.mail.models import Letter
from app.manual import queries
from app.manual.publishing import due, letters
from app.manual.publishing.models import Submission
from app.notifications.models import Notice
from app.search.models import SearchEntry
from app.web.portal import Portal
from tests.support.browse import Browser

audit, letter, submission = table(AuditRecord), table(Letter), table(Submission)
NEW = "/manual/2/en/beginning"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFF = "It was called off: the draft, a translation of it or the current edition was changed."


@dataclass
class House:
    """The manual, its two people, and what is known of it."""

    browse: Callable[..., Browser]
    database: Database
    portal: Portal
    names: dict[str, str]

    def duty(self, after: timedelta = timedelta()) -> int:
        """Let the duty come, some time from now."""
        with clock.moved(after):
            return due.take_effect_due(self.portal)

    def editions(self) -> list[tuple[int, str, bool]]:
        """Return number, weight and whether it stands, of every edition."""
        with self.database.read() as conn:
            found = queries.editions(conn)
        return [(one.number, one.weight, one.withdrawal is None) for one in found]

    def outcomes(self) -> list[str | None]:
        """Return how each submission ended."""
        with self.database.read() as conn:
            asked = select(submission.c.outcome).order_by(submission.c.proposed_at)
            return list(conn.execute(asked).scalars())

    def letters(self) -> list[tuple[str, str]]:
        """Take what was written to the Secretariat's staff since the last time."""
        staff = {
            who: name for who, name in self.names.items() if name in {"editor", "administrator"}
        }
        with self.database.unit_of_work() as db:
            found = db.execute(select(letter.c.person_id, letter.c.subject)).all()
            db.execute(delete(letter))
        return sorted((staff[who], said) for who, said in found if who in staff)

    def events(self) -> list[tuple[str, str]]:
        """Return what the record says, and of whom."""
        with self.database.read() as conn:
            asked = select(audit.c.event, audit.c.person_id).order_by(audit.c.id)
            return [
                (event.removeprefix("manual:"), self.names.get(who or "", ""))
                for event, who in conn.execute(asked)
                if event.split(":")[1] in {"edition", "submission", "withdrawal"}
            ]


@pytest.fixture
def house(browse, manual, app, cast) -> House:
    """The small manual with edition 1."""
    names = {str(one.viewer.person_id): name for name, one in cast.items()}
    return House(browse, manual, app.state.portal, names)


SECOND = "A second person is asked for: edition 2 of the manual"
FATE = "What became of it: edition 2 of the manual"


class TestSubmitting:
    """Two people, silence, and what calls it off."""

    def test_the_second_person_reads_and_agrees(self, house, rewrite, submit):
        rewrite("Send it.", "Send it today.")
        sent = submit("Said when.", "minor", label="Autumn edition")
        assert house.editions() == [(1, "major", True)]
        assert house.letters() == [("administrator", SECOND)]
        own = house.browse("editor").get(sent.location)
        assert own.words("main form button") == ["Take it back"]
        assert submit("Again.", "minor", status=409).words(".problem li") == [
            "Another submission is open. It is answered or taken back first."
        ]
        house.browse("editor").post(f"{sent.location}/agree", status=409)
        house.browse("ghana").get(sent.location, status=403)

        desk = house.browse("administrator").get("/desk")
        assert [a["href"] for a in desk.soup.select("#queue tbody th a")] == [sent.location]
        page = house.browse("administrator").get(sent.location)
        assert "Called minor, measured as minor." in page.words("dd")
        redline = house.browse("administrator").get(page.soup.select_one(".rows h3 a")["href"])
        assert "inserted: today end of insertion" in redline.words("main .read ins")
        leads = [a["href"] for a in redline.soup.select("main a[href^='/']")]
        assert len(leads) >= 2
        for href in leads:
            house.browse("administrator").get(href)
        done = house.browse("administrator").post(f"{sent.location}/agree")

        assert done.location == "/manual/2?published=1"
        assert house.editions() == [(2, "minor", True), (1, "major", True)]
        assert house.letters() == [("editor", FATE)]
        house.browse("administrator").post(f"{sent.location}/agree", status=409)
        with house.database.read() as conn:
            assert queries.current(conn).label == "Autumn edition"
            by = conn.execute(select(queries.edition.c.published_by).where(
                queries.edition.c.number == 2)).scalar()  # fmt: skip
        assert house.names[by] == "editor"
        assert house.events() == [
            ("edition:published", ""), ("edition:submitted", "editor"),
            ("edition:agreed", "administrator"), ("edition:published", "administrator"),
        ]  # fmt: skip

    def test_it_is_refused_with_a_reason_or_taken_back(self, house, rewrite, submit):
        rewrite("Send it.", "Send it today.")
        sent = submit()
        second = house.browse("administrator")
        assert second.post(f"{sent.location}/refuse", {"reason": " "}, status=422).words(
            "#f-reason-e"
        ) == ["Write in one sentence why."]
        house.browse("editor").post(f"{sent.location}/refuse", {"reason": "Mine."}, status=409)
        second.post(f"{sent.location}/refuse", {"reason": "Say at which hour."})
        assert "Say at which hour." in house.browse("editor").get(sent.location).words("dd")
        again = submit()
        second.post(f"{again.location}/take-back", status=409)
        house.browse("editor").post(f"{again.location}/take-back")
        assert house.outcomes() == ["refused", "taken-back"]
        assert house.duty(5 * DAY) == 0
        assert house.editions() == [(1, "major", True)]

    def test_a_change_of_the_draft_calls_it_off_and_is_told(self, house, rewrite, submit):
        rewrite("Send it.", "Send it today.")
        sent = submit("Said when.", "minor")
        rewrite("Send it today.", "Send it tomorrow.")
        house.letters()
        page = house.browse("administrator").post(f"{sent.location}/agree", status=409)
        assert OFF in page.words("dd")
        assert house.letters() == [("administrator", FATE), ("editor", FATE)]
        other = submit("Said when.", "minor")
        rewrite("Send it tomorrow.", "Send it never.")
        assert house.duty() == 1
        assert OFF in house.browse("editor").get(other.location).words("dd")
        assert (house.outcomes(), house.duty(9 * DAY)) == (["changed", "changed"], 0)

    def test_silence_publishes_what_is_minor_and_measured_so_once(self, house, rewrite, submit):
        rewrite("Send it.", "Send it now.")
        submit("Said when.", "minor")
        assert house.duty(47 * HOUR) == 0
        together = Barrier(2)

        def come(_who: int) -> int:
            together.wait()
            return due.take_effect_due(house.portal)

        with clock.moved(48 * HOUR), ThreadPoolExecutor(2) as two:
            assert sorted(two.map(come, range(2))) == [0, 1]
        assert house.editions() == [(2, "minor", True), (1, "major", True)]
        assert house.letters()[-1] == ("editor", FATE)
        assert house.events()[-1] == ("edition:published", "")

    def test_what_is_major_or_measured_so_waits_for_a_yes(self, house, rewrite, submit):
        rewrite("One goes on by asking others.", "Everything here is new and longer.", "going-on")
        called_minor = submit("All new.", "minor")
        assert house.duty(90 * DAY) == 0
        house.browse("editor").post(f"{called_minor.location}/take-back")
        submit("All new.", "major")
        assert house.duty(90 * DAY) == 0
        assert house.editions() == [(1, "major", True)]

    def test_a_later_moment_is_kept(self, house, rewrite, submit):
        rewrite("Send it.", "Send it now.")
        late = {"when": "later", "day": "2001-01-01", "time": "10:00"}
        assert submit("Now.", "minor", 422, **late).words("#f-day-e") == [
            "Choose a moment from now on, and within a year."
        ]
        assert submit("Now.", "minor", 422, when="later", time="25:61").words(".problem li") == [
            "Say on which day it is published.",
            "Write the time as hours and minutes, such as 09:30.",
        ]
        on = (clock.today() + 10 * DAY).isoformat()
        sent = submit("Now.", "major", when="later", day=on, time="09:30")
        agreed = house.browse("administrator").post(f"{sent.location}/agree")
        assert agreed.location == sent.location
        assert house.duty(9 * DAY) == 0
        assert (house.duty(11 * DAY), house.duty(11 * DAY)) == (1, 0)
        assert house.outcomes() == ["done"]

    def test_it_goes_on_only_while_who_decided_acts(self, house, rewrite, submit, cast):
        rewrite("Send it.", "Send it now.")
        submit("Said when.", "minor")
        from app.directory.models import Appointment  # noqa: PLC0415

        with house.database.unit_of_work() as db:
            appointment = table(Appointment)
            theirs = appointment.c.person_id == cast["editor"].viewer.person_id
            gone = {"stage": "revoked", "ended_at": clock.now()}
            db.execute(update(appointment).where(theirs).values(gone))
        assert house.duty(3 * DAY) == 1
        assert (house.outcomes(), house.editions()) == (["left"], [(1, "major", True)])


def test_a_letter_says_when_nobody_agreed_as_the_second_person():
    waits = Submission(kind="edition", number=2, note="", alone_at=clock.now())
    assert letters.fate_of(waits).startswith("Somebody agreed, but nobody can decide it together")
    waits.agreed_at = clock.now()
    assert letters.fate_of(waits) == "A second person agreed to it."


class TestAfterwards:
    """What is added to an edition."""

    def test_what_silence_published_one_withdraws_for_seven_days(self, house, rewrite, submit):
        rewrite("Send it.", "Send it now.")
        submit("Said when.", "minor")
        assert house.duty(48 * HOUR) == 1
        address = "/manual/editions/2"
        with clock.moved(48 * HOUR + 6 * DAY):
            house.browse("administrator").post(f"{address}/withdraw", {"reason": "A wrong hour."})
        assert house.editions() == [(2, "minor", False), (1, "major", True)]
        old = house.browse().get(NEW)
        assert old.words("article .note.stop p")[1:] == ["A wrong hour."]
        assert "Edition 1 is the current one" in old.text
        assert (
            house.browse()
            .get("/manual/current/en/beginning", status=307)
            .location.startswith("/manual/1/")
        )
        assert house.browse().get("/manual").words("aside strong") == ["Edition 1"]
        data = house.browse().get("/api/v1/manual").json()
        assert [[n["kind"] for n in one["remarks"]] for one in data["editions"]] == [
            ["withdrawal"], [],
        ]  # fmt: skip
        assert {one["address"].split("/")[2] for one in data["chapters"]} == {"1"}
        entry = table(SearchEntry)
        with house.database.read() as conn:
            found = conn.execute(select(entry.c.address).where(entry.c.kind == "manual"))
            assert {one.split("/")[2] for one in found.scalars()} == {"1"}
            notice = table(Notice)
            told = conn.execute(select(notice.c.what).order_by(notice.c.at)).scalars().all()
        assert told[-1] == "edition-withdrawn"
        house.browse("editor").post(f"{address}/withdraw", {"reason": "Again."}, status=409)

    def test_else_two_withdraw_it_and_the_next_has_a_new_number(self, house, rewrite, publish):
        rewrite("Send it.", "Send it now.")
        publish()
        address = "/manual/editions/2"
        asked = house.browse("administrator").post(f"{address}/withdraw", {"reason": "Wrong."})
        assert house.editions()[0] == (2, "major", True)
        assert house.duty(9 * DAY) == 0
        house.browse("administrator").post(f"{asked.location}/agree", status=409)
        house.browse("editor").post(f"{asked.location}/agree")
        assert house.editions() == [(2, "major", False), (1, "major", True)]
        refused = house.browse("editor").post(
            "/manual/editions/1/withdraw", {"reason": "Both."}, status=409
        )
        assert refused.words(".problem li")[0].startswith("This is the only edition in force")
        publish("As it was, but right.", "minor")
        assert [number for number, _weight, _stands in house.editions()] == [3, 2, 1]

    def test_what_was_withdrawn_is_nowhere_the_current_one(self, house, rewrite, publish):
        rewrite("An office begins with a letter.", "An office begins with a note.")
        publish()
        with clock.moved(DAY):
            asked = house.browse("administrator").post(
                "/manual/editions/2/withdraw", {"reason": "Wrong."}
            )
            house.browse("editor").post(f"{asked.location}/agree")
            today, visitor = clock.now().date(), house.browse()
        led = [
            visitor.get(f"/manual/on?day={day}", status=303).location
            for day in (today - DAY, today, "2999-01-01")
        ]
        assert led == ["/manual/2", "/manual/1", "/manual/1"]
        assert visitor.get("/manual/compare", status=303).location == "/manual/compare/1/1"
        check = visitor.get("/m/2/p2aaaaaa/check")
        assert check.words(".lede") == [
            "Reworded: edition 1 says it otherwise than edition 2. What changed"
        ]
        for page in (check, *map(visitor.get, ("/manual/2/files", f"{NEW}/paragraphs"))):
            assert page.words("main .note.stop p")[1:] == ["Wrong."]
        for path in ("/m/2/p2aaaaaa", NEW):
            assert ", withdrawn}," in visitor.client.get(f"{path}/cite.bib").text
            assert ", withdrawn\r\nUR" in visitor.client.get(f"{path}/cite.ris").text
        (csl,) = json.loads(visitor.client.get("/m/2/p2aaaaaa/cite.json").content)
        assert csl["note"].endswith(", withdrawn")
        assert "withdrawn" not in visitor.client.get("/m/1/p2aaaaaa/cite.bib").text

    def test_an_erratum_is_shown_at_once_everywhere_and_stays(self, house, rewrite, publish):
        rewrite("Send it.", "Send it now.")
        publish()
        address = "/manual/editions/1"
        page = house.browse("editor").post(f"{address}/correct", {"kind": "x"}, status=422)
        assert page.words("#f-text-e") == ["Write what is right."]
        right = {"kind": "erratum", "text": "¶ 1.1: a note, not a letter."}
        house.browse("administrator").post(f"{address}/correct", right, status=403)
        house.browse("editor").post(f"{address}/correct", right)
        note = {"kind": "correction", "text": "It was the second one."}
        house.browse("editor").post(f"{address}/correct", note)
        shown = house.browse().get("/manual/1/en/beginning")
        assert shown.words("article > .note p:nth-child(2)")[:2] == [right["text"], note["text"]]
        assert house.browse().get("/manual/1/en/beginning").headers["etag"] == shown.headers["etag"]
        assert note["text"] not in house.browse().get(NEW).text
        house.browse("editor").get("/manual/editions/9", status=404)
        detail = [json.loads(one) for one in _details(house.database, "edition:corrected")]
        assert [one["kind"] for one in detail] == ["erratum", "correction"]


def _details(database: Database, event: str) -> list[str]:
    with database.read() as conn:
        asked = select(audit.c.detail).where(audit.c.event == f"manual:{event}")
        return list(conn.execute(asked.order_by(audit.c.id)).scalars())
