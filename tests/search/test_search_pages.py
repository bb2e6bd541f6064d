"""The search page and its API: for every eye its own answer, the same with or without script."""

import re
from functools import partial
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app.access.audience import Audience, labels_of_draft, labels_of_open
from app.core.db import table
from app.items import actions as items
from app.items.models import Item, Kind
from tests.support.things import Things

item = table(Item)
NEW_EACH_TIME = re.compile(
    r'name="(once|csrf)" value="[^"]*"|data-left="\d+"|You are signed in until [^,]+,'
)


def told(answer) -> tuple[int, str]:
    """What an answer gives away, without what is new in each: keys of forms, time left."""
    return answer.status, NEW_EACH_TIME.sub("", answer.text)


@pytest.fixture
def practice(database, cast, put):
    """Put a practice of Ghana's with its item; return its id."""

    def made(title: str, audience: str, *, draft: bool = False, **given: object) -> str:
        chosen = Audience.parse(audience)
        labels = labels_of_draft(["GHA"]) if draft else labels_of_open(["GHA"], chosen)
        with database.unit_of_work() as db:
            item = items.create(
                db,
                cast["ghana"].viewer,
                Kind.PRACTICE,
                stage="published",
                audience=audience,
                language="en",
                owners=["GHA"],
                labels=labels,
            )
        put(title, "", labels=labels, key=f"practice:{item.id}", item_id=item.id, **given)
        return item.id

    return made


@pytest.mark.parametrize("who", ["nobody", "stranger", "denmark", "costa_rica"])
@pytest.mark.parametrize("hidden", ["member:GHA", "secretariat", "group:african", "person:x"])
def test_who_is_outside_cannot_tell_that_it_exists(browse, put, who, hidden):
    put("Sirens at dawn", "Sirens and wells.", labels=("public",))
    client = browse(who)
    asked = [
        address + q
        for q in ("siren", "sirens", "sirens+wells", '"sirens+at+dawn"', "canary", "dawn+-canary")
        for address in ("/search?q=", "/search?kind=practice&q=", "/api/v1/search?q=")
    ]
    before = {address: told(client.get(address)) for address in asked}
    put("Sirens at dawn", "Sirens, wells, canary.", labels=(hidden,), key="practice:hidden")
    put("Canary", "Dawn", labels=(hidden,), key="comment:hidden", kind="comment", tags=("wells",))

    assert {address: told(client.get(address)) for address in asked} == before
    assert browse("ghana").get("/search?q=canary").text.count("<mark>Canary</mark>") == (
        hidden in {"member:GHA", "group:african"}
    )


def test_each_sees_what_is_for_them_and_who_else_does(browse, practice):
    practice("Siren public", "public")
    practice("Siren network", "network")
    practice("Siren chosen", "members:DNK")
    practice("Siren group", "group:african")
    practice("Siren own", "secretariat")
    practice("Siren draft", "network", draft=True)

    def seen(who: str) -> list[tuple[str, str]]:
        page = browse(who).get("/search?q=siren")
        titles = page.words(".rows .title")
        return list(zip(titles, page.words(".rows .aud"), strict=True))

    everyone = [("Siren public", "Public")]
    network = [("Siren network", "Network"), *everyone]
    assert seen("nobody") == seen("stranger") == everyone
    assert seen("denmark") == [("Siren chosen", "Chosen readers"), *network]
    assert seen("costa_rica") == network
    assert seen("editor") == [
        ("Siren own", "Secretariat"),
        ("Siren group", "Chosen readers"),
        ("Siren chosen", "Chosen readers"),
        *network,
    ]
    assert seen("ghana")[0] == ("Siren draft", "Not published yet")
    assert len(seen("ghana")) == 6


def test_the_page_and_its_part_are_the_same(browse, put):
    put("Early warning in Ghana", "A network of monitors & <mothers>.", language="fr")
    whole = browse().get("/search?q=warning")
    part = browse().block("/search?q=warning", "found")

    assert part.text.strip() in whole.text
    assert whole.words("#found .rows .meta span") == ["Practice", "Français"]
    assert whole.soup.select_one(".rows .title a")["lang"] == "fr"
    assert whole.words("#found [data-say]") == ["1 result"]
    assert whole.words(".rows mark") == ["warning"]
    assert whole.soup.select_one("#look-q")["value"] == "warning"
    assert whole.words("title") == ["Search: warning · R2P Focal Points"]


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("", "What are you looking for?"),
        ("%20%00", "What are you looking for?"),
        ("-only", "There is nothing here to search for"),
        ("*)(%22", "There is nothing here to search for"),
        ("zebra", "Nothing found"),
        ("harbour&kind=manual", "Nothing of this kind"),
        ("harbour&page=9", "The results end before this page"),
    ],
)
def test_every_empty_answer_says_what_to_try(browse, q, title):
    assert browse().get(f"/search?q={q}").words(".empty h3") == [title]


