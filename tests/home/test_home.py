"""The first page after signing in: what needs this office, and nothing that it may not see."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import sleep

import pytest
from sqlalchemy import select

from app.access.labels import member_label
from app.assistance.rules import Stage as RequestStage
from app.core import clock
from app.core.db import table
from app.home import matters
from app.notifications.actions import mark_read, tell, wait_for
from app.notifications.models import NoticeRead
from app.notifications.queries import what_waits
from app.practices.rules import Stage

DAY = timedelta(days=1)


def titles_of(page, heading: str) -> list[str]:
    return page.words(f'section[aria-labelledby="{heading}"] .rows h3')


@pytest.fixture
def others(things):
    """Other people's things, which Ghana must never meet."""
    things.practice("A draft of Denmark", "denmark", Stage.DRAFT)
    things.practice("Returned to Denmark", "denmark", Stage.RETURNED)
    things.practice("For Timor-Leste only", "denmark", audience="members:TLS")
    things.request("Asked of Timor-Leste", "denmark", audience="members:TLS")


def test_who_is_signed_out_is_led_to_sign_in(browse):
    assert browse().get("/home", status=303).location == "/sign-in?next=%2Fhome"


@pytest.mark.usefixtures("others")
def test_an_empty_first_page_says_what_to_do(browse):
    page = browse("ghana").get("/home")

    assert page.words("h1") == ["What needs you"]
    assert page.words(".head .lede") == ["Nothing waits for your office (Ghana)."]
    assert page.words(".empty h3") == [
        "Nothing waits for you",
        "Nothing has happened yet",
        "No practice is published yet",
    ]
    assert [a["href"] for a in page.soup.select(".head .act a")] == [
        "/practices/new",
        "/assistance/new",
    ]


@pytest.mark.usefixtures("others")
def test_what_waits_stands_with_its_date_nearest_first(browse, things):
    with clock.moved(DAY * 0):
        soon, later = clock.today() + DAY, clock.today() + 40 * DAY
        things.practice("Returned to Ghana", stage=Stage.RETURNED)
        things.request("Asked of everybody", "denmark", answer_by=later)
        things.request("Asked of Ghana", "denmark", audience="members:GHA", answer_by=soon)
        page = browse("ghana").get("/home")

    assert page.words(".head .lede") == ["3 things wait for your office (Ghana)."]
    assert titles_of(page, "h-waits") == [
        "Asked of Ghana",
        "Asked of everybody",
        "Returned to Ghana",
    ]
    assert page.words(".when.late time") == [f"{soon.day}{soon:%b}"]
    assert page.soup.select_one(".nav .count").get_text() == "3 wait for you"


@pytest.mark.usefixtures("others")
def test_one_thing_is_one_thing(browse, things):
    things.practice("Returned to Ghana", stage=Stage.RETURNED)

    lede = browse("ghana_alternate").get("/home").words(".head .lede")

    assert lede == ["One thing waits for your office (Ghana)."]


def test_a_date_that_has_passed_is_said(browse, things):
    due = date(2026, 1, 5)
    made = things.practice("Long overdue")
    with things.database.unit_of_work() as db:
        wait_for(db, made, member_label("GHA"), "practice-returned", due=due)

    page = browse("ghana").get("/home")

    assert page.words('section[aria-labelledby="h-waits"] .meta') == [
        "It was due on 5 January 2026"
    ]


def test_what_waits_but_may_not_be_seen_is_neither_shown_nor_counted(browse, things, cast):
    hidden = things.practice("For Timor-Leste only", "denmark", audience="members:TLS")
    with things.database.unit_of_work() as db:
        wait_for(db, hidden, member_label("GHA"), "practice-returned")
        tell(db, hidden, [member_label("GHA")], "practice-published")
        waits = what_waits(db.connection(), cast["ghana"].viewer)

    page = browse("ghana").get("/home")

    assert [one.item_id for one in waits] == [hidden]
    assert page.words(".head .lede") == ["Nothing waits for your office (Ghana)."]
    assert "For Timor-Leste only" not in page.text
    assert hidden not in page.text


@pytest.mark.usefixtures("others")
def test_what_happened_and_the_newest_practices(browse, things):
    things.practice("First of Ghana", audience="public")
    things.practice("Second of Ghana", audience="members:DNK")
    page = browse("ghana").get("/home")
    danish = browse("denmark").get("/home")

    assert titles_of(page, "h-news") == ["Second of Ghana", "First of Ghana"]
    assert page.words('section[aria-labelledby="h-news"] .rows p')[0] == (
        "The Secretariat published this practice."
    )
    assert titles_of(page, "h-latest") == ["Second of Ghana", "First of Ghana"]
    assert page.words('section[aria-labelledby="h-latest"] .aud') == ["Chosen readers", "Public"]
    assert page.words('section[aria-labelledby="h-latest"] .tile') == ["GHA", "GHA"]
    assert titles_of(danish, "h-latest") == [
        "Second of Ghana",
        "First of Ghana",
        "For Timor-Leste only",
    ]


def news_of(page) -> list[tuple[str, bool]]:
    return [
        (row.h3.get_text(strip=True), "New" in [one.get_text() for one in row.select(".meta span")])
        for row in page.soup.select('section[aria-labelledby="h-news"] .rows li')
    ]


def test_what_is_new_is_marked_until_its_reader_says_so(browse, things):
    things.practice("First")
    ghana = browse("ghana")
    page = ghana.get("/home")
    until = page.soup.select_one('form[action="/home/read"] input[name="until"]')["value"]
    things.practice("Second")
    assert ghana.post("/home/read", {"until": until}).location == "/home"

    assert news_of(page) == [("First", True)]
    assert news_of(ghana.get("/home")) == [("Second", True), ("First", False)]
    assert news_of(browse("ghana_alternate").get("/home")) == [("Second", True), ("First", True)]


