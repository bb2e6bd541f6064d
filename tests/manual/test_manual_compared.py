"""What changed, side by side, for one paragraph, and for the whole manual on one page."""

import pytest

pytestmark = pytest.mark.usefixtures("manual")
BASE = "/manual/compare/1/2"


@pytest.fixture
def second(rewrite, publish) -> None:
    """Edition 2, in which two chapters say something else."""
    rewrite("An office begins with a letter.", "An office begins with a short letter.")
    rewrite("One goes on by asking others.", "One goes on.\n\nOthers are asked.", "going-on")
    publish("Shorter.")


@pytest.mark.usefixtures("second")
def test_a_chapter_side_by_side(browse):
    chapter = browse().get(f"{BASE}?chapter=beginning")
    href = next(a["href"] for a in chapter.soup.select(".chips a") if a.text == "Side by side")
    page = browse().get(href)

    rows = page.soup.select(".pairs > li")
    assert len(rows) == 6
    changed = rows[1].select("div > .mute ~ *")
    assert [one.text for one in rows[1].select("del")] == []
    assert "An office begins with a letter." in changed[0].text
    assert [one.name for one in rows[1].find_all(["ins", "del"])] == ["ins"]
    new = browse().get(f"{BASE}/sides/going-on").soup.select(".pairs > li")
    assert "Not in Edition 1." in new[2].text


@pytest.mark.usefixtures("second")
def test_everything_that_changed_on_one_page(browse):
    overview = browse().get(BASE)
    page = browse().get(f"{BASE}/whole")

    assert f"{BASE}/whole" in [a["href"] for a in overview.soup.select("main a")]
    assert page.words("main section h2") == ["1 Beginning", "2 Going on"]
    assert page.words(".change .tag") == [
        "Paragraph 1.1 reworded", "Paragraph 2.1 reworded", "Paragraph 2.2 is new",
    ]  # fmt: skip
    assert "answers when the holder is away" not in page.soup.get_text()
    assert browse().get("/manual/compare/2/2/whole").words(".lede") == [
        "Nothing: both say the same."
    ]


@pytest.mark.usefixtures("second")
def test_what_changed_between_editions_is_the_same_bytes_for_all_and_sent_once(browse, rewrite):
    """Each encoding and language has a mark of its own; the draft has none."""
    for place in (f"{BASE}/whole", f"{BASE}/block/p2aaaaaa"):
        marks, bodies = {}, set()
        for encoding in ("identity", "gzip", "br"):
            asked = {"accept-encoding": encoding}
            one, other = (browse(who).get(place, headers=asked) for who in ("nobody", "ghana"))
            marks[encoding] = mark = one.raw.headers["etag"]
            assert (other.raw.headers["etag"], other.text) == (mark, one.text)
            assert one.raw.headers.get("content-encoding", "identity") == encoding
            assert (mark[0], one.raw.headers["cache-control"]) == ('"', "no-cache")
            bodies.add(one.text)
            again = browse().get(place, headers={**asked, "if-none-match": mark}, status=304)
            assert (again.raw.content, again.raw.headers["etag"]) == (b"", mark)
            french = {**asked, "if-none-match": mark, "accept-language": "fr"}
            assert browse().get(place, headers=french).soup.html["lang"] == "fr"
        assert (len(set(marks.values())), len(bodies)) == (3, 1)
        rewrite("One goes on.", f"One goes on.{place[-1]}", "going-on")
        known = {"if-none-match": f"{marks['br']}", "accept-encoding": "br"}
        browse().get(place, headers=known, status=304)
        draft = browse("editor").get(place.replace("1/2", "2/draft")).raw.headers
        assert ("etag" in draft, draft["cache-control"]) == (False, "no-store")


@pytest.mark.usefixtures("second")
def test_one_paragraph_wherever_it_stands(browse):
    page = browse().get(f"{BASE}/block/p2aaaaaa")

    assert page.words("h1") == ["Paragraph 1.1: what changed from Edition 1 to Edition 2"]
    assert page.words(".change .small") == ["Inserted: “short”."]
    same = browse().get(f"{BASE}/block/p2bbbbbb")
    assert same.words("main section p") == ["Nothing changed here."]
    browse().get(f"{BASE}/block/zzzzzzz2", status=404)
    browse("editor").get("/manual/compare/2/draft/block/p2aaaaaa")


@pytest.mark.usefixtures("second")
def test_two_editions_are_chosen_by_a_form(browse):
    assert browse().get("/manual/compare", status=303).location == BASE
    form = browse().get("/manual/compare/2/1").soup.select_one("form[action='/manual/compare']")
    assert [s["name"] for s in form.select("select")] == ["old", "new"]
    sent = browse().get("/manual/compare?old=2&new=1", status=303)
    assert sent.location == "/manual/compare/2/1"
    browse().get("/manual/compare?old=x", status=404)


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("way", ["sides/beginning", "whole", "block/p2aaaaaa"])
def test_the_draft_is_for_editors_and_what_is_not_there_is_missing(browse, way):
    browse("editor").get(f"/manual/compare/2/draft/{way}")
    browse().get(f"/manual/compare/2/draft/{way}", status=303)
    browse("ghana").get(f"/manual/compare/2/draft/{way}", status=403)
    browse("editor").get(f"/manual/compare/1/3/{way}", status=404)


def test_before_the_second_edition_there_is_no_form(browse):
    assert browse().get("/manual/compare", status=303).location == "/manual/compare/1/1"
    assert browse().get("/manual/compare/1/1").soup.select("form[action='/manual/compare']") == []
    browse().get("/manual/compare/1/1/sides/none", status=404)
