"""Who sees what: each audience and state, for everybody, on every way to a request."""

import json

import pytest
from sqlalchemy import inspect, text

from app.assistance.offer_lists import titles
from app.assistance.rules import Act, Stage
from tests.assistance.sample import CANARY, NOTE, OFFER, REASON
from tests.support.people import CAST

OWN = {"ghana", "ghana_alternate"}
STAFF = {"editor", "administrator"}
MEMBERS = {"denmark", "costa_rica", "timor", "eu"}
READERS = {
    "network": MEMBERS,
    "group:weog": {"denmark"},
    "group:african": set(),
    "members:CRI,TLS": {"costa_rica", "timor"},
    "secretariat": set(),
}
EVERYBODY = (*CAST, "stranger", "nobody")


def _sees(stage: Stage, audience: str) -> set[str]:
    if stage == Stage.DRAFT:
        return OWN
    if stage in {Stage.SUBMITTED, Stage.AUTHENTICATED, Stage.RETURNED}:
        return OWN | STAFF
    if stage in {Stage.WITHDRAWN, Stage.LAPSED}:
        return OWN | STAFF | {"denmark"}
    return OWN | STAFF | READERS[audience]


@pytest.fixture
def others(making) -> None:
    """Requests and offers of other members, of which nothing may show."""
    with making() as maker:
        maker.request(Stage.IN_TALKS, "members:EU", owner="costa_rica", helper="eu", title="Other")
        maker.request(Stage.DRAFT, owner="timor", title="Other draft")


@pytest.fixture
def seen_titles(database, cast, portal):
    """Return a function that gives the titles somebody sees."""

    def read(who: str, *ids: str) -> dict[str, tuple[str, str]]:
        with database.read() as conn:
            return titles(conn, cast[who].viewer, portal.seal, ids)

    return read


@pytest.mark.parametrize(
    ("stage", "audience"),
    [
        (Stage.DRAFT, "network"),
        (Stage.SUBMITTED, "network"),
        (Stage.AUTHENTICATED, "network"),
        (Stage.RETURNED, "network"),
        *((Stage.OPEN, audience) for audience in READERS if audience != "group:african"),
        (Stage.WITHDRAWN, "network"),
        (Stage.LAPSED, "network"),
    ],
)
@pytest.mark.usefixtures("others")
def test_everybody_on_every_way(browse, asked, seen_titles, stage, audience):
    item = asked(stage, audience, title="The one")
    sees = _sees(stage, audience)
    for who in EVERYBODY:
        if who == "nobody":
            continue
        status = 200 if who in sees else 404
        client = browse(who)
        page = client.get(f"/assistance/{item}", status=status)
        assert (CANARY in page.text) is (who in sees)
        api = client.get(f"/api/v1/assistance/{item}", status=status)
        assert (CANARY in api.text) is (who in sees)
        assert list(seen_titles(who, item)) == ([item] if who in sees else [])
        if who == "stranger":
            client.get("/assistance", status=403)
            client.get("/api/v1/assistance", status=403)
            continue
        ended = f"?stage={stage}" if stage in {Stage.WITHDRAWN, Stage.LAPSED} else ""
        listed = client.get(f"/assistance{ended}").soup.select(f'a[href="/assistance/{item}"]')
        assert len(listed) == (who in sees)
        ids = [one["id"] for one in client.get("/api/v1/assistance").json()["requests"]]
        assert (item in ids) is (who in sees)
        assert CANARY not in client.get("/search?q=the+one").text


def test_the_public_is_led_to_sign_in_wherever_it_asks(browse, asked):
    item = asked(Stage.OPEN)
    nobody = browse()
    for address in (f"/assistance/{item}", "/assistance/missing00000", "/assistance"):
        assert nobody.get(address, status=303).location.startswith("/sign-in?next=")
    assert nobody.get("/api/v1/assistance", status=401).json()["detail"] == "Sign in to go on."
    nobody.get(f"/api/v1/assistance/{item}", status=401)


