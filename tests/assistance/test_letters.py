"""Letters, waiting rows and notices: who gets them, and that they tell nothing."""

import pytest
from sqlalchemy import text

from app.assistance.rules import Act, Stage
from app.core import clock
from app.notifications.models import NoticeChoice
from app.notifications.queries import count_waiting, what_happened, what_waits
from tests.assistance.sample import SOON
from tests.support.people import CAST


@pytest.fixture
def letters(database):
    """Return a function that gives (receiver, subject, body) of all letters."""

    def read() -> list[tuple[str, str, str]]:
        with database.read() as conn:
            rows = conn.execute(
                text(
                    "SELECT person.name, subject, body FROM letter"
                    " JOIN person ON person.id = letter.person_id ORDER BY person.name, subject"
                )
            )
            return [(name.removesuffix(" (test)"), *rest) for name, *rest in rows]

    return read


@pytest.fixture
def waits(database, cast):
    """Return a function that gives what waits, by person."""

    def read() -> dict[str, list[str]]:
        with database.read() as conn:
            found = {}
            for who in CAST:
                due = what_waits(conn, cast[who].viewer)
                assert count_waiting(conn, cast[who].viewer) == len(due)
                found[who] = [one.what for one in due]
            return {who: what for who, what in found.items() if what}

    return read


def test_submitting_writes_to_the_secretariat_only(asked, letters, waits):
    asked(Stage.SUBMITTED)

    assert [name for name, *_ in letters()] == ["administrator", "editor"]
    assert waits() == {"editor": ["request-submitted"], "administrator": ["request-submitted"]}


def test_opening_writes_to_the_addressees_but_not_to_those_who_asked(asked, letters, waits):
    asked(Stage.OPEN)

    calls = [line for line in letters() if "asks your office" in line[1]]
    assert [name for name, *_ in calls] == ["costa_rica", "denmark", "eu", "timor"]
    assert {subject for _, subject, _ in calls} == {
        f"A member asks your office for assistance: R2P/{SOON.year}/REQ/001"
    }
    assert "Ghana" not in "".join(body for *_, body in calls)
    assert "Wanted: an answer by" in calls[0][2]
    assert waits() == {who: ["request-open"] for who in ("costa_rica", "denmark", "eu", "timor")}


@pytest.mark.parametrize(
    ("audience", "called"),
    [
        ("group:weog", ["denmark"]),
        ("members:CRI,TLS", ["costa_rica", "timor"]),
        ("secretariat", []),
    ],
)
def test_a_narrow_audience_is_the_only_one_that_hears_of_it(
    asked, letters, waits, audience, called
):
    asked(Stage.OPEN, audience)

    calls = [name for name, subject, _ in letters() if "asks your office" in subject]
    assert calls == called
    assert sorted(waits()) == called


def test_whoever_offered_waits_no_longer_and_the_asker_is_asked(making, letters, waits):
    with making() as maker:
        item = maker.request(Stage.OPEN, "members:DNK,TLS")
        maker.offer(item, "denmark")

    assert waits() == {
        "ghana": ["offer-waits"],
        "ghana_alternate": ["offer-waits"],
        "timor": ["request-open"],
    }
    told = [name for name, subject, _ in letters() if "waits for your answer" in subject]
    assert told == ["ghana", "ghana_alternate"]


def test_each_step_leaves_exactly_what_waits_next(making, waits, database, cast):
    steps = [
        ("accept", {"ghana": ["request-agreed"], "ghana_alternate": ["request-agreed"]}),
        ("start", {"ghana": ["request-under-way"], "ghana_alternate": ["request-under-way"]}),
        ("close", {key: ["offer-outcome"] for key in ("denmark", "ghana", "ghana_alternate")}),
    ]
    with making() as maker:
        item = maker.request(Stage.OPEN)
        maker.offer(item, "denmark")
        offer_id = maker.offer_id
    for step, wanted in steps:
        with making() as maker:
            maker.offer_id = offer_id
            maker.step(step, item, "ghana", "denmark")
        assert waits() == wanted

    with database.read() as conn:
        told = [one.what for one in what_happened(conn, cast["denmark"].viewer)]
    assert sorted(told) == [
        "offer-accepted",
        "offer-terms-agreed",
        "request-closed",
        "request-started",
    ]


def test_withdrawing_ends_all_waiting_and_tells_those_who_offered(making, waits, database, cast):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        maker.offer(item, "denmark")
        maker.step("withdraw", item, "ghana", "denmark")

    assert waits() == {}
    with database.read() as conn:
        happened = {w: [n.what for n in what_happened(conn, cast[w].viewer)] for w in CAST}
    assert happened["denmark"] == ["request-withdrawn"]
    assert happened["timor"] == []


def test_a_helper_hears_of_the_answer_and_nobody_else_does(making, letters):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        offers = [maker.offer(item, who) for who in ("denmark", "timor")]
        timor = maker.cast["timor"].viewer.person_id
        maker.db.add(NoticeChoice(person_id=timor, notice_class="answered", how="now"))
        maker.answer(item, offers[1], "ghana", Act.DECLINE)

    answered = [name for name, subject, _ in letters() if "was answered" in subject]
    assert answered == ["timor"]


def test_the_office_that_asked_gets_a_letter_when_accepted_help_goes_and_only_then(making, letters):
    for stage in (Stage.IN_TALKS, Stage.AGREED, Stage.UNDER_WAY):
        with making() as maker:
            item = maker.request(stage)
            maker.answer(item, maker.offer_id, "denmark", Act.TAKE_BACK)

    gone = [name for name, subject, _ in letters() if "was taken back" in subject]
    assert gone == ["ghana", "ghana", "ghana_alternate", "ghana_alternate"]


def test_letters_speak_the_language_of_their_receiver(asked, database, letters, cast):
    with database.unit_of_work() as db:
        db.execute(
            text("UPDATE person SET language = 'fr' WHERE id = :id"),
            {"id": cast["denmark"].viewer.person_id},
        )
    asked(Stage.OPEN, "members:DNK,TLS")

    number = f"R2P/{clock.today().year}/REQ/001"
    assert [(name, subject) for name, subject, _ in letters() if name in {"denmark", "timor"}] == [
        ("denmark", f"Un membre demande l’assistance de votre bureau : {number}"),
        ("timor", f"A member asks your office for assistance: {number}"),
    ]
    assert [(name, subject) for name, subject, _ in letters() if name == "editor"] == [
        ("editor", f"A request for assistance waits for the Secretariat: {number}")
    ]
