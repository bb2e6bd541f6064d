"""What you follow: beginning, naming, levels, ending, and what is not there any more."""

from datetime import date

import pytest
from sqlalchemy import func, insert, select, update

from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory.models import Appointment
from app.following.actions import TOO_MANY, follow_item
from app.following.models import Follow
from app.following.rules import MOST
from app.items.models import Item
from app.notifications.classes import How
from app.practices.rules import Stage
from tests.support.rows import rows_hash

follow, item = table(Follow), table(Item)


def _kept(world, who: str = "denmark") -> list[tuple[str, str, str]]:
    """Return target, name and level of what somebody follows."""
    mine = follow.c.person_id == world.cast[who].viewer.person_id
    asked = select(follow.c.target, follow.c.name, follow.c.how).where(mine)
    with world.portal.db.read() as conn:
        return [tuple(row) for row in conn.execute(asked.order_by(follow.c.since))]


def test_a_practice_is_followed_from_its_page_and_ended_there(world):
    made = world.things.practice("Of Ghana")
    page = world.browse("denmark").get(f"/practices/{made}")
    assert page.words("#h-follow") == ["Follow"]
    answer = world.browse("denmark").post(f"/practices/{made}/follow")
    assert answer.location == f"/practices/{made}?said=followed"
    page = world.browse("denmark").get(answer.location)
    assert "You follow this practice from now on." in page.text
    assert world.browse("denmark").get("/following").words("li.bare h3") == ["Of Ghana"]

    world.follows("denmark", made)
    assert _kept(world) == [("", "", "weekly")], "twice is once"
    world.browse("denmark").post(f"/practices/{made}/unfollow")
    assert _kept(world) == []


@pytest.mark.parametrize(
    ("who", "status"), [("nobody", 401), ("stranger", 403), ("ghana", 409), ("costa_rica", 404)]
)
def test_who_cannot_follow_a_practice_is_told_why_and_offered_nothing(world, who, status):
    made = world.things.practice("Of Ghana", audience="members:DNK")
    before = rows_hash(world.portal.db, but=("visitor", "session"))
    if who == "nobody":
        made = world.things.practice("Of Ghana", audience="public")
        page = world.browse(who).get(f"/practices/{made}")
        assert page.words("#h-follow") == []
        assert world.browse(who).get("/following", status=303).location.startswith("/sign-in")
        return
    if who == "ghana":
        assert world.browse(who).get(f"/practices/{made}").words("#h-follow") == []
    world.browse(who).post(f"/practices/{made}/follow", status=status)

    assert rows_hash(world.portal.db, but=("visitor", "session"))["follow"] == before["follow"]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SUBMITTED, Stage.WITHDRAWN])
def test_only_what_is_published_can_be_followed(world, stage):
    made = world.things.practice("Of Ghana", stage=stage)
    seen = stage != Stage.DRAFT
    world.browse("editor").post(f"/practices/{made}/follow", status=409 if seen else 404)


def test_a_search_is_followed_under_a_name_from_the_list(world):
    browser = world.browse("denmark")
    listed = browser.get("/practices?theme=early-warning&state=GHA&sort=title")
    [href] = [one["href"] for one in listed.soup.select('a[href^="/following/new"]')]
    assert href == "/following/new?theme=early-warning&state=GHA"
    page = browser.get(href)
    assert page.words(".chip") == ["Early warning", "Ghana"]
    assert page.soup.select_one("#f-name")["value"] == "Early warning and Ghana"

    sent = {"search": page.soup.select_one("[name=search]")["value"], "name": "Our neighbour"}
    assert (
        browser.post("/following", {**sent, "how": "daily"}).location == "/following?said=followed"
    )
    assert _kept(world) == [("theme=early-warning&state=GHA", "Our neighbour", "daily")]
    other = {"search": "state=GHA&theme=early-warning&sort=title&after=x~y", "name": "Anew"}
    browser.post("/following", {**other, "how": "now"})
    assert _kept(world) == [("theme=early-warning&state=GHA", "Anew", "now")], "the same search"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"search": "theme=early-warning", "name": "", "how": "daily"}, 422),
        ({"search": "theme=early-warning", "name": "x" * 81, "how": "daily"}, 422),
        ({"search": "theme=early-warning", "name": "a\u202eb", "how": "daily"}, 422),
        ({"search": "theme=early-warning", "name": "Mine", "how": "hourly"}, 422),
        ({"search": "theme=early-warning", "name": "Mine"}, 422),
        ({"search": "", "name": "Mine", "how": "daily"}, 400),
        ({"search": "theme=none", "name": "Mine", "how": "daily"}, 400),
        ({"search": "sort=title", "name": "Mine", "how": "daily"}, 400),
        ({"search": "%ff%00&&&=", "name": "Mine", "how": "daily"}, 400),
        ({"search": "theme=early-warning&" * 500, "name": "Mine", "how": "daily"}, 303),
        ({"name": "Mine", "how": "daily"}, 400),
    ],
)
def test_what_is_wrong_comes_back_and_nothing_is_kept(world, sent, status):
    page = world.browse("denmark").post("/following", sent, status=status)
    assert len(_kept(world)) == (1 if status == 303 else 0)
    if status == 422:
        assert page.words(".problem li")
        assert page.soup.select_one("#f-name")["value"] == sent["name"]


