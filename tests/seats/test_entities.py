"""UN entities: the administrator enters them; they offer, and read what is addressed to them."""

import pytest
from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.core.db import table
from app.directory.entities import Entered, write
from app.directory.models import Member
from tests.seats.sample import ASKED, WORDS, form
from tests.standing.sample import form as standing_form
from tests.support.people import settle_as

member = table(Member)
NAME = "Office for tests (demonstration)"


@pytest.fixture
def entity(portal, cast, settings):
    """Enter a UN entity and let its contact sign in; return the code."""
    with portal.db.unit_of_work() as db:
        write(db, cast["administrator"].viewer, Entered("UN-DEMO", NAME, ""))
        seat = ("UN-DEMO", OfficeKind.ENTITY_CONTACT)
        cast["entity"] = settle_as(db, settings, "entity", seat)
    return "UN-DEMO"


def test_the_administrator_enters_one_and_nobody_else(browse, portal):
    sent = {"code": "DEMO", "name": NAME, "source": ""}
    for who in ("editor", "ghana", "stranger"):
        browse(who).post("/directory/entities", sent, status=403)
    there = browse("administrator").post("/directory/entities", sent).location
    assert there == "/directory/UN-DEMO/offices"
    browse("administrator").post("/directory/entities", sent, status=409)
    browse("administrator").post("/directory/entities", {"code": "un demo"}, status=422)
    assert NAME in browse().get("/directory/entities").text
    kinds = (
        browse("administrator").get(f"{there}/new").soup.select("select option, input[name=kind]")
    )
    assert {one["value"] for one in kinds if one.get("value")} == {"entity_contact"}
    with portal.db.read() as conn:
        kind = conn.execute(select(member.c.kind).where(member.c.code == "UN-DEMO")).scalar()
    assert kind == "un_entity"


def test_it_stands_in_no_map_and_no_count(browse, entity):
    before = browse().get("/directory").text
    assert NAME not in before
    assert NAME not in browse().get("/directory?table=all").text
    assert NAME in browse().get(f"/directory/{entity}").text


@pytest.mark.usefixtures("entity")
def test_it_offers_and_answers_and_reads_nothing_of_the_network(browse, open_seat):
    un, ghana = browse("entity"), browse("ghana")
    other = open_seat()
    place = un.post("/open-seats/new", form()).location.partition("?")[0]
    version = un.get(place).soup.select_one('form[action$="/publish"] input[name=version]')["value"]
    un.post(f"{place}/publish", {"version": version})
    assert WORDS["title"] in ghana.get(place).text
    ghana.post(f"{place}/apply", ASKED)
    assert ASKED["who"] in un.get(place).text
    assert ASKED["who"] not in browse("editor").get(place).text
    un.get(f"/open-seats/{other}", status=404)
    assert un.get("/open-seats").words("#seats .rows h3") == [WORDS["title"]]
    for path in ("/assistance", "/directory/colleagues", "/practices/new", "/desk", "/following"):
        un.get(path, status=403)
    un.get("/home")
    offered = un.post("/standing-offers/new", standing_form()).location.partition("?")[0]
    page = ghana.get(offered)
    assert [one for one in page.soup.select("main a.btn") if "assistance/new" in one["href"]]
    write_to = next(
        one["href"] for one in page.soup.select("main a.btn") if "/write" in one["href"]
    )
    ghana.post(write_to, {"subject": "Your talks", "text": "When?"})
    item = offered.rpartition("/")[2]
    assert ghana.get(f"/assistance/new?standing={item}").soup.select("input[name=standing]")


def test_what_is_addressed_to_it_it_reads(browse, entity, open_seat):
    made = open_seat(audience=f"members:{entity}")
    un = browse("entity")
    assert un.get(f"/open-seats/{made}").words("h1") == [WORDS["title"]]
    un.get(f"/open-seats/{made}/apply", status=403)
