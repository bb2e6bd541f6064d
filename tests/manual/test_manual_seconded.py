"""An edition of a Secretariat of one: the director or a facilitating state is the second person."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.holding import appointment
from app.directory.second_models import FacilitatingState
from app.identity.models import PortalSession
from app.mail.models import Letter
from app.manual import queries
from app.manual.publishing import due
from app.manual.publishing.models import Submission
from tests.support.browse import Answer
from tests.support.people import LONG_AGO, just_signed_in, settle_as

audit, letter, submission = table(AuditRecord), table(Letter), table(Submission)
ASKED = "You are asked as the second person: Edition 2 of the manual"
FATE = "What became of it: edition 2 of the manual"
HIDDEN = ("ghana", "denmark", "administrator", "stranger", "editor")


class Office:
    """One editor, with a director whom nobody of the Secretariat appointed."""

    def __init__(self, browse, portal, cast) -> None:
        self.browse, self.portal, self.cast = browse, portal, cast

    def press(self, who: str, path: str, status: int = 303, **more: str) -> Answer:
        """Answer what the page of ``who`` shows."""
        browser, (place, _, _act) = self.browse(who), path.rpartition("/")
        seen = browser.get(place).soup.select_one("[name=seen]")["value"]
        return browser.post(path, {"seen": seen, **more}, status=status)

    def editions(self) -> list[tuple[int, str, bool]]:
        """Return number, weight and whether it stands, of every edition."""
        with self.portal.db.read() as conn:
            return [(e.number, e.weight, e.withdrawal is None) for e in queries.editions(conn)]

    def outcomes(self) -> list[str | None]:
        """Return how each submission ended."""
        with self.portal.db.read() as conn:
            asked = select(submission.c.outcome).order_by(submission.c.proposed_at)
            return list(conn.execute(asked).scalars())

    def told(self) -> list[tuple[str, str]]:
        """Take to whom was written since the last time, and under which subject."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        with self.portal.db.unit_of_work() as db:
            found = db.execute(select(letter.c.person_id, letter.c.subject)).all()
            db.execute(delete(letter))
        return sorted((names.get(who, ""), line) for who, line in found)

    def leave(self, name: str) -> None:
        """Let somebody hold no office any more."""
        gone = appointment.c.person_id == self.cast[name].viewer.person_id
        with self.portal.db.unit_of_work() as db:
            db.execute(delete(appointment).where(gone))


@pytest.fixture
def office(browse, portal, cast, manual) -> Office:  # noqa: ARG001 - the manual is there
    """The small manual with edition 1, and its Secretariat."""
    with portal.db.unit_of_work() as db:
        cast["director"] = settle_as(db, portal.settings, "director", ("SEC", OfficeKind.DIRECTOR))
        just_signed_in(db, portal.settings)
    found = Office(browse, portal, cast)
    found.leave("administrator")
    return found


def second(sent: Answer) -> str:
    """Return the page of those outside the staff, for what was submitted."""
    return sent.location.replace("/manual/submissions/", "/second/edition/")


def test_the_director_reads_what_changes_and_publishes_it_with_the_editor(office, rewrite, submit):
    rewrite("Send it.", "Send it today.")
    sent = submit("Said when.", "major", label="Autumn edition")
    place = second(sent)
    assert office.told() == [("director", ASKED)]
    own = office.browse("editor").get(sent.location)
    assert "Who can agree now: a colleague or the director of the Secretariat." in own.text

    director = office.browse("director")
    home = director.get("/home")
    assert home.words(f"a[href='{place}']") == ["Read it and answer"]
    assert "Nothing waits" not in home.text
    page = director.get(place)
    assert page.words("dl dd")[:3] == [
        "Autumn edition", "Said when.", "Called major, measured as minor.",
    ]  # fmt: skip
    changes = director.get(page.soup.select_one("main .act a")["href"])
    redline = director.get(changes.soup.select_one(".rows h3 a")["href"])
    nobody = "except the Secretariat and whoever is asked as the second person"
    for seen in (changes, redline, director.get(f"{place}/changes/languages/fr")):
        assert nobody in seen.text
        assert "Only the Secretariat" not in seen.text
    assert "inserted: today end of insertion" in redline.words("main .read ins")
    for href in [a["href"] for a in redline.soup.select("main a[href^='/']")]:
        director.get(href)
    assert office.press("director", f"{place}/agree").location == place

    assert office.editions() == [(2, "major", True), (1, "major", True)]
    done = director.get(place)
    assert "You agreed, as the director of the Secretariat. It took effect." in " ".join(
        done.words("main .note p")
    )
    assert director.get("/home").words(".empty p")[0] == (
        "When an act of the Secretariat needs a second person, you get a letter, and it stands"
        " here until it is answered."
    )
    assert office.told() == [("editor", "The second person agreed: Edition 2 of the manual")]
    assert "director (test), as the director of the Secretariat" in office.browse("editor").get(
        sent.location
    ).text  # fmt: skip
    for path in ("/changes", "/changes/beginning", "/changes/languages/fr"):
        director.get(f"{place}{path}", status=404)
    with office.portal.db.read() as conn:
        asked = select(audit.c.event, audit.c.detail).order_by(audit.c.id)
        found = [(row.event, json.loads(row.detail)) for row in conn.execute(asked)]
    assert [(event, detail.get("as")) for event, detail in found][-3:] == [
        ("directory:second:agreed", "director"), ("manual:edition:agreed", None),
        ("manual:edition:published", None),
    ]  # fmt: skip


