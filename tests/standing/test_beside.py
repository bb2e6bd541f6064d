"""What stands beside offers: requests from them, examples, invitations, letters and data."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select, update

from app.assistance.rules import Stage as RequestStage
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory.holding import appointment
from app.directory.models import OfficeReview
from app.mail.models import Letter
from app.practices import afterwards as practices
from app.standing import actions, queries
from app.standing.reminding import ask_due, end_over, look_after
from tests.assistance.conftest import asked, making
from tests.assistance.test_interim import appoint
from tests.house.test_every_query import counting
from tests.practices.sample import matter, write
from tests.standing.sample import WORDS, declared, form

__all__ = ["appoint", "asked", "making"]

DAY = timedelta(days=1)
HELPERS = "section[aria-labelledby=h-helpers]"
letter, standing = table(Letter), queries.offer


def invited(page) -> bool:
    return bool(page.soup.select('form[action="/standing-offers/not-now"]'))


def version(page) -> dict[str, str]:
    return {"version": page.soup.select_one('main input[name="version"]')["value"]}


# asking a member ---------------------------------------------------------------------------------


def test_asking_a_member_fills_the_request_from_its_offer(browse, offered):
    made = offered("denmark")
    ghana = browse("ghana")
    way = ghana.get(f"/standing-offers/{made}").soup.select_one("main .act a.btn")["href"]
    page = ghana.get(way)
    checked = [one["value"] for one in page.soup.select("input[name=themes][checked]")]
    assert checked == ["early-warning"]
    sent = {"standing": made, "title": "One page", "outcome": "To write it.", "language": "en"}
    kept = ghana.post("/assistance/new", {**sent, "themes": "early-warning"})
    how = ghana.get(kept.location)
    on = [one["value"] for one in how.soup.select("input[name=modalities][checked]")]
    assert on == ["video-talk", "study-visit"]
    on = [one["value"] for one in how.soup.select("input[name=languages][checked]")]
    assert sorted(on) == ["en", "fr"]
    readers = ghana.get(kept.location.replace("/how", "/readers"))
    assert readers.soup.select_one("input[name=readers][checked]")["value"] == "members:DNK"

    late = ghana.post("/assistance/new", {"standing": made}, status=422)
    assert late.soup.select_one("input[name=standing]")["value"] == made


@pytest.mark.parametrize("case", ["withdrawn", "over", "own", "unknown"])
def test_what_does_not_stand_fills_nothing(browse, offered, case):
    made = {
        "withdrawn": lambda: offered("denmark", withdrawn=True),
        "over": lambda: offered("denmark", valid_until=clock.today() - DAY),
        "own": lambda: offered("ghana"),
        "unknown": lambda: "nothing",
    }[case]()
    ghana = browse("ghana")
    page = ghana.get(f"/assistance/new?standing={made}")
    assert page.soup.select("input[name=standing], input[name=themes][checked]") == []
    sent = {"standing": made, "title": "One page", "outcome": "To write it.", "language": "en"}
    kept = ghana.post("/assistance/new", {**sent, "themes": "early-warning"})
    assert ghana.get(kept.location).soup.select("input[name=modalities][checked]") == []


def test_a_member_under_review_is_neither_asked_nor_named(browse, offered, asked, database, cast):
    made, place = offered("denmark"), f"/assistance/{asked(RequestStage.OPEN)}"
    assert browse("ghana").get(place).words(f"{HELPERS} h3") == ["Denmark"]
    with database.unit_of_work() as db:
        for who in ("denmark", "denmark_alternate"):
            if who in cast:
                office = cast[who].viewer.office.id
                db.add(OfficeReview(office_id=office, reason="Two.", began_at=clock.now()))
    page = browse("ghana").get(f"/standing-offers/{made}")
    assert "Nobody can answer for this member today" in page.text
    assert page.soup.select("main .act a.btn") == []
    assert browse("ghana").get(place).words(f"{HELPERS} h3") == []
    browse("denmark").get(f"/standing-offers/{made}/change", status=404)


# the example -------------------------------------------------------------------------------------


def test_an_example_is_shown_to_those_who_read_it_as_long_as_it_is_published(
    browse, database, portal, cast
):
    staff, denmark = cast["editor"].viewer, cast["denmark"].viewer
    with database.unit_of_work() as db:
        own = write(db, denmark, staff=staff, portal=portal, audience="members:GHA", title="Bells")
        other = write(db, cast["ghana"].viewer, staff=staff, portal=portal, title="Not Denmark's")
    client = browse("denmark")
    client.post("/standing-offers/new", form(example=other), status=422)
    place = client.post("/standing-offers/new", form(example=own)).location.partition("?")[0]
    made, api = place.rpartition("/")[2], f"/api/v1{place}"

    for who, sees in (("denmark", True), ("ghana", True), ("editor", True), ("timor", False)):
        page = browse(who).get(place)
        assert ("Bells" in page.text, own in page.text) == (sees, sees)
        assert browse(who).get(api).json()["example"] == (own if sees else None)
    assert own not in browse("timor").get("/api/v1/standing-offers").text
    with database.unit_of_work() as db:
        practices.withdraw(db, denmark, matter(db, denmark, own), version=3)
    for who in ("denmark", "ghana", "editor"):
        assert own not in browse(who).get(place).text
        assert browse(who).get(api).json()["example"] is None
    assert client.get(f"{place}/change").soup.select("select[name=example]") == []
    with database.read() as conn:
        assert queries.one(conn, denmark, made).example == own


# who acts ----------------------------------------------------------------------------------------


def test_in_the_interim_an_offer_is_confirmed_and_neither_declared_changed_nor_withdrawn(
    browse, offered, appoint
):
    place = f"/standing-offers/{offered('ghana', valid_until=clock.today() + DAY * 900)}"
    alternate = browse("ghana_alternate")
    for path in ("/standing-offers/new", f"{place}/change"):
        assert "nobody in the interim" in alternate.get(path, status=403).text
    page = alternate.get(place)
    assert page.soup.select("main form[method=post]") == []
    alternate.post(f"{place}/withdraw", {"version": "1"}, status=403)
    assert not invited(alternate.get("/home"))
    with clock.moved(DAY * 340):
        page = alternate.get(place)
        (only,) = [one["action"] for one in page.soup.select("main form[method=post]")]
        alternate.post(only, version(page))
    appoint()
    assert alternate.get(f"{place}/change")


def test_the_next_holder_finds_the_offer_without_an_act(browse, offered, database, cast):
    place = f"/standing-offers/{offered('ghana')}"
    with database.unit_of_work() as db:
        ghana, timor = cast["ghana"].viewer, cast["timor"].viewer
        mine = appointment.c.person_id == timor.person_id
        db.execute(delete(appointment).where(mine))
        own = appointment.c.person_id == ghana.person_id
        db.execute(update(appointment).where(own).values(person_id=timor.person_id))
    browse("timor").get(f"{place}/change")
    browse("ghana").get(place, status=404)


# the invitation ----------------------------------------------------------------------------------


def test_whoever_declares_nothing_is_invited_until_it_does_or_says_not_now(
    browse, offered, database, cast
):
    assert invited(browse("ghana").get("/home"))
    assert not invited(browse("editor").get("/home"))
    browse("ghana").post("/standing-offers/not-now")
    browse("ghana").post("/standing-offers/not-now")
    assert not invited(browse("ghana").get("/home"))
    assert invited(browse("ghana_alternate").get("/home"))
    assert invited(browse("denmark").get("/home"))
    browse("stranger").post("/standing-offers/not-now", status=403)

    with database.unit_of_work() as db:
        own = appointment.c.person_id == cast["ghana"].viewer.person_id
        db.execute(update(appointment).where(own).values(verified_at=clock.now() + DAY))
    assert invited(browse("ghana").get("/home"))
    browse("ghana").post("/standing-offers/not-now")
    assert invited(browse("ghana").get("/home"))
    with clock.moved(DAY * 2):
        browse("ghana").post("/standing-offers/not-now")
        assert not invited(browse("ghana").get("/home"))
        with database.unit_of_work() as db:
            begins = {"starts": clock.today() + DAY, "verified_at": clock.now() - DAY}
            db.execute(update(appointment).where(own).values(begins))
    with clock.moved(DAY * 3):
        assert invited(browse("ghana").get("/home"))
    with database.unit_of_work() as db:
        db.execute(update(appointment).where(own).values(starts=clock.today(), verified_at=None))
        db.execute(update(appointment).where(own).values(created_at=clock.now() + DAY * 3))
    offered("ghana", valid_until=clock.today() + DAY)
    assert not invited(browse("ghana").get("/home"))
    with clock.moved(DAY * 2):
        assert invited(browse("ghana").get("/home"))


# once a year -------------------------------------------------------------------------------------


def letters(database) -> list[tuple[str, str]]:
    with database.read() as conn:
        return [tuple(one) for one in conn.execute(select(letter.c.person_id, letter.c.subject))]


def test_once_a_year_its_member_is_asked_by_letter_and_by_what_waits(
    browse, offered, database, portal, cast
):
    made = offered("ghana", valid_until=clock.today() + DAY * 1000)
    offered("denmark", valid_until=clock.today() + DAY * 300)
    offered("ghana", withdrawn=True)
    assert ask_due(portal) == 0
    with clock.moved(DAY * 335):
        assert (ask_due(portal), ask_due(portal)) == (1, 0)
        told = {person for person, _ in letters(database)}
        assert told == {cast[who].viewer.person_id for who in ("ghana", "ghana_alternate")}
        assert {said[:38] for _, said in letters(database)} == {
            "Does your standing offer still hold? R"
        }
        waits = browse("ghana").get("/home")
        assert "Say that your office still stands by this offer" in waits.text
        assert WORDS["summary"] not in browse("denmark").get("/home").words("main .rows h3")
        place = f"/standing-offers/{made}"
        browse("ghana").post(f"{place}/confirm", version(browse("ghana").get(place)))
        assert "still stands by this offer" not in browse("ghana").get("/home").text
    with clock.moved(DAY * 670):
        assert (ask_due(portal), ask_due(portal)) == (1, 0)
    with clock.moved(DAY * 1001):
        assert "still stands by this offer" not in browse("ghana").get("/home").text
        assert (end_over(portal), end_over(portal)) == (2, 0)
        assert "still stands by this offer" not in browse("ghana").get("/home").text
        look_after(portal)


# at once, data, counts ---------------------------------------------------------------------------


def test_two_at_once_have_one_winner(database, cast, offered):
    made = offered("ghana")
    barrier = Barrier(2)

    def run(who: str) -> str:
        viewer = cast[who].viewer
        with database.read() as conn:
            found = queries.one(conn, viewer, made)
        barrier.wait()
        try:
            with database.unit_of_work() as db:
                said = declared(summary=f"By {who}")
                actions.change(db, viewer, found, said, version=found.matter.version)
        except Conflict:
            return "late"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, ("ghana", "ghana_alternate"))) == ["done", "late"]


def test_two_declared_at_once_take_one_place(database, cast, offered, monkeypatch):
    monkeypatch.setattr("app.standing.actions.MOST_OF_A_MEMBER", 2)
    offered("ghana")
    barrier = Barrier(2)

    def run(who: str) -> str:
        barrier.wait()
        try:
            with database.unit_of_work() as db:
                actions.declare(db, cast[who].viewer, declared(summary=f"By {who}"))
        except Conflict:
            return "full"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, ("ghana", "ghana_alternate"))) == ["done", "full"]


def test_the_data_say_what_the_pages_say(browse, offered):
    made = offered("denmark")
    (one,) = browse("ghana").get("/api/v1/standing-offers").json()["standing_offers"]
    assert one == {
        "id": made,
        "number": f"R2P/{clock.today().year}/STA/001",
        "state": "standing",
        "member": "DNK",
        "summary": WORDS["summary"],
        "language": "en",
        "themes": ["early-warning"],
        "modalities": ["video-talk", "study-visit"],
        "languages": ["en", "fr"],
        "capacity": WORDS["capacity"],
        "per_year": None,
        "full": False,
        "experience": WORDS["experience"],
        "valid_until": str(clock.today() + DAY * 400),
        "confirmed_on": str(clock.today()),
    }
    assert browse("ghana").get("/search?q=STA", status=200)
    found = browse("ghana").get(f"/search?q={one['number']}", status=303).location
    assert found == f"/standing-offers/{made}"
    browse("stranger").get("/api/v1/standing-offers", status=403)
    browse("stranger").get(f"/api/v1/standing-offers/{made}", status=404)
    browse().get("/api/v1/standing-offers", status=401)


def test_pages_cost_the_same_for_one_offer_and_for_many(browse, offered, asked, database):
    paths = ("/standing-offers", "/directory/DNK", "/api/v1/standing-offers", "/home")
    paths = (*paths, f"/assistance/{asked(RequestStage.OPEN)}")
    ghana, costs = browse("ghana"), []
    for more in (1, 5):
        for _ in range(more):
            offered("denmark")
            offered("ghana")
        for path in paths:
            ghana.get(path)
        with counting(database.engine) as sent:
            costs.append([(ghana.get(path), len(sent))[1] for path in paths])
    assert costs[0] == costs[1]


def test_the_page_of_a_member_names_the_newest_confirmed_offer_first(browse, offered, database):
    ids = [offered() for _ in range(3)]
    with database.unit_of_work() as db:
        for days, item_id in zip((9, 1, 5), ids, strict=True):
            on = clock.today() - timedelta(days=days)
            here = standing.c.item_id == item_id
            db.execute(update(standing).where(here).values(confirmed_on=on))
    links = browse("ghana").get("/directory/DNK").soup.select("a[href^='/standing-offers/']")
    found = [link["href"].rpartition("/")[2] for link in links]
    assert [one for one in found if one in ids] == [ids[1], ids[2], ids[0]]
