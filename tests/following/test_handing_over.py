"""What is followed goes to the next holder of the office, and stays when its person goes."""

from datetime import date

import pytest
from sqlalchemy import select, update

from app.account import own_data, taking_out
from app.core.db import table
from app.directory.models import Appointment
from app.following.actions import inherit
from app.following.models import Follow
from app.notifications.classes import How
from tests.support.people import settle_as

follow, held = table(Follow), table(Appointment)


@pytest.fixture
def handed(world):
    """Let Denmark's Focal Point follow two things and leave; return the next one's name."""
    made = world.things.practice("Of Ghana")
    world.follows("denmark", made)
    world.searches("denmark", "theme=early-warning", How.NOW, name="Warnings")
    own = held.c.person_id == world.cast["denmark"].viewer.person_id
    with world.portal.db.unit_of_work() as db:
        db.execute(update(held).where(own).values(ends=date(2024, 1, 1)))
        seat = ("DNK", world.cast["denmark"].viewer.office.kind)
        world.cast["next"] = settle_as(db, world.portal.settings, "next", seat)
    return "next"


def _whose(world) -> list[tuple[str, str]]:
    with world.portal.db.read() as conn:
        rows = conn.execute(select(follow.c.person_id, follow.c.name).order_by(follow.c.since))
        names = {one.viewer.person_id: name for name, one in world.cast.items()}
        return [(names.get(person_id, ""), name) for person_id, name in rows]


def test_the_page_of_a_hand_over_names_what_goes_over(world):
    world.searches("denmark", "theme=early-warning", name="Warnings")
    office = world.cast["denmark"].viewer.office.id
    assert "Warnings" in world.browse("denmark").get(f"/hand-over/{office}").text
    assert "Warnings" not in world.browse("administrator").get(f"/hand-over/{office}").text


def test_the_next_holder_sees_what_was_followed_and_follows_it_once_it_is_read(world, handed):
    office = world.cast["denmark"].viewer.office.id
    page = world.browse(handed).get(f"/hand-over/{office}/inherited")
    assert page.words("section[aria-labelledby=h-followed] li") == ["Warnings", "Of Ghana"]
    assert world.browse(handed).get("/following").words("li.bare h3") == []

    world.browse(handed).post(f"/hand-over/{office}/inherited")
    assert _whose(world) == [("next", ""), ("next", "Warnings")]
    found = world.browse(handed).get("/following").words("li.bare h3")
    assert found == ["Warnings", "Of Ghana"]


def test_what_both_follow_is_kept_once_with_the_words_of_the_new_holder(world, handed):
    world.searches(handed, "theme=early-warning", name="Mine")
    with world.portal.db.unit_of_work() as db:
        viewer = world.cast[handed].viewer
        inherit(db, viewer, viewer.office.id)
    assert sorted(_whose(world)) == [("next", ""), ("next", "Mine")]


def test_who_is_taken_out_leaves_it_to_the_office_without_the_name(world, handed):
    with world.portal.db.unit_of_work() as db:
        taking_out.forget(db, world.cast["denmark"].viewer.person_id)
    assert _whose(world) == [("", ""), ("", "Warnings")]
    with world.portal.db.unit_of_work() as db:
        viewer = world.cast[handed].viewer
        inherit(db, viewer, viewer.office.id)
    assert _whose(world) == [("next", ""), ("next", "Warnings")]


def test_ones_own_data_has_what_one_follows_and_was_told(world):
    world.searches("denmark", "theme=early-warning", name="Warnings")
    world.searches("timor", "theme=treaties", name="Of Timor")
    made = world.things.practice("Of Ghana")
    world.browse("costa_rica").post(f"/practices/{made}/comments", {"comment": "Who does it?"})
    told = world.tell()
    with world.portal.db.read() as conn:
        viewer = world.cast["denmark"].viewer
        found = own_data.collected(conn, viewer, world.portal.seal)
    assert [one["name"] for one in found["followed"]] == ["Warnings"]
    assert [one["what"] for one in found["followed_news"]] == ["followed-new"]
    assert told["denmark"] == ["new"]
