"""What two sides agree on by their programmes: terms, plan, talk, the end; seats; the overview."""

from datetime import timedelta

import pytest

from app.access.scopes import Scope
from app.assistance.rules import Stage
from app.core import clock
from tests.assistance.conftest import making  # noqa: F401 - a fixture
from tests.assistance.sample import CANARY
from tests.assistance.test_after import BACK, GIVEN
from tests.assistance.test_plan import step
from tests.assistance.test_talks import said
from tests.seats.sample import ASKED, Office

TERMS = {
    "what": f"Two talks {CANARY}",
    "who": "One expert",
    "when": "In May",
    "costs": "Each its own",
    "confidentiality": "All of it",
}
OTHERS = [one for one in Scope if one != Scope.AGREED]


@pytest.fixture
def agreed(making):  # noqa: F811 - the fixture
    """Return the address of an offer that was accepted, of Denmark for Ghana."""
    with making() as maker:
        item = maker.request(Stage.AGREED)
        return f"/assistance/{item}/offers/{maker.offer_id}"


def test_each_side_reads_terms_plan_and_talk_and_nobody_else_does(agreed, browse, machine):
    ghana, denmark = machine("ghana", Scope.AGREED), machine("denmark", Scope.AGREED)
    assert ghana.get(f"{agreed}/terms")["number"] == 0
    browse("denmark").post(f"{agreed}/terms", {**TERMS, "number": "0"})
    told = ghana.get(f"{agreed}/terms")
    assert (told["what"], told["number"], told["agreed"]) == (TERMS["what"], 1, False)
    assert told["sides"] == [{"member": "GHA", "yes": False}, {"member": "DNK", "yes": True}]
    browse("ghana").post(f"{agreed}/plan", step(clock.today() + timedelta(days=9)))
    plan = denmark.get(f"{agreed}/plan")
    (planned,) = plan["steps"]
    assert (plan["all"], plan["done"], plan["late"]) == (1, 0, 0)
    assert (planned["side"], planned["late"], planned["state"]) == ("helper", False, "open")
    browse("denmark").post(f"{agreed}/talk", said("In May?"))
    talk = ghana.get(f"{agreed}/talk")
    (word,) = talk["words"]
    assert (word["member"], word["text"], word["apart"]) == ("DNK", f"In May? {CANARY}", False)
    assert (talk["before"], talk["decisions"], talk["dates"], talk["files"]) == (None, [], [], [])
    browse("denmark").post(f"{agreed}/talk/words/{word['id']}", {"what": "call"})
    (called,) = ghana.get(f"{agreed}/talk")["decisions"]
    assert (called["decision_of"], called["decided_at"]) == ("DNK", None)
    for part in ("terms", "plan", "talk", "after"):
        machine("timor", Scope.AGREED).get(f"{agreed}/{part}", status=404)
        told = machine("ghana", *OTHERS).get(f"{agreed}/{part}", status=403)
        assert told["scope"] == "assistance-agreed"
        assert CANARY not in str(told)
    office, at = browse("editor"), f"/api/v1{agreed}"
    assert office.get(f"{at}/terms").json()["what"] == TERMS["what"]
    assert office.get(f"{at}/plan").json()["steps"] is None
    office.get(f"{at}/after", status=403)


def test_what_is_said_apart_comes_to_the_programmes_of_the_two_alone(agreed, browse, machine):
    here, words = f"{agreed}/talk", "Between us"
    browse("ghana").post(f"{here}/change", {"change": "apart"})
    browse("denmark").post(f"{here}/change/agree", {"change": "apart"})
    browse("ghana").post(here, said(words, apart="yes"))
    (word,) = machine("denmark").get(f"{agreed}/talk")["words"]
    assert (word["text"], word["apart"]) == (f"{words} {CANARY}", True)
    told = browse("editor").get(f"/api/v1{agreed}/talk").json()
    assert (told["words"], told["apart"]) == ([], True)


