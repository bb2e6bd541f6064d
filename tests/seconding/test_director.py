"""The director as second person: asked by letter, answers on one page, reads nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.directory.holding import review
from app.directory.models import Appointment
from app.identity.models import PortalSession
from app.recovery import due as recovery_due
from tests.seconding.conftest import CHECKED, WHY, WISH, letter, recovery, seen_in
from tests.support.people import LONG_AGO, settle_as

session = table(PortalSession)
ASKED = "You are asked as the second person: Focal Point, Ghana"
MEMBER = ["ghana", "ghana_alternate"]


def stages(asking) -> list[tuple[bool, bool]]:
    rows = asking.column(review.c.began_at, review.c.proposed_at)
    return list(zip([one is not None for one in rows],
                    [one is not None for one in asking.column(review.c.ended_at,
                                                              review.c.proposed_at)],
                    strict=True))  # fmt: skip


def test_the_director_ends_the_waiting_of_one_alone(asking, browse):
    place = asking.propose()
    found = asking.letters()
    assert [(who, line) for who, line, _ in found] == [
        ("director", ASKED),
        *((who, "Proposed by the Secretariat: Focal Point, Ghana") for who in MEMBER),
    ]
    text = found[0][2]
    assert (place in text, WHY in text) == (True, False), "the letter says where, and not why"
    assert "a colleague or the director of the Secretariat" in browse("administrator").get(
        asking.review
    ).text  # fmt: skip

    director = browse("director")
    home = director.get("/home")
    assert home.words(f"a[href='{place}']") == ["Read it and answer"]
    page = director.get(place)
    assert WHY in page.text
    assert page.words("main form button") == ["I agree", "I do not agree"]
    done = asking.press("director", f"{place}/agree")

    assert done.location == place
    assert stages(asking) == [(True, False)]
    assert asking.answers() == [("director", True, None)]
    now = director.get(place)
    assert (WHY in now.text, "You agreed" in now.text) == (False, True)
    assert now.words("main form button") == []
    assert place not in director.get("/home").text
    assert [line for who, line in asking.told() if who in {"administrator", *MEMBER}] == [
        "The second person agreed: Focal Point, Ghana",
        *["Under review: Focal Point, Ghana"] * 2,
    ]
    said = browse("administrator").get(asking.review)
    assert "director (test), as the director of the Secretariat" in said.text


def test_a_refusal_stops_it_and_all_concerned_hear_of_it(asking, browse):
    place = asking.propose()
    asking.told()

    asking.press("director", f"{place}/refuse", words="Ask the mission first.")

    assert stages(asking) == [(False, True)]
    assert asking.answers() == [("director", False, "Ask the mission first.")]
    assert asking.told() == [
        ("administrator", "The second person did not agree: Focal Point, Ghana"),
        *((who, "No longer proposed by the Secretariat: Focal Point, Ghana") for who in MEMBER),
    ]
    assert "You did not agree" in browse("director").get(place).text
    again = asking.propose()
    assert again != place, "it can be proposed anew"
    asking.press("director", f"{again}/agree")
    assert stages(asking) == [(False, True), (True, False)]


@pytest.mark.parametrize("how", ["withdrawn", "called off"])
def test_who_was_asked_hears_that_it_waits_no_more(asking, browse, portal, how):
    """And nobody who was neither asked nor told, as Denmark, or who could be asked only now."""
    asking.propose()
    seat = ("SEC", OfficeKind.DIRECTOR)
    with portal.db.unit_of_work() as db:
        asking.cast["new"] = settle_as(db, portal.settings, "new director", seat)
        before = db.execute(select(letter.c.subject)).scalars().all()
    assert "You are asked as the second person: Focal Point, Ghana" in before
    asking.leave("director")
    off = "No longer proposed by the Secretariat: Focal Point, Ghana"
    if how == "withdrawn":
        browse("administrator").post(f"{asking.review}/withdraw", {"stage": "proposed"})
        staff = [("administrator", off)]
    else:
        from app.contested import due  # noqa: PLC0415 - beside the other duty of this name

        gone = {"stage": "revoked", "ends": clock.today(), "ended_at": clock.now()}
        asking.let("administrator", **gone)
        assert due.take_effect_due(asking.portal) == 1
        staff = []
    told = [one for one in asking.told() if one[1] == off]
    assert told == sorted([*staff, ("director", off), *((who, off) for who in MEMBER)])
    assert stages(asking) == [(False, True)]


def test_who_was_asked_about_a_review_alone_does_not_hear_of_its_end(asking, browse, portal):
    place = asking.propose()
    asking.press("director", f"{place}/agree")
    asking.leave("director")
    with portal.db.unit_of_work() as db:
        seat = ("SEC", OfficeKind.DIRECTOR)
        asking.cast["next"] = settle_as(db, portal.settings, "next director", seat)
    administrator = browse("administrator")
    administrator.post(f"{asking.review}/end", {"ground": "mistaken"})
    administrator.post(f"{asking.review}/withdraw", {"stage": "ending"})
    off = "No longer proposed by the Secretariat: Focal Point, Ghana"
    heard = {who for who, line in asking.told() if line == off}
    assert heard == {"administrator", "next", *MEMBER}


@pytest.mark.parametrize("how", ["withdrawn", "stopped", "called off", "refused"])
def test_who_was_asked_about_a_recovery_hears_that_it_came_to_nothing(asking, browse, portal, how):
    """Also who can be asked no more, and nobody who can be asked now and was not."""
    place = asking.propose("recovery")
    with portal.db.unit_of_work() as db:
        seat = ("SEC", OfficeKind.DIRECTOR)
        asking.cast["new"] = settle_as(db, portal.settings, "new director", seat)
    end = {"seen": place.rpartition("/")[2]}
    if how == "refused":
        asking.press("director", f"{place}/refuse", words="Ask the mission first.")
    elif how == "withdrawn":
        asking.leave("director")
        browse("administrator").post(f"{asking.recovery}/withdraw", end)
    elif how == "stopped":
        browse("ghana").post("/account/recovery/stop", {})
    else:
        asking.leave("director", "administrator")
        with asking.after(73):
            assert recovery_due.take_effect_due(portal) == 1
    ended = {
        "withdrawn": "Help to come in again was withdrawn: Focal Point, Ghana",
        "stopped": "Help to come in again was stopped: Focal Point, Ghana",
        "called off": "Help to come in again was called off: Focal Point, Ghana",
    }
    told = [one for one in asking.told() if one[1] in ended.values()]
    assert [one for one in told if one[0] in {"director", "new"}] == (
        [] if how == "refused" else [("director", ended[how])]
    )


def test_whoever_holds_the_office_judges_it_from_no_other_chair(asking, browse, portal):
    """The director is appointed to the contested office too: neither asked nor let find it."""
    with portal.db.unit_of_work() as db:
        db.add(Appointment(
            office_id=asking.office, person_id=asking.cast["director"].viewer.person_id,
            starts=LONG_AGO.date(), created_at=LONG_AGO,
        ))  # fmt: skip
    place = asking.propose()
    assert [who for who, line in asking.told() if line.startswith("You are asked")] == []
    browse("director").get(place, status=404)
    browse("director").post(f"{place}/agree", {"seen": ""}, status=404)
    assert stages(asking) == [(False, False)]


def test_a_silent_director_blocks_nobody(asking):
    from app.contested import due  # noqa: PLC0415 - beside the other duty of this name

    asking.propose()
    with asking.after(73):
        assert due.take_effect_due(asking.portal) == 1
    assert stages(asking) == [(True, False)]


def test_nobody_else_finds_the_page_and_the_director_finds_nothing_else(asking, browse):
    place = asking.propose()
    for who in ("ghana", "denmark", "administrator", "stranger", "ghana_alternate"):
        for path in (place, f"{place}/agree", f"{place}/refuse"):
            ask = browse(who).get if path == place else browse(who).post
            ask(path, *([] if path == place else [{"seen": ""}]), status=404)
    director = browse("director")
    for path in ("/desk", "/directory/GHA/offices", asking.review, "/assistance", asking.recovery):
        director.get(path, status=403)
    director.get("/second/review/none", status=404)
    director.get("/second/letter/none", status=404)


@pytest.mark.parametrize(
    "how", ["appointed", "renewed", "fresh", "fresh proposer", "gone", "helped in"]
)
def test_a_puppet_of_the_proposer_is_not_asked_and_finds_nothing(asking, browse, how):
    admin = asking.cast["administrator"].viewer.person_id
    match how:
        case "appointed":
            asking.let("director", verified_by=admin)
        case "renewed":  # the operator invited, the proposer made the address that was used
            asking.renewed("director", by="administrator")
        case "fresh":
            asking.let("director", created_at=clock.now() - timedelta(hours=71))
        case "fresh proposer":
            asking.let("administrator", created_at=clock.now() - timedelta(hours=71))
        case "gone":
            asking.let("director", stage="revoked")
        case _:
            with asking.portal.db.unit_of_work() as db:
                db.execute(recovery.insert().values(
                    id="before", person_id=asking.cast["director"].viewer.person_id,
                    proposed_by=admin, proposed_at=clock.now(), effect_at=clock.now(),
                    ended_at=clock.now(), outcome="done", gives="sign-in", reason="device",
                    reason_words="", checked="letter", checked_words="",
                ))  # fmt: skip
    place = asking.propose()

    assert "director" not in {who for who, _ in asking.told()}
    browse("director").get(place, status=404)
    browse("director").post(f"{place}/agree", {"seen": ""}, status=404)
    assert stages(asking) == [(False, False)]
    assert "the director" not in browse("administrator").get(asking.review).text


def test_a_proposal_that_took_the_place_of_the_one_read_is_not_agreed_to(asking, browse):
    place = asking.propose()
    seen = seen_in(browse("director").get(place))
    browse("administrator").post(f"{asking.review}/withdraw", {"stage": "proposed"})
    browse("director").post(f"{place}/agree", {"seen": seen}, status=409)
    assert "Nothing is asked of you any more" in browse("director").get(place).text

    asking.press("director", f"{asking.propose()}/agree")
    browse("administrator").post(f"{asking.review}/end", {"ground": "mistaken"})
    again = asking.place()
    browse("director").post(f"{again}/agree", {"seen": seen}, status=409)
    assert stages(asking)[-1] == (True, False)
    asking.press("director", f"{again}/agree")
    assert stages(asking)[-1] == (True, True)
    assert asking.answers() == [("director", True, None)] * 2


def test_somebody_is_helped_in_again_with_the_director(asking, browse):
    place = asking.propose("recovery")
    page = browse("director").get(place)
    assert ("Her ministry changed" in page.text, CHECKED in page.text) == (True, False)
    asking.press("director", f"{place}/agree")

    with asking.portal.db.read() as conn:
        row = conn.execute(select(recovery)).one()
    assert row.agreed_by == asking.cast["director"].viewer.person_id
    assert row.due_at <= clock.now() + timedelta(hours=72)
    assert "It takes effect on" in browse("director").get(place).text
    with asking.after(73):
        assert recovery_due.take_effect_due(asking.portal) == 1
    admin = browse("administrator")
    assert "Make the link" in admin.get(asking.recovery).words("main .act button")
    with asking.portal.db.unit_of_work() as db:
        asking.cast["editor"] = settle_as(
            db, asking.portal.settings, "editor", ("SEC", OfficeKind.EDITOR)
        )
    assert "Make the link" not in admin.get(asking.recovery).words("main .act button"), (
        "where a colleague is there, that one makes it"
    )


def test_the_word_of_a_director_who_left_counts_no_more(asking):
    place = asking.propose("recovery")
    asking.press("director", f"{place}/agree")
    asking.leave("director")
    with asking.after(73):
        assert recovery_due.take_effect_due(asking.portal) == 1
    assert asking.column(recovery.c.outcome, recovery.c.proposed_at) == ["lapsed"]


def test_an_account_of_the_secretariat_is_helped_with_the_director_and_never_by_one(
    asking, browse, portal
):
    with portal.db.unit_of_work() as db:
        asking.cast["editor"] = settle_as(
            db, portal.settings, "second editor", ("SEC", OfficeKind.EDITOR)
        )
    page = f"/people/{asking.cast['editor'].viewer.person_id}/recovery"
    own = f"/people/{asking.cast['director'].viewer.person_id}/recovery"
    browse("administrator").post(page, WISH)
    place = asking.place("recovery")
    with asking.after(100):
        assert recovery_due.take_effect_due(portal) == 0, "one alone never suffices"
    asking.press("director", f"{place}/refuse")
    assert asking.column(recovery.c.outcome, recovery.c.proposed_at) == ["withdrawn"]
    asking.leave("editor")
    browse("administrator").post(own, WISH, status=409)


def test_the_director_shows_a_second_factor_for_it(asking, browse, portal):
    place = asking.propose()
    director = browse("director")
    seen = seen_in(director.get(place))
    late = clock.wall() - timedelta(minutes=16)
    with portal.db.unit_of_work() as db:
        db.execute(update(session).values(factor_at=late))
    page = director.post(f"{place}/agree", {"seen": seen}, status=403)
    assert "Show it in a new tab" in page.text
    with portal.db.unit_of_work() as db:
        db.execute(update(session).values(factor=""))
    assert director.get(place, status=303).location.startswith("/account/second-factor")
    assert stages(asking) == [(False, False)]