def test_all_that_is_new_stands_there_and_reading_goes_neither_back_nor_ahead(browse, things):
    for number in range(12):
        things.practice(f"No. {number}")
    ghana = browse("ghana")
    assert [new for _, new in news_of(ghana.get("/home"))] == [True] * 12
    ghana.post("/home/read", {"until": "9999-01-01T00:00:00+00:00"})
    ghana.post("/home/read", {"until": "2001-01-01T00:00:00+00:00"})
    page = ghana.get("/home")
    assert [new for _, new in news_of(page)] == [False] * 10
    assert page.soup.select('form[action="/home/read"]') == []
    things.practice("After that")
    assert news_of(ghana.get("/home"))[0] == ("After that", True)


def test_two_pages_that_are_read_at_once_are_both_noted(portal, cast):
    """The second waits for the first, which has noted nothing that it sees so far."""
    ghana, sqlite = cast["ghana"].viewer, portal.db.is_sqlite
    earlier, later = (clock.now() - timedelta(minutes=n) for n in (2, 1))

    def note(until) -> None:
        with portal.db.unit_of_work() as db:
            mark_read(db, ghana, until, is_sqlite=sqlite)

    with ThreadPoolExecutor(1) as other:
        with portal.db.unit_of_work() as db:
            mark_read(db, ghana, later, is_sqlite=sqlite)
            second = other.submit(note, earlier)
            sleep(0.2)
        second.result(timeout=10)
    with portal.db.read() as conn:
        rows = conn.execute(select(table(NoticeRead).c.person_id, table(NoticeRead).c.until)).all()
    assert [tuple(row) for row in rows] == [(ghana.person_id, later)]


@pytest.mark.parametrize("until", ["", "yesterday", "2026-01-01T00:00:00"])
def test_a_moment_that_stood_in_no_page_is_refused(browse, until):
    browse("ghana").post("/home/read", {"until": until}, status=400)


@pytest.mark.usefixtures("others")
def test_work_of_the_office_is_at_hand_for_both_its_holders(browse, things):
    things.practice("A draft of Ghana", stage=Stage.DRAFT)
    things.practice("Returned to Ghana", stage=Stage.RETURNED)
    things.practice("Sent in by Ghana", stage=Stage.SUBMITTED)
    things.request("A request begun", stage=RequestStage.DRAFT)
    things.request("A request asked")
    helped, once = (things.request(title, "denmark") for title in ("Helped", "Once helped"))
    for made in (helped, once):
        things.offer(made, "ghana")
    things.withdraw(once, "denmark")
    things.practice("Already out")

    for who in ("ghana", "ghana_alternate"):
        page = browse(who).get("/home")
        work = zip(page.words(".side li a"), page.words(".side li .st"), strict=True)
        assert sorted(work) == [
            ("A draft of Ghana", "Draft"),
            ("A request asked", "Open"),
            ("A request begun", "Draft"),
            ("Helped", "Your offer waits for an answer"),
            ("Returned to Ghana", "Returned"),
            ("Sent in by Ghana", "Submitted"),
        ]
    assert browse("costa_rica").get("/home").words(".side li") == []


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_the_secretariat_is_led_to_its_desk(browse, things, who):
    things.practice("To be read", stage=Stage.SUBMITTED)
    page = browse(who).get("/home")

    assert page.words(".head .lede") == ["One thing waits on the desk."]
    assert [a["href"] for a in page.soup.select(".head .act a")] == ["/desk"]
    assert page.soup.select("#h-waits") == []
    assert page.words(".side h2") == ["You act for"]


def test_without_an_office_one_reads_how_to_be_appointed(browse, things):
    things.practice("For the network")
    page = browse("stranger").get("/home")

    assert page.words("h1") == ["You hold no office at present"]
    assert [a["href"] for a in page.soup.select("main .act a")] == [
        "/manual/current/en/appointing",
        "/manual/current/en/model-note-verbale",
    ]
    assert page.soup.select_one(".side a")["href"] == "mailto:secretariat@example.org"
    assert "For the network" not in page.text


def test_the_first_page_costs_the_same_with_one_thing_as_with_three(browse, things, queries):
    client = browse("ghana")

    def add(number: int) -> None:
        things.practice(f"Out {number}")
        things.practice(f"Returned {number}", stage=Stage.RETURNED)
        things.practice(f"Draft {number}", stage=Stage.DRAFT)
        things.request(f"Begun {number}", stage=RequestStage.DRAFT)
        things.request(f"Asked {number}", "denmark", audience="members:GHA")

    add(1)
    client.get("/home")  # the shelf of practices is filled once
    with queries(COST):
        client.get("/home")
    add(2)
    add(3)
    client.get("/home")
    with queries(COST):
        client.get("/home")


COST = 25
"""Viewer, masthead, what waits, who is away, what happened, work, newest, offers, seats, what is
followed, and whether the state facilitates the network."""


def test_every_code_that_waits_or_happens_has_one_feature_and_a_sentence():
    codes = [
        code for feature in matters.FEATURES.values() for code in {*feature.waits, *feature.notices}
    ]

    assert len(codes) == len(set(codes))
    assert [code for code in codes if not (matters.waits(code) or matters.happened(code))] == []
    assert matters.feature_of("unheard-of") is None
    assert matters.waits("unheard-of") == ""