@pytest.mark.parametrize(
    ("who", "members"),
    [
        ("ghana", ["Costa Rica", "Denmark"]),
        ("editor", ["Costa Rica", "Denmark"]),
        ("denmark", ["Denmark"]),
        ("costa_rica", ["Costa Rica"]),
        ("timor", []),
    ],
)
def test_offers_are_seen_by_both_sides_and_the_secretariat_only(browse, making, who, members):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        ids = {name: maker.offer(item, name) for name in ("denmark", "costa_rica")}

    client = browse(who)
    page = client.get(f"/assistance/{item}")
    assert sorted(page.words("[id^=offer-] h3")) == members
    shown = client.get(f"/api/v1/assistance/{item}").json()["offers"]
    assert len(shown) == len(members)
    lines = [line for line in page.words(".acts > li > span") if line.startswith("Offer")]
    assert sorted(lines) == [f"Offer from {name}" for name in members]
    if not members:
        assert "Denmark" not in page.text
        assert page.words("#h-offers") == []
    if who == "costa_rica":
        status = client.post(
            f"/assistance/{item}/offers/{ids['denmark']}/take-back", {"version": "5"}, status=404
        )
        assert status.words("h1") == ["Nothing here"]


def test_how_it_ended_is_told_to_both_sides_only(browse, asked):
    item = asked(Stage.CLOSED)

    for who in ("ghana", "denmark", "editor"):
        page = browse(who).get(f"/assistance/{item}")
        assert NOTE in page.text
        assert page.words(".head .st")[0] == "Closed: partly met"
        assert browse(who).get(f"/api/v1/assistance/{item}").json()["result"] == "partly"
    page = browse("timor").get(f"/assistance/{item}")
    assert NOTE not in page.text
    assert page.words(".head .st")[0] == "Closed"
    answer = browse("timor").get(f"/api/v1/assistance/{item}").json()
    assert (answer["result"], answer["result_note"], answer["offers"]) == (None, "", [])
    listed = browse("timor").get("/api/v1/assistance").json()["requests"]
    assert [one["result"] for one in listed] == [None]


def test_the_reason_of_a_return_is_between_the_office_and_the_secretariat(browse, asked):
    item = asked(Stage.RETURNED)

    assert REASON in browse("ghana").get(f"/assistance/{item}").text
    browse("denmark").get(f"/assistance/{item}", status=404)


def test_titles_lead_to_the_request_and_to_the_place_of_an_offer(making, seen_titles):
    with making() as maker:
        item = maker.request(Stage.OPEN, title="Wanted")
        offer = maker.offer(item, "denmark")

    both = {
        item: (f"Wanted {CANARY}", f"/assistance/{item}"),
        offer: (f"Wanted {CANARY}", f"/assistance/{item}#offer-{offer}"),
    }
    ids = (item, offer, "missing")
    assert seen_titles("ghana", *ids) == both
    assert seen_titles("denmark", *ids) == both
    assert seen_titles("timor", *ids) == {item: both[item]}
    assert seen_titles("stranger", *ids) == {}


def test_no_sealed_word_stands_anywhere_in_the_open(making, database, browse):
    """A whole journey, then every column of every table: the canary is nowhere."""
    with making() as maker:
        item = maker.request(Stage.RETURNED)
        maker.step("submit", item, "ghana", "denmark")
        maker.step("open", item, "ghana", "denmark")
        first = maker.offer(item, "denmark")
        second = maker.offer(item, "timor")
        maker.answer(item, first, "ghana", Act.TAKE_UP)
        maker.answer(item, second, "ghana", Act.DECLINE)
        maker.answer(item, first, "ghana", Act.ACCEPT)
        maker.step("start", item, "ghana", "denmark")
        maker.step("close", item, "ghana", "denmark")
    browse("costa_rica").post(f"/assistance/{item}/offers", OFFER, status=409)

    found = {}
    with database.read() as conn:
        for table in inspect(database.engine).get_table_names():
            rows = conn.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608 - our tables
            found[table] = sum(CANARY in _plain(value) for row in rows for value in row)
    assert {table: count for table, count in found.items() if count} == {}
    assert found.keys() >= {"assistance_request", "letter", "notice", "audit_record", "used_form"}


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return value if isinstance(value, str) else json.dumps(value, default=str)