def test_a_search_with_too_many_filters_is_refused_with_what_was_typed(world):
    with world.portal.db.read() as conn:
        codes = conn.exec_driver_sql("SELECT code FROM member ORDER BY code LIMIT 40").scalars()
        states = "&".join(f"state={code}" for code in codes)
    words = "q=" + "%D0%B6" * 199
    many = f"{words}&{states}&" + "&".join(f"factor={n}" for n in range(1, 15))
    sent = {"search": f"{many}", "name": "Mine", "how": "daily"}
    page = world.browse("denmark").post("/following", sent, status=303 if len(many) < 2000 else 422)
    assert page is not None


def test_level_and_name_change_and_a_mistake_stands_at_its_row(world):
    key = world.searches("denmark", "theme=early-warning")
    world.searches("denmark", "state=GHA", name="Another")
    browser = world.browse("denmark")
    browser.post(f"/following/{key}", {"name": "Called anew", "how": "now"})
    assert _kept(world)[0] == ("theme=early-warning", "Called anew", "now")
    page = browser.post(f"/following/{key}", {"name": "", "how": "now"}, status=422)
    assert page.words(".problem a") == ["Give the search a name by which you will know it."]
    assert page.soup.select_one(".problem a")["href"] == f"#{key}-name"
    assert [one.has_attr("open") for one in page.soup.select("li.bare details")] == [False, True]


def test_nobody_changes_or_ends_what_another_follows(world):
    key = world.searches("denmark", "theme=early-warning")
    for who in ("timor", "editor", "ghana"):
        browser = world.browse(who)
        browser.post(f"/following/{key}", {"name": "Theirs", "how": "off"}, status=404)
        browser.post(f"/following/{key}/end")
        browser.post(f"/following/{key}/feed/close", status=404)
    assert _kept(world) == [("theme=early-warning", "Mine", "daily")]
    for row in ("timor", "editor"):
        assert world.browse(row).get("/following").words("li.bare h3") == []


def test_ending_twice_is_ending_once(world):
    key = world.searches("denmark", "theme=early-warning")
    for _ in range(2):
        page = world.browse("denmark").post(f"/following/{key}/end")
        assert page.location == "/following?said=ended"
    assert "You follow nothing yet" in world.browse("denmark").get("/following").text


def test_what_is_not_there_any_more_is_counted_without_a_word_of_it(world):
    made = world.things.practice("A title that tells")
    world.follows("denmark", made)
    world.act("ghana", made, "withdraw")
    page = world.browse("denmark").get("/following")
    assert "One practice that you followed is not there for you any more." in page.text
    assert "A title that tells" not in page.text
    assert made not in page.text

    world.browse("denmark").post("/following/gone")
    assert _kept(world) == []


def test_a_person_follows_so_many_things_and_no_more(world):
    viewer = world.cast["denmark"].viewer
    rows = [
        {
            "id": f"f{n}", "office_id": viewer.office.id, "person_id": viewer.person_id,
            "key": f"k{n}", "target": "x", "name": "x", "how": "off", "since": clock.now(),
        }
        for n in range(MOST)
    ]  # fmt: skip
    with world.portal.db.unit_of_work() as db:
        db.execute(insert(follow), rows)
    made = world.things.practice("Of Ghana")
    page = world.browse("denmark").post(f"/practices/{made}/follow", status=409)
    assert TOO_MANY in page.text


def test_the_level_that_was_chosen_for_all_is_the_one_to_begin_with(world):
    made = world.things.practice("Of Ghana")
    world.hush("denmark", followed=How.NOW)
    world.follows("denmark", made)
    assert [how for _, _, how in _kept(world)] == ["now"]


def test_who_stopped_all_letters_of_this_is_told_so(world):
    world.searches("denmark", "theme=early-warning")
    world.hush("denmark", followed=How.OFF)
    for path in ("/following", "/following/new?state=GHA"):
        page = world.browse("denmark").get(path)
        assert "You get no letters about what you follow, whatever you choose here" in page.text
    made = world.things.practice("Of Ghana")
    world.follows("denmark", made)
    assert [how for _, _, how in _kept(world)][-1] == "weekly"


def test_whoever_lost_the_office_meanwhile_follows_nothing_for_it(world, cast):
    made = world.things.practice("Of Ghana")
    held = table(Appointment)
    own = held.c.person_id == cast["denmark"].viewer.person_id
    with world.portal.db.unit_of_work() as db:
        db.execute(update(held).where(own).values(ends=date(2024, 1, 1)))
    with pytest.raises(Conflict), world.portal.db.unit_of_work() as db:
        follow_item(db, cast["denmark"].viewer, made, How.DAILY)
    with world.portal.db.read() as conn:
        assert conn.execute(select(func.count()).select_from(follow)).scalar_one() == 0


def test_the_first_page_marks_news_of_what_is_followed_as_read(world):
    world.searches("denmark", "theme=early-warning")
    world.things.practice("Of Ghana")
    world.tell()
    page = world.browse("denmark").get("/home")
    rows = page.words("section[aria-labelledby=h-news] li")
    assert any("Of Ghana" in one and "New" in one for one in rows)
    until = page.soup.select_one("[name=until]")["value"]
    world.browse("denmark").post("/home/read", {"until": until})
    rows = world.browse("denmark").get("/home").words("section[aria-labelledby=h-news] li .meta")
    assert not any("New" in one for one in rows)