@pytest.mark.parametrize("query", ["page=x", "page=-1", "page=999999999", "kind=request", "kind="])
def test_a_broken_address_is_answered_as_well_as_can_be(browse, query):
    browse().get(f"/search?q=harbour&{query}")
    assert browse().get(f"/api/v1/search?q=harbour&{query}").json()["total"] == 1


def test_kinds_narrow_and_pages_turn(browse, put):
    for number in range(25):
        put(f"Peace {number}", kind="comment", key=f"comment:{number}")
    put("Peace chapter", kind="manual", key="manual:1", address="/manual/1/en/peace")
    client = browse()

    first = client.get("/search?q=peace")
    assert first.words("nav.chips a") == ["All", "Manual 1", "Comments 25"]
    assert first.words(".pager p.mute") == ["1 to 20 of 26"]
    comments = client.get(first.soup.select("nav.chips a")[2]["href"])
    assert comments.words(".pager p.mute") == ["1 to 20 of 25"]
    assert [tag["value"] for tag in comments.soup.select('input[form="look"]')] == ["comment"]
    last = client.get(comments.soup.select_one('.pager a[rel="next"]')["href"])
    assert last.words(".pager p.mute") == ["21 to 25 of 25"]
    titles = [*comments.words(".rows .title"), *last.words(".rows .title")]
    assert titles == [f"Peace {number}" for number in reversed(range(25))]


def test_the_api_says_what_the_page_says(browse, practice, put):
    practice("Siren network", "network")
    put("Siren & <bell>", "A <b>siren</b> rings.", address="/practices/open")

    assert browse().get("/api/v1/search?q=siren").json() == {
        "query": "siren",
        "asked": True,
        "meant": None,
        "total": 1,
        "more": False,
        "counts": {"practice": 1},
        "page": 1,
        "hits": [
            {
                "kind": "practice",
                "address": "/practices/open",
                "title": "Siren & <bell>",
                "snippet": "A <b>siren</b> rings.",
                "language": "en",
                "audience": None,
            }
        ],
    }
    mine = browse("denmark").get("/api/v1/search?q=siren").json()
    assert [(hit["title"], hit["audience"]) for hit in mine["hits"]] == [
        ("Siren & <bell>", None),
        ("Siren network", "network"),
    ]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "own"), [("nobody", (0, 0)), ("ghana", (2, 1))])
def test_a_search_costs_two_statements_however_much_is_found(request, put, rows, who, own):
    """Besides: who asks and (pages only) how much waits for them."""
    client, queries = request.getfixturevalue("browse")(who), request.getfixturevalue("queries")
    for number in range(rows):
        put("Siren", key=f"manual:{number}", kind="manual")
    for address in ("/search?q=siren", "/search?q=siren&kind=manual"):
        with queries(2 + own[0]):
            client.get(address)
    with queries(2 + own[1]):
        client.get("/api/v1/search?q=siren")


@pytest.fixture
def numbers(database, cast, portal) -> dict[str, str]:
    """A practice and a request of Ghana's for its own readers; their addresses by number."""
    things = Things(database, cast, portal)
    made = {
        things.practice("A practice", audience="members:CRI"): "/practices/",
        things.request("A request", audience="members:CRI"): "/assistance/",
    }
    with database.read() as conn:
        rows = conn.execute(select(item.c.id, item.c.number).where(item.c.id.in_(made))).all()
    return {row.number: made[row.id] + row.id for row in rows}


@pytest.mark.parametrize("who", ["ghana", "costa_rica", "editor"])
def test_a_registry_number_leads_to_what_carries_it(browse, numbers, who):
    assert len(numbers) == 2
    for number, address in numbers.items():
        assert number.startswith("R2P/")
        for typed in (number, number.lower(), number.removeprefix("R2P/"), f" {number} "):
            answer = browse(who).get(f"/search?q={quote(typed)}", status=303)
            assert answer.headers["location"] == address
        part = browse(who).get(f"/search?q={number}", status=204, headers={"HX-Request": "true"})
        assert part.headers["hx-redirect"] == address


@pytest.mark.parametrize("who", ["nobody", "stranger", "denmark"])
def test_who_is_outside_gets_the_answer_for_an_unknown_number(browse, numbers, who):
    client = browse(who)
    for number in numbers:
        unknown = number[:-3] + "987"
        status, text = told(client.get(f"/search?q={number}"))
        for of in (str, partial(quote, safe="")):
            text = text.replace(of(number), of(unknown))
        assert (status, text) == told(client.get(f"/search?q={unknown}"))
