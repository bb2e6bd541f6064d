"""The lists: sections, filters in place, paging, empty states, and what they cost."""

import pytest

from app.assistance.rules import Act, Stage
from app.items.queries import BEGINNING, cursor_of
from tests.assistance.sample import CANARY


def _titles(page, key: str) -> list[str]:
    return [t.removesuffix(f" {CANARY}") for t in page.words(f"#list-{key} h3")]


@pytest.fixture
def board(making) -> dict[str, str]:
    """Requests of several members in several states."""
    with making() as maker:
        return {
            title: maker.request(stage, audience, owner=owner, title=title)
            for title, stage, audience, owner in (
                ("Ours, a draft", Stage.DRAFT, "network", "ghana"),
                ("Ours, open", Stage.OPEN, "network", "ghana"),
                ("Ours, closed", Stage.CLOSED, "network", "ghana"),
                ("Theirs, open", Stage.OPEN, "members:GHA", "costa_rica"),
                ("Theirs, under way", Stage.UNDER_WAY, "network", "timor"),
                ("Not for us", Stage.OPEN, "members:EU", "timor"),
            )
        }


@pytest.mark.usefixtures("board")
def test_an_office_reads_what_it_asked_what_is_open_to_it_and_what_it_offered(browse):
    page = browse("ghana").get("/assistance")
    assert _titles(page, "asked") == ["Ours, open", "Ours, a draft", "Ours, closed"]
    assert _titles(page, "open") == ["Theirs, open"]
    assert page.words("#h-offers + .empty h3") == ["Your office has offered nothing yet"]

    page = browse("denmark").get("/assistance")
    assert _titles(page, "open") == ["Ours, open"]
    assert _titles(page, "offers") == ["Theirs, under way", "Ours, closed"]
    assert page.words("#list-offers .st") == ["Accepted", "Accepted"]


@pytest.mark.usefixtures("board")
def test_the_secretariat_reads_all_that_was_handed_to_it(browse):
    page = browse("editor").get("/assistance")

    assert _titles(page, "all") == [
        "Not for us",
        "Theirs, under way",
        "Theirs, open",
        "Ours, open",
        "Ours, closed",
    ]
    assert page.soup.select('a[href="/assistance/new"]') == []


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ("stage=under_way", ["Theirs, under way"]),
        ("stage=closed", ["Ours, closed"]),
        ("theme=early-warning&stage=open", ["Not for us", "Theirs, open", "Ours, open"]),
        ("theme=hate-speech", []),
        ("modality=workshop", []),
        ("modality=video-talk&stage=closed", ["Ours, closed"]),
    ],
)
@pytest.mark.usefixtures("board")
def test_filters_narrow_as_a_page_and_in_place(browse, filters, titles):
    editor = browse("editor")
    page = editor.get(f"/assistance?{filters}")
    part = editor.block(f"/assistance?{filters}", "requests")

    assert _titles(page, "all") == titles
    assert part.text.strip() in page.text
    if not titles:
        assert page.words(".empty h3") == ["Nothing fits these filters"]
    api = editor.get(f"/api/v1/assistance?{filters}").json()["requests"]
    assert [one["title"].removesuffix(f" {CANARY}") for one in api] == titles


@pytest.mark.parametrize("sent", ["%", "_", "early_warning", "early%", "/", "early-warning/"])
@pytest.mark.parametrize("field", ["theme", "modality"])
@pytest.mark.usefixtures("board")
def test_a_sign_of_the_database_is_a_letter_like_any_other(browse, field, sent):
    for who in ("editor", "ghana"):
        api = browse(who).client.get("/api/v1/assistance", params={field: sent})
        assert (api.status_code, api.json()["requests"]) == (200, [])


def test_an_empty_room_says_what_to_do(browse):
    page = browse("ghana").get("/assistance")

    assert page.words(".empty h3") == [
        "Your office asks for nothing now",
        "No request is open to your office now",
        "Your office has offered nothing yet",
    ]
    assert page.words(".empty a") == ["Ask for assistance"]
    assert browse("editor").get("/assistance").words(".empty h3") == ["No request to show"]


def test_older_entries_follow_page_by_page_without_loss(browse, making):
    with making() as maker:
        for number in range(23):
            maker.request(Stage.OPEN, title=f"Number {number:02}")
    denmark = browse("denmark")

    first = denmark.get("/assistance")
    more = first.soup.select_one("#h-open ~ .act a")["href"]
    second = denmark.get(more)
    assert _titles(first, "open") + _titles(second, "open") == [
        f"Number {n:02}" for n in range(22, -1, -1)
    ]
    assert len(_titles(first, "open")) == 10
    assert second.soup.select("#h-open ~ .act a") == []
    assert second.soup.select("#h-asked") == []
    api = denmark.get("/api/v1/assistance").json()
    rest = denmark.get(f"/api/v1/assistance?below={api['next']}").json()
    assert (len(api["requests"]), len(rest["requests"]), rest["next"]) == (20, 3, None)


@pytest.mark.parametrize("text", ["", "x", ".", "12", "1e5.a", "9" * 30 + ".a", "٣.a", "--5.a"])
def test_a_broken_place_is_the_beginning(text, browse):
    assert cursor_of(text) == (BEGINNING if text != "12" else (12, ""))
    browse("ghana").get(f"/assistance?below={text}&theme=nonsense&stage=nonsense&list=nonsense")
    browse("ghana").get(f"/api/v1/assistance?below={text}&theme=nonsense&stage=nonsense")


def test_the_lists_cost_the_same_for_one_row_and_for_three(browse, making, queries):
    clients = {who: browse(who) for who in ("ghana", "denmark", "editor")}
    statements = {"ghana": 5, "denmark": 6, "editor": 3}  # denmark: its own days that do not count
    for rows in (1, 2):
        with making() as maker:
            for _ in range(rows):
                maker.request(Stage.IN_TALKS)
        for who, client in clients.items():
            for address in ("/assistance", "/assistance?theme=early-warning&stage=in_talks"):
                with queries(statements[who]):
                    client.get(address)
            with queries(2):
                client.get("/api/v1/assistance")


def test_the_page_costs_the_same_for_one_offer_and_for_three(browse, making, queries):
    with making() as maker:
        item = maker.request(Stage.OPEN, "members:DNK,CRI,TLS")
        maker.offer(item, "denmark")
    clients = {who: browse(who) for who in ("ghana", "denmark", "timor", "editor")}
    clients["editor"].get(f"/assistance/{item}")  # the reading is recorded once in ten minutes
    for more in ((), ("costa_rica", "timor")):
        with making() as maker:
            for who in more:
                maker.answer(item, maker.offer(item, who), "ghana", Act.TAKE_UP)
        for who, client in clients.items():
            looked_up = who == "editor"  # whether this reading is recorded already
            named = who in {"ghana", "editor"}  # readers, who fits, guests, for whom it was entered
            waits = who in {"denmark", "timor"}  # by which day, without days that do not count
            asks = who == "timor" and not more  # what it said already, and who could answer for it
            own = who == "ghana"  # what the Secretariat proposes, seats that fit, what others see
            with queries(9 + 7 * named + 3 * own + looked_up + waits + 2 * asks):
                client.get(f"/assistance/{item}")
            with queries(5 - asks + looked_up):
                client.get(f"/api/v1/assistance/{item}")


def test_requests_have_stages_and_members_are_states(browse):
    page = browse("ghana").get("/assistance")

    assert page.words('label[for="f-stage"]') == ["Stage"]
    assert page.words("#f-stage option")[0] == "All stages"