def test_the_director_refuses_and_everybody_asked_hears_it_once(office, rewrite, submit):
    rewrite("Send it.", "Send it today.")
    sent = submit("Said when.", "major")
    office.told()
    office.press("director", f"{second(sent)}/refuse", words="Say at which hour.")

    assert (office.outcomes(), len(office.editions())) == (["refused"], 1)
    assert office.told() == [("editor", "The second person did not agree: Edition 2 of the manual")]
    assert "Say at which hour." in office.browse("editor").get(sent.location).text
    office.browse("director").post(f"{second(sent)}/agree", {"seen": second(sent)}, status=409)


@pytest.mark.parametrize("how", ["taken back", "changed"])
def test_who_was_asked_hears_that_nothing_is_asked_any_more(office, rewrite, submit, how):
    rewrite("Send it.", "Send it today.")
    sent = submit("Said when.", "major")
    place = second(sent)
    director = office.browse("director")
    seen = director.get(place).soup.select_one("[name=seen]")["value"]
    if how == "taken back":
        office.browse("editor").post(f"{sent.location}/take-back")
        answer = director.post(f"{place}/agree", {"seen": seen}, status=409)
    else:
        rewrite("Send it today.", "Send it tomorrow.")
        assert "was changed after this was submitted" in director.get(
            f"{place}/changes", status=409
        ).text  # fmt: skip
        answer = director.post(f"{place}/agree", {"seen": seen}, status=409)
        assert due.take_effect_due(office.portal) == 1
    assert answer.words("main form button") == []
    assert ("director", FATE) in office.told()
    assert "Nothing is asked of you any more" in director.get(place).text
    assert len(office.editions()) == 1


def test_an_edition_for_later_goes_on_only_while_the_director_directs(office, rewrite, submit):
    rewrite("Send it.", "Send it now.")
    on = (clock.today() + timedelta(days=10)).isoformat()
    for leaves in (False, True):
        sent = submit("Now.", "major", when="later", day=on, time="09:30")
        office.press("director", f"{second(sent)}/agree")
        assert "It takes effect on" in office.browse("director").get(second(sent)).text
        if leaves:
            office.leave("director")
        with clock.moved(timedelta(days=11)):
            assert due.take_effect_due(office.portal) == 1
        if not leaves:
            rewrite("Send it now.", "Send it soon.")
            on = (clock.today() + timedelta(days=12)).isoformat()
    assert office.outcomes() == ["done", "left"]
    assert [number for number, _weight, _stands in office.editions()] == [2, 1]


def test_a_facilitating_state_agrees_to_a_withdrawal_and_others_find_nothing(
    office, rewrite, submit
):
    rewrite("Send it.", "Send it now.")
    sent = submit("Said when.", "major")
    place = second(sent)
    for who in HIDDEN:
        for path in (place, f"{place}/changes", f"{place}/changes/beginning"):
            office.browse(who).get(path, status=404)
        for path in (f"{place}/agree", f"{place}/refuse"):
            office.browse(who).post(path, {"seen": ""}, status=404)
    office.press("director", f"{place}/agree")
    with office.portal.db.unit_of_work() as db:
        ends = clock.today() + timedelta(days=300)
        named = {"starts": LONG_AGO.date(), "until": ends, "named_at": LONG_AGO}
        db.add(FacilitatingState(member="DNK", **named))
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))
    office.told()
    asked = office.browse("editor").post("/manual/editions/2/withdraw", {"reason": "A wrong hour."})
    assert office.told() == [
        ("denmark", "You are asked as the second person: Withdrawal of edition 2 of the manual"),
        ("director", "You are asked as the second person: Withdrawal of edition 2 of the manual"),
    ]
    denmark = office.browse("denmark")
    page = denmark.get(second(asked))
    assert page.soup.select_one("main .act a")["href"] == "/manual/2"
    denmark.get(f"{second(asked)}/changes", status=404)
    office.press("denmark", f"{second(asked)}/agree")

    assert office.editions() == [(2, "major", False), (1, "major", True)]
    role = "the Focal Point of the facilitating state Denmark"
    assert f"You agreed, as {role}. It took effect." in denmark.get(second(asked)).text
    assert [who for who, _ in office.told() if who != "editor"] == ["director"]
