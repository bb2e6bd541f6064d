"""A facilitating state: named by the administrator, and its Focal Point as the second person."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.db import table
from app.directory.holding import review
from app.directory.models import Appointment, OfficeReview
from app.directory.rules import Stage
from app.directory.second_models import FacilitatingState
from app.identity.models import PortalSession
from app.recovery import due as recovery_due
from tests.seconding.conftest import WHY, recovery, seen_in
from tests.support.people import LONG_AGO

HERE = "/directory/facilitating"
LINE = "the Focal Point of the facilitating state Denmark"
named, session = table(FacilitatingState), table(PortalSession)


def days(first: int, last: int) -> dict[str, str]:
    today = clock.today()
    return {
        "starts": str(today + timedelta(days=first)),
        "until": str(today + timedelta(days=last)),
    }


@pytest.fixture
def facilitates(asking, portal):
    """Denmark facilitates the network, and there is no director."""
    asking.leave("director")
    with portal.db.unit_of_work() as db:
        db.add(FacilitatingState(
            id="denmark", member="DNK", starts=LONG_AGO.date(),
            until=clock.today() + timedelta(days=30), named_at=LONG_AGO,
            named_by=asking.cast["administrator"].viewer.person_id,
        ))  # fmt: skip
        db.execute(update(session).values(proved_at=clock.wall()))
    return asking


def began(asking) -> list[bool]:
    return [one is not None for one in asking.column(review.c.began_at, review.c.proposed_at)]


def test_the_administrator_names_a_state_and_ends_it(asking, browse):
    admin = browse("administrator")
    assert "No state is named" in admin.get(HERE).text
    for wrong in ({"state": "DNK"}, {"state": "EU", **days(0, 9)}, {"state": "DNK", **days(-1, 9)},
                  {"state": "DNK", **days(5, 4)}, {"state": "DNK", **days(0, 800)},
                  {"state": "DNK", "starts": "9999-12-30", "until": "9999-12-31"}):  # fmt: skip
        admin.post(HERE, wrong, status=422)
    sent = {"state": "DNK", "once": "one-form", **days(0, 100)}
    assert [admin.post(HERE, sent).location for _ in range(2)] == [HERE, HERE]
    admin.post(HERE, {"state": "DNK", **days(50, 60)}, status=409)

    assert asking.column(named.c.member, named.c.id) == ["DNK"]
    assert asking.told() == [
        ("administrator", "Facilitates the network: Denmark"),
        ("denmark", "Facilitates the network: Denmark"),
    ]
    key = asking.column(named.c.id, named.c.id)[0]
    for who in ("denmark", "director", "ghana"):
        browse(who).get(HERE, status=403)
        browse(who).post(f"{HERE}/{key}/end", status=403)
    admin.post(f"{HERE}/{key}/end")
    admin.post(f"{HERE}/{key}/end", status=409)
    admin.post(f"{HERE}/none/end", status=409)
    assert {line for _, line in asking.told()} == {"No longer facilitates the network: Denmark"}
    assert asking.column(named.c.ended_at, named.c.id) != [None]


def test_its_focal_point_decides_as_the_second_person(facilitates, browse):
    place = facilitates.propose()
    told = facilitates.told()
    assert [who for who, line in told if line.startswith("You are asked")] == ["denmark"]
    assert LINE in browse("administrator").get(facilitates.review).text
    denmark = browse("denmark")
    assert place in denmark.get("/home").text
    assert WHY in denmark.get(place).text
    facilitates.press("denmark", f"{place}/agree")

    assert began(facilitates) == [True]
    assert facilitates.answers() == [("facilitator", True, None)]
    assert f"as {LINE}" in browse("administrator").get(facilitates.review).text
    assert "You agreed, as" in denmark.get(place).text
    for path in ("/desk", facilitates.review, facilitates.recovery):
        denmark.get(path, status=403)


def test_a_fresh_proof_of_being_there_is_asked_for(facilitates, browse, portal):
    place = facilitates.propose()
    seen = seen_in(browse("denmark").get(place))
    with portal.db.unit_of_work() as db:
        db.execute(update(session).values(proved_at=clock.wall() - timedelta(minutes=11)))
    page = browse("denmark").post(f"{place}/agree", {"seen": seen}, status=403)
    assert "Confirm in a new tab" in page.text
    assert began(facilitates) == [False]


@pytest.mark.parametrize(
    "how",
    [
        *("named", "appointed", "invited", "ended", "over", "reviewed", "own", "alternate"),
        *("holds it", "is to hold it"),
    ],
)
def test_who_cannot_be_the_second_person_is_not_asked(facilitates, browse, portal, how):
    admin, now = facilitates.cast["administrator"].viewer.person_id, clock.now()
    row: dict[str, object] = {
        "named": {"named_at": now - timedelta(hours=71)},
        "ended": {"ended_at": now},
        "over": {"until": clock.today() - timedelta(days=1)},
        "own": {"member": "GHA"},
        "alternate": {"member": "GHA"},
    }.get(how, {})
    held: dict[str, object] = {
        "appointed": {"created_at": now - timedelta(hours=71)},
        "invited": {"verified_by": admin, "created_at": now - timedelta(days=29)},
    }.get(how, {})
    with portal.db.unit_of_work() as db:
        db.execute(update(named).values(id="denmark", **row))
        if how == "reviewed":
            office = facilitates.cast["denmark"].viewer.office
            db.add(
                OfficeReview(office_id=office.id, reason=WHY, began_at=now, proposed_at=LONG_AGO)
            )
        if how in {"holds it", "is to hold it"}:  # besides Denmark's, from which it is judged
            stage = Stage.VERIFIED if how == "holds it" else Stage.PROPOSED
            db.add(Appointment(
                office_id=facilitates.office, starts=LONG_AGO.date(), created_at=LONG_AGO,
                person_id=facilitates.cast["denmark"].viewer.person_id, stage=stage,
            ))  # fmt: skip
    if held:
        facilitates.let("denmark", **held)
    place = facilitates.propose()

    asked = [who for who, line in facilitates.told() if line.startswith("You are asked")]
    assert asked == []
    who = {"own": "ghana", "alternate": "ghana_alternate"}.get(how, "denmark")
    if how != "reviewed":
        browse(who).get(place, status=404)
        browse(who).post(f"{place}/agree", {"seen": ""}, status=404)
    assert began(facilitates)[-1] is False


def test_whoever_was_brought_in_by_the_proposer_counts_after_a_month(facilitates):
    admin = facilitates.cast["administrator"].viewer.person_id
    facilitates.let(
        "denmark", verified_by=admin, created_at=clock.now() - timedelta(days=30, minutes=1)
    )
    place = facilitates.propose()
    facilitates.press("denmark", f"{place}/agree")
    assert began(facilitates) == [True]


def test_once_it_is_ended_the_word_counts_no_more(facilitates, browse):
    place = facilitates.propose("recovery")
    facilitates.press("denmark", f"{place}/agree")
    browse("administrator").post(f"{HERE}/denmark/end")
    browse("denmark").get(place, status=404)
    with facilitates.after(73):
        assert recovery_due.take_effect_due(facilitates.portal) == 1
    assert facilitates.column(recovery.c.outcome, recovery.c.proposed_at) == ["lapsed"]
