"""The queue by who has what: nobody, or oneself; counted right, and under an address to share."""

from datetime import timedelta

from app.assistance.rules import Stage as RequestStage
from app.core import clock
from app.practices.rules import Stage
from tests.desk.test_batches import plan
from tests.practices.test_practice_clearing import make

KINDS, HOLDERS = "[aria-label=Show] .chip", "[aria-label='Who has it'] .chip"


def titles(page) -> list[str]:
    return [row.th.a.get_text() for row in page.soup.select("tbody tr")]


def hand_out(browse, things) -> dict[str, str]:
    """Let the editor take one practice, the administrator open another, and a third be free."""
    made = {name: things.practice(name, stage=Stage.SUBMITTED) for name in ("Mine", "Hers", "Free")}
    made["Asked"] = things.request("Asked", "denmark", RequestStage.SUBMITTED)
    plan(browse("editor"), "take", made["Mine"])
    browse("administrator").post("/desk/open", {"open": made["Hers"]})
    return made


def test_what_nobody_has_and_what_is_mine(browse, things):
    hand_out(browse, things)
    editor = browse("editor")

    free, mine = editor.get("/desk?by=nobody"), editor.get("/desk?by=me")

    assert sorted(titles(free)) == ["Asked", "Free"]
    assert titles(mine) == ["Mine"]
    assert titles(browse("administrator").get("/desk?by=me")) == ["Hers"]
    for page in (free, mine, editor.get("/desk")):
        assert page.words(HOLDERS) == ["Whoever has it 4", "Nobody has it 2", "Mine 1"]
    assert free.words(KINDS)[:3] == ["All 2", "Practices 1", "Requests 1"]
    assert mine.words(KINDS)[:3] == ["All 1", "Practices 1", "Requests 0"]
    assert free.words(f"{HOLDERS}[aria-current=page]") == ["Nobody has it 2"]
    assert "4 things wait for the Secretariat." in mine.words(".lede")[0]


def test_both_filters_stand_in_one_address(browse, things):
    hand_out(browse, things)
    page = browse("editor").get("/desk?kind=practice&by=nobody")

    assert titles(page) == ["Free"]
    assert page.words(HOLDERS) == ["Whoever has it 3", "Nobody has it 1", "Mine 1"]
    assert [a["href"] for a in page.soup.select(HOLDERS)] == [
        "/desk?kind=practice", "/desk?kind=practice&by=nobody", "/desk?kind=practice&by=me",
    ]  # fmt: skip
    assert page.soup.select_one(KINDS)["href"] == "/desk?by=nobody"
    part = browse("editor").block("/desk?kind=practice&by=nobody", "queue")
    assert part.words("#queue") == page.words("#queue")


def test_what_ends_by_itself_is_nobodys_again(browse, things):
    hand_out(browse, things)
    with clock.moved(timedelta(minutes=16)):
        assert sorted(titles(browse("editor").get("/desk?by=nobody"))) == ["Asked", "Free", "Hers"]
        assert titles(browse("administrator").get("/desk?by=me")) == []
        assert titles(browse("editor").get("/desk?by=me")) == ["Mine"]


def test_an_empty_filter_says_what_to_do(browse, things):
    one = things.practice("One", stage=Stage.SUBMITTED)
    editor = browse("editor")
    assert editor.get("/desk?by=me").words(".empty h3") == ["You have nothing here"]
    plan(editor, "take", one)
    assert editor.get("/desk?by=nobody").words(".empty h3") == ["Nothing here that nobody has"]
    assert titles(editor.get("/desk?by=unheard-of")) == ["One"]


def test_further_pages_keep_the_filter(browse, things):
    for number in range(51):
        things.practice(f"Practice {number:02}", stage=Stage.SUBMITTED)
    page = browse("editor").get("/desk?by=nobody")
    (further,) = [a["href"] for a in page.soup.select(".pager a")]
    assert "by=nobody" in further
    assert len(titles(browse("editor").get(further))) == 1


def test_what_is_out_for_clearance_is_never_there(browse, things):
    """A clearance is its member's alone: not even past its day does the Secretariat hear of it."""
    one = things.practice("One", stage=Stage.DRAFT)
    place = make(browse("ghana"), one)
    with clock.moved(timedelta(days=30)):
        for who in ("editor", "administrator"):
            page = browse(who).get("/desk")
            assert page.words(".lede") == ["Nothing waits for the Secretariat."]
            assert browse(who).client.get(place, follow_redirects=False).status_code in {403, 404}
