"""The desk: everything that waits for the secretariat, the nearest date first, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.access.labels import SECRETARIAT
from app.assistance.rules import Stage as RequestStage
from app.core import clock
from app.core.db import table
from app.desk import queries
from app.notifications.actions import wait_for
from app.notifications.models import Waiting
from app.practices.rules import Stage

SUBMITTED = RequestStage.SUBMITTED


def rows_of(page) -> list[list[str]]:
    """The rows of the queue, each as title, task, from whom, since when, and its clock."""
    return [
        [
            row.th.a.get_text(),
            *(" ".join(cell.span.get_text().split()) for cell in row.select("td")),
        ]
        for row in page.soup.select("tbody tr")
    ]


@pytest.fixture
def at(database):
    """Move the clock: since when a thing waits, and until when."""

    def set_times(item_id: str, since: datetime, due: datetime | None) -> None:
        waiting = table(Waiting)
        with database.unit_of_work() as db:
            values = {"since": since, "due": due.date() if due else None}
            db.execute(update(waiting).where(waiting.c.item_id == item_id).values(**values))

    return set_times


@pytest.fixture
def monday():
    """Let it be Monday, 23 November 2026, noon."""
    with clock.moved(datetime(2026, 11, 23, 12, tzinfo=UTC) - clock.wall()):
        yield clock.now()


@pytest.fixture
def others(things):
    """What does not wait for the secretariat."""
    things.practice("A draft", stage=Stage.DRAFT)
    things.practice("Returned", stage=Stage.RETURNED)
    things.practice("Out already")
    things.request("Begun", stage=RequestStage.DRAFT)
    things.request("Open to Denmark", audience="members:DNK")


@pytest.mark.parametrize("who", ["ghana", "eu", "stranger"])
def test_the_desk_is_for_the_secretariat(browse, who):
    assert browse(who).get("/desk", status=403).words(".lede") == [
        "The desk is for the Secretariat."
    ]


def test_who_is_signed_out_is_led_to_sign_in(browse):
    assert browse().get("/desk", status=303).location == "/sign-in?next=%2Fdesk"


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("address", ["/desk", "/desk?kind=practice", "/desk?kind=unheard-of"])
def test_an_empty_desk_says_what_would_stand_there(browse, address):
    page = browse("editor").get(address)

    assert page.words(".head .lede") == ["Nothing waits for the Secretariat."]
    assert page.words(".empty h3") == ["Nothing waits here"]
    assert page.words("[aria-label=Show] .chip") == [
        "All 0",
        "Practices 0",
        "Requests 0",
        "Suggestions 0",
        "Comments 0",
    ]


@pytest.mark.usefixtures("others")
def test_the_nearest_date_stands_first_with_its_clock(browse, things, at, monday):
    day = timedelta(days=1)
    young = things.practice("Young practice", stage=Stage.SUBMITTED)
    pressing = things.practice("Pressing practice", "denmark", Stage.SUBMITTED)
    late = things.request("Late request", "timor", SUBMITTED)
    free = things.practice("Without a date", "costa_rica", Stage.SUBMITTED)
    at(young, monday, monday + 7 * day)
    at(pressing, monday - 6 * day, monday + day)
    at(late, monday - 20 * day, monday - 3 * day)
    at(free, monday - 3 * day, None)
    page = browse("administrator").get("/desk")
    practice, request = "Practice to review", "Request to authenticate or return"

    assert page.words(".head .lede") == [
        "4 things wait for the Secretariat. The oldest has waited 14 working days. One is late."
    ]
    assert rows_of(page) == [
        ["Late request", request, "Timor-Leste", "3 November 2026", "1 day late"],
        [
            "Pressing practice",
            practice,
            "Denmark",
            "17 November 2026",
            "1 of 5 days left",
        ],
        ["Young practice", practice, "Ghana", "23 November 2026", "5 of 5 days left"],
        ["Without a date", practice, "Costa Rica", "20 November 2026", "No date set"],
    ]
    assert page.words("tbody .due") == ["1 day late", "1 of 5 days left"]
    assert [a["href"] for a in page.soup.select("tbody th a")] == [
        f"/assistance/{late}",
        f"/practices/{pressing}",
        f"/practices/{young}",
        f"/practices/{free}",
    ]
    assert [b["value"] for b in page.soup.select("button[name=open]")] == [
        late,
        pressing,
        young,
        free,
    ]


@pytest.mark.usefixtures("monday")
def test_what_came_today_has_waited_less_than_a_day(browse, things):
    things.practice("A practice", stage=Stage.SUBMITTED)

    assert browse("editor").get("/desk").words(".head .lede") == [
        "One thing waits for the Secretariat. The oldest has waited less than one working day."
    ]


@pytest.mark.usefixtures("others")
def test_tabs_show_one_kind_in_place_and_as_a_page(browse, things):
    things.practice("A practice", stage=Stage.SUBMITTED)
    things.request("A request", "denmark", SUBMITTED)
    client = browse("editor")
    whole = client.get("/desk?kind=request")
    part = client.block("/desk?kind=request", "queue")

    assert [row[0] for row in rows_of(whole)] == ["A request"]
    assert whole.words("[aria-label=Show] .chip") == [
        "All 2",
        "Practices 1",
        "Requests 1",
        "Suggestions 0",
        "Comments 0",
    ]
    assert whole.words("[aria-label=Show] .chip[aria-current=page]") == ["Requests 1"]
    assert not part.is_whole
    assert part.words("#queue") == whole.words("#queue")
    assert {a["data-hx-target"] for a in part.soup.select(".chip")} == {"#queue"}
    assert part.words("[data-say]") == ["1 thing is shown"]
    assert [row[0] for row in rows_of(client.get("/desk?kind=practice"))] == ["A practice"]


@pytest.mark.usefixtures("others")
def test_a_long_queue_has_pages_and_none_is_empty(browse, things, at, monday):
    titles = [f"Practice {number:02}" for number in range(queries.PER_PAGE + 2)]
    for hours, title in enumerate(titles):
        made = things.practice(title, stage=Stage.SUBMITTED)
        at(made, monday - timedelta(hours=500 - hours), None)
    things.request("A request", "denmark", SUBMITTED)
    editor = browse("editor")
    first = editor.get("/desk?kind=practice")
    (further,) = [a["href"] for a in first.soup.select(".pager a")]
    last = editor.get(further)

    assert [row[0] for row in rows_of(first)] == titles[: queries.PER_PAGE]
    assert [row[0] for row in rows_of(last)] == titles[queries.PER_PAGE :]
    assert [a["href"] for a in last.soup.select(".pager a")] == ["/desk?kind=practice"]
    assert [a.get_text(strip=True) for a in last.soup.select(".pager a")] == ["To the beginning"]
    for odd in ("0", "~~~", "2026-13-01~x~y~z", "2026-01-01~2026-01-01T00:00:00~a~b", "é~" * 900):
        assert rows_of(editor.get(f"/desk?kind=practice&after={odd}")) == rows_of(first)
    assert editor.get("/desk?kind=request").soup.select(".pager") == []


def test_what_the_secretariat_may_not_see_is_neither_shown_nor_counted(browse, things):
    draft = things.practice("A draft of Ghana", stage=Stage.DRAFT)
    with things.database.unit_of_work() as db:
        wait_for(db, draft, SECRETARIAT, "practice-submitted")
    page = browse("editor").get("/desk")

    assert page.words(".head .lede") == ["Nothing waits for the Secretariat."]
    assert draft not in page.text


def test_two_members_that_own_a_thing_are_one_row(browse, things):
    from app.items.models import ItemOwner  # noqa: PLC0415 - only here

    made = things.practice("Of two members", stage=Stage.SUBMITTED)
    with things.database.unit_of_work() as db:
        db.add(ItemOwner(item_id=made, member="DNK"))
    (row,) = rows_of(browse("editor").get("/desk"))

    assert row[2] == "Denmark and Ghana"


OWN = ["/desk/requests", "/desk/letters", "/desk/answers", "/desk/figures"]


@pytest.mark.parametrize(
    ("who", "ways"),
    [("editor", [*OWN, "/manual/edit"]), ("administrator", [*OWN, "/incident/edit"])],
)
def test_each_finds_the_own_work_from_here(browse, who, ways):
    page = browse(who).get("/desk")

    assert [a["href"] for a in page.soup.select(".head .act a")] == ways


def test_something_else_that_waits_says_what_is_to_be_done(browse, things):
    offer = things.request("Open to all", audience="network")
    with things.database.unit_of_work() as db:
        wait_for(db, offer, SECRETARIAT, "request-agreed")

    assert [row[0] for row in rows_of(browse("editor").get("/desk"))] == ["Open to all"]


def test_the_desk_costs_the_same_with_one_thing_as_with_three(browse, things, queries):
    client = browse("editor")

    def add(number: int) -> None:
        things.practice(f"Practice {number}", stage=Stage.SUBMITTED)
        things.request(f"Request {number}", "denmark", SUBMITTED)

    add(1)
    with queries(14):
        client.get("/desk")
    add(2)
    add(3)
    with queries(14):
        client.get("/desk")
    with queries(13):
        client.get("/desk?kind=practice")