def test_neither_reads_the_others_answer_before_both_have_given_theirs(making, browse, machine):  # noqa: F811 - the fixture
    with making() as maker:
        item = maker.request(Stage.CLOSED)
        at = f"/assistance/{item}/offers/{maker.offer_id}"
    ghana, denmark = machine("ghana", Scope.AGREED), machine("denmark", Scope.AGREED)
    browse("denmark").post(f"{at}/after", {**GIVEN, "version": "1"})
    told = ghana.get(f"{at}/after")
    assert (told["theirs"]["given_on"], told["theirs"]["words"]) == (None, "")
    assert CANARY not in str(told)
    assert denmark.get(f"{at}/after")["mine"]["words"] == GIVEN["words"]
    browse("ghana").post(f"{at}/after", {**BACK, "version": "1"})
    assert ghana.get(f"{at}/after")["theirs"]["words"] == GIVEN["words"]
    assert denmark.get(f"{at}/after")["theirs"]["delivered"] == BACK["delivered"]


def test_an_office_applies_in_three_fields_once_and_takes_it_back(machine, database, portal, cast):
    with database.unit_of_work() as db:
        denmark = Office(db, portal.seal, cast["denmark"].viewer)
        seat = denmark.offer()
        denmark.offer(draft=True)
    here = f"/open-seats/{seat}/applications"
    ghana = machine("ghana", Scope.SEATS_WRITE)
    machine("ghana", Scope.SEATS).post(here, ASKED, status=403)
    told = ghana.post(here, {"who": "Somebody"}, status=422)
    assert [one["field"] for one in told["errors"]] == ["why"]
    made = ghana.post(here, ASKED, idempotency_key="once")
    assert ghana.post(here, ASKED, idempotency_key="once") == made
    ghana.post(here, {**ASKED, "why": "Another reason."}, idempotency_key="once", status=422)
    assert (made["state"], made["version"]) == ("sent", 1)
    reads = machine("ghana", Scope.SEATS)
    (one,) = reads.get(f"/open-seats/{seat}")["applications"]
    assert (one["id"], one["version"]) == (made["id"], made["version"])
    assert reads.get("/office/open-seats")["open_seats"] == []
    (own,) = machine("denmark", Scope.SEATS).get("/office/open-seats")["open_seats"]
    assert own["id"] == seat
    back = f"{here}/{made['id']}/take-back"
    machine("timor", Scope.SEATS_WRITE).post(back, {"version": 1}, status=404)
    machine("denmark", Scope.SEATS_WRITE).post(back, {"version": 1}, status=403)
    ghana.post(back, status=428)
    ghana.post(back, {"version": 7}, status=409)
    assert ghana.post(back, {"version": 1})["state"] == "taken-back"
    ghana.post(back, {"version": 2}, status=409)
    machine("ghana").post("/open-seats/abcdefghijkm/applications", ASKED, status=404)


def test_asked_offered_promised_and_received_are_told_with_whom_they_wait_for(
    agreed,
    browse,
    machine,
    making,  # noqa: F811 - the fixture
):
    with making() as maker:
        came = maker.request(Stage.CLOSED)
    item = agreed.split("/")[2]
    ghana, denmark = machine("ghana", Scope.ASSISTANCE), machine("denmark", Scope.ASSISTANCE)
    found = ghana.get("/office/overview/asked")["asked"]
    assert {one["id"] for one in found} == {item, came}
    (promised,) = denmark.get("/office/overview/promised")["help"]
    assert (promised["request"], promised["member"], promised["gives"]) == (item, "GHA", True)
    (got,) = ghana.get("/office/overview/came")["help"]
    assert (got["request"], got["member"], got["gives"]) == (came, "DNK", False)
    assert {"what": "offer-outcome", "member": "GHA"}.items() <= next(
        one for one in got["waits"] if one["member"] == "GHA"
    ).items()
    assert denmark.get("/office/overview/offered")["help"] == []
    assert machine("timor").get("/office/overview/promised")["help"] == []
    ghana.get("/office/overview/nonsense", status=404)
    browse("editor").get("/api/v1/office/overview/asked", status=404)
