"""The demonstration's requests and offers: in the states of the file, once, and sealed."""

import pytest
from sqlalchemy import text

from app.access.audience import Audience, Circle
from app.assistance import reminding
from app.assistance.blind.counting import hides
from app.assistance.loading import load_demonstration
from app.demonstration import HELD
from app.directory import loading_demonstration as offices

PERSONAS = {
    "editor": "editor",
    "administrator": "administrator",
    "focal-point-gha": "ghana",
    "alternate-gha": "ghana_alternate",
    "focal-point-dnk": "denmark",
    "focal-point-cri": "costa_rica",
    "focal-point-tls": "timor",
    "organisation-eu": "eu",
}


@pytest.fixture
def load(database, portal, cast):
    """Return a function that loads the demonstration."""

    def run() -> int:
        people = {persona: cast[name].viewer for persona, name in PERSONAS.items()}
        with database.unit_of_work() as db:
            offices.load_demonstration(db, people)  # without them nobody hides who asks sealed
            return load_demonstration(db, portal.seal, people)

    return run


def test_every_request_and_offer_stands_where_the_file_says(load, database, browse):
    assert PERSONAS.keys() == HELD.keys() - {"director"}  # who asks for nothing
    assert load() == 12

    with database.read() as conn:
        rows = conn.execute(text("SELECT kind, stage, count(*) FROM item GROUP BY kind, stage"))
        found = {(kind, stage): count for kind, stage, count in rows}
        letters = conn.execute(text("SELECT count(*) FROM letter")).scalar_one()
    assert found == {
        ("request", "draft"): 1,
        ("request", "submitted"): 1,
        ("request", "open"): 3,
        ("request", "in_talks"): 1,
        ("request", "closed"): 1,
        ("offer", "offered"): 3,
        ("offer", "in_talks"): 1,
        ("offer", "accepted"): 1,
    }
    assert letters == 0
    with database.read() as conn:
        closed, helped = conn.execute(
            text("SELECT request_id, item_id FROM assistance_after JOIN assistance_offer"
                 " USING (item_id) LIMIT 1")
        ).one()  # fmt: skip
    for who in ("ghana", "denmark"):
        after = browse(who).get(f"/assistance/{closed}/offers/{helped}/after").text
        assert after.count("(demonstration)") >= 3
        assert "Yes, all of it" in after
    assert "Plan: 2 of 2 done" in browse("denmark").get(f"/assistance/{closed}").text
    page = browse("ghana").get("/assistance")
    assert page.words("#list-asked h3") == [
        "Terms of reference for an alternate (demonstration)",
        "Signs that a district can watch by itself (demonstration)",
    ]
    assert page.words("#list-open h3") == [
        "A course on risk factors for delegations (demonstration)",
        "Three ministries, one warning page (demonstration)",
    ]
    assert len(page.words("#list-offers h3")) == 2
    assert browse("editor").get("/assistance").words("#list-all h3")[-1].startswith("How district")


def test_the_days_of_the_file_are_told(load, browse):
    load()
    client = browse("costa_rica")
    page = client.get(client.get("/assistance").soup.select_one("#list-asked a")["href"])

    assert "10 days ago" in " ".join(page.words(".facts dd"))
    assert page.words(".acts > li > span")[:3] == [
        "Submitted by Costa Rica",
        "Authenticated by the Secretariat",
        "Opened by Costa Rica",
    ]
    assert "2 offers wait for your answer" in page.text


def test_loading_again_adds_nothing_and_revives_nothing(load, browse):
    load()
    ghana = browse("ghana")
    here = ghana.get("/assistance").soup.select_one("#list-asked a")["href"]
    sent = {"version": ghana.get(here).soup.select_one("[name=version]")["value"]}
    ghana.post(f"{here}/withdraw", {**sent, "why": "Solved."})

    assert load() == 0
    assert ghana.get(here).words(".head .st")[0] == "Withdrawn"


def test_registry_numbers_rise_with_time(load, database):
    load()
    with database.read() as conn:
        rows = conn.execute(
            text(
                "SELECT item.number FROM item JOIN assistance_request AS asked"
                " ON asked.item_id = item.id WHERE asked.opened_at IS NOT NULL"
                " ORDER BY asked.opened_at"
            )
        )
        numbers = list(rows.scalars())
    assert len(numbers) == 5
    assert numbers == sorted(numbers)


def test_nobody_is_reminded_of_what_is_made_up(load, portal, database):
    load()
    assert reminding.look_after(portal) == 0
    with database.read() as conn:
        assert list(conn.execute(text("SELECT subject FROM letter")).scalars()) == []


def test_a_sealed_request_is_out_and_its_readers_do_not_learn_who_asks(load, browse):
    load()
    for who in ("denmark", "timor"):
        client = browse(who)
        page = client.get("/assistance/sealed")
        assert len(page.soup.select("main a[href^='/assistance/sealed/']")) == 1
        assert "Ghana" not in page.text
        assert "Signs that a district" not in client.get("/assistance").text


def test_who_has_enough_beside_it_can_ask_sealed_and_others_are_refused(load, database):
    load()
    with database.read() as conn:
        found = {
            (code, language): hides(conn, code, [language], Audience.of(Circle.NETWORK))
            for code, language in (("GHA", "en"), ("CRI", "es"), ("DNK", "en"))
        }
    assert [one.number >= 8 for one in found.values()] == [True, True, False]
    assert found["GHA", "en"].region == "african"
    assert found["CRI", "es"].region == "grulac"
