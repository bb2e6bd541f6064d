"""The requests that an office could help with: which, why, in which order, and for nobody else."""

from datetime import timedelta

from sqlalchemy import update

from app.assistance.queries import request
from app.assistance.rules import Stage
from app.core import clock
from tests.assistance.conftest import asked, making
from tests.house.test_every_query import counting
from tests.practices.sample import write
from tests.standing.conftest import offered

__all__ = ["asked", "making", "offered"]

PLACE = "/assistance/suggested"


def found(page) -> list[tuple[str, str]]:
    """Return where each request leads, and why it is suggested."""
    return [
        (row.select_one("h3 a")["href"], " ".join(row.select_one("h3 + p").get_text().split()))
        for row in page.soup.select("main section li")
    ]


def test_an_office_finds_what_fits_its_offers_and_practices(browse, offered, asked, portal, cast):
    offered("timor", languages=("fr",))
    staff, timor = cast["editor"].viewer, cast["timor"].viewer
    with portal.db.unit_of_work() as db:
        write(
            db, timor, staff=staff, portal=portal, audience="network", title="Bells",
            themes=("early-warning",),
        )  # fmt: skip
    ours = asked(Stage.OPEN)
    asked(Stage.OPEN, audience="members:DNK")
    asked(Stage.SUBMITTED)
    asked(Stage.CLOSED)
    asked(Stage.OPEN, owner="timor")
    why = (
        "Your standing offer: Same theme (Early warning), form of help (Video talk) and language"
        " (French) · 1 practice of yours on Early warning"
    )
    assert found(browse("timor").get(PLACE)) == [(f"/assistance/{ours}", why)]
    assert found(browse("costa_rica").get(PLACE)) == []


def test_what_was_answered_is_not_suggested_again(browse, offered, asked):
    offered("denmark")
    offered("timor")
    made = asked(Stage.IN_TALKS)
    assert found(browse("denmark").get(PLACE)) == []
    assert [place for place, _ in found(browse("timor").get(PLACE))] == [f"/assistance/{made}"]


def test_the_nearest_answer_date_stands_first(browse, offered, asked, database):
    offered("timor")
    later, sooner = asked(Stage.OPEN), asked(Stage.OPEN)
    with database.unit_of_work() as db:
        day = clock.today() + timedelta(days=90)
        db.execute(update(request).where(request.c.item_id == later).values(answer_by=day))
    places = [place for place, _ in found(browse("timor").get(PLACE))]
    assert places == [f"/assistance/{sooner}", f"/assistance/{later}"]


def test_an_empty_page_says_what_would_stand_there(browse, offered):
    client = browse("timor")
    page = client.get(PLACE)
    assert "Declare a standing offer, however small" in page.text
    assert page.soup.select_one("main .empty a.btn")["href"] == "/standing-offers/new"
    offered("timor")
    page = client.get(PLACE)
    assert page.soup.select_one("main .empty a.btn")["href"] == "/assistance?list=open"


def test_only_members_are_led_there(browse):
    for who, sees in (("timor", True), ("ghana_alternate", True), ("editor", False)):
        page = browse(who).get("/assistance")
        assert bool(page.soup.select(f'a[href="{PLACE}"]')) is sees
    browse("editor").get(PLACE, status=404)
    browse("stranger").get(PLACE, status=403)
    browse().get(PLACE, status=303)


def test_it_costs_the_same_with_one_request_as_with_three(browse, offered, asked, portal):
    offered("timor")
    asked(Stage.OPEN)
    timor = browse("timor")
    timor.get(PLACE)
    with counting(portal.db.engine) as one:
        timor.get(PLACE)
    asked(Stage.OPEN)
    asked(Stage.OPEN)
    with counting(portal.db.engine) as three:
        assert len(found(timor.get(PLACE))) == 3
    assert len(three) == len(one)
