"""Reading: one page per chapter, the same for everybody, at an address that lasts."""

import gzip

import brotli
import pytest
import zstandard

pytestmark = pytest.mark.usefixtures("manual")
PAGE = "/manual/1/en/beginning"


def test_the_contents_lead_to_every_chapter(browse):
    page = browse().get("/manual")

    assert page.words(".rows h3") == ["1 Beginning", "2 Going on", "A Glossary"]
    assert [a["href"] for a in page.soup.select(".rows h3 a")] == [
        "/manual/1/en/beginning",
        "/manual/1/en/going-on",
        "/manual/1/en/glossary",
    ]
    assert page.words(".side h2") == ["Follow the manual", "Editions", "Print it or keep it"]
    assert page.words(".side summary") == ["Check a copy"]
    assert browse("editor").get("/manual").words(".side h2")[0] == "For the editors"


def test_paragraphs_are_numbered_and_are_lasting_addresses(browse):
    page = browse().get(PAGE)

    numbers = [(a.get_text(), a["href"]) for a in page.soup.select(".read .pn")]
    assert numbers == [
        ("§", "#h2aaaaaa"),
        ("1.1", "#p2aaaaaa"),
        ("1.2", "#p2bbbbbb"),
        ("§", "#h2bbbbbb"),
        ("1.3", "#t2aaaaaa"),
        ("1.4", "#l2aaaaaa"),
    ]
    assert page.words("h1") == ["Beginning"]
    assert page.words(".lede") == ["For those who begin. One minute."]
    assert page.words("[aria-labelledby=h-answers] li") == ["How does one begin?"]
    assert page.words(".toc [aria-current=page]") == ["1Beginning"]
    assert [a["href"] for a in page.soup.select(".toc .in a")] == ["#h2aaaaaa", "#h2bbbbbb"]


def test_words_notes_and_neighbours_are_one_step_away(browse):
    page = browse().get(PAGE)

    assert page.words("#n1")[0].startswith("A source, page.")
    assert page.soup.select_one("a.term")["href"] == "#w-alternate"
    assert page.words(".words dd") == ["Deputy of the holder. Back"]
    word = page.soup.select_one("#w-alternate")
    assert [(a["href"], a.get("aria-label")) for a in word.select("a")] == [
        ("/manual/1/en/glossary#h2eeeeee", None),
        ("#t-alternate-r1", "Back to text, Alternate"),
    ]
    assert page.soup.select_one("a.term")["id"] == "t-alternate-r1"
    assert [a["href"] for a in page.soup.select(".turn a")] == ["/manual/1/en/going-on"]
    middle = browse().get("/manual/1/en/going-on")
    assert middle.words(".turn small") == ["Chapter 1", "Annex A"]
    assert middle.words(".read .note") == ["Not verified. Nobody has counted how often."]


def test_a_chapter_is_cited_by_edition_and_paragraph(browse):
    said = browse().get(PAGE).words("aside [lang=en]")[0]

    assert said == (
        "Global Network of R2P Focal Points, Manual for R2P Focal Points, edition 1 (2026), "
        "chapter 1, paras 1.1–1.4, “Beginning”, http://testserver/manual/1/en/beginning"
    )
    bibtex, ris = browse().get(f"{PAGE}/cite.bib"), browse().get(f"{PAGE}/cite.ris")
    assert bibtex.headers["content-type"] == "text/plain; charset=utf-8"
    assert bibtex.text.startswith("@incollection{r2p-manual-1-beginning,\n  author = {{Global")
    assert "  url = {http://testserver/manual/1/en/beginning}\n}\n" in bibtex.text
    assert ris.text.startswith("TY  - CHAP\r\nAU  - Global Network")
    browse().get("/manual/1/en/nothing/cite.bib", status=404)


@pytest.mark.parametrize("who", ["nobody", "ghana", "editor"])
def test_every_reader_gets_the_same_bytes(browse, who):
    public = browse().get(PAGE, headers={"accept-language": "fr", "cookie": "language=fr"})
    page = browse(who).get(PAGE)

    assert page.text == public.text
    assert page.soup.find("form", method="post") is None
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["vary"] == "Accept-Encoding"
    assert "set-cookie" not in page.headers


def test_each_encoding_is_the_same_page(browse):
    client = browse().client
    plain = client.get(PAGE, headers={"accept-encoding": "identity"})

    unzstd = zstandard.ZstdDecompressor().decompress
    for encoding, unpack in (
        ("br", brotli.decompress),
        ("zstd", unzstd),
        ("gzip", gzip.decompress),
    ):
        with client.stream("GET", PAGE, headers={"accept-encoding": encoding}) as packed:
            assert packed.headers["content-encoding"] == encoding
            assert unpack(b"".join(packed.iter_raw())) == plain.content
    assert "content-encoding" not in plain.headers
    assert int(plain.headers["content-length"]) == len(plain.content)


def test_a_chapter_lists_the_newest_editions_and_leads_to_all(browse, rewrite, publish):
    text = "Send it."
    for number in range(2, 12):
        rewrite(text, text := f"Send it {number} times.")
        publish()

    def others(number: int) -> list[str]:
        return browse().get(f"/manual/{number}/en/beginning").words(".side details .links a")

    newest = [f"Edition {number}" for number in range(10, 2, -1)]
    assert [one.partition(",")[0] for one in others(11)] == [
        *newest, "All editions", "What changed since edition 10",
    ]  # fmt: skip
    assert len(browse().get("/manual").soup.select("#editions ol > li")) == 11


def test_a_reader_who_has_the_page_is_told_so(browse):
    client = browse().client
    first = client.get(PAGE)
    etag = first.headers["etag"]

    again = client.get(PAGE, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(PAGE, headers={"if-none-match": '"other"'}).status_code == 200
    other = client.get(PAGE, headers={"accept-encoding": "identity", "if-none-match": etag})
    assert other.status_code == 200
    head = client.head(PAGE)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", etag)
    assert client.post(PAGE).status_code == 405


def test_a_page_on_the_shelf_costs_no_query(browse, queries, monkeypatch):
    monkeypatch.setattr("app.manual.shelf.ASK_EVERY", 3600)  # a slow machine takes half a second
    client = browse("ghana")
    client.get(PAGE)
    with queries(0):
        client.get(PAGE)


def test_the_other_language_shows_the_text_and_says_in_which_language_it_is(browse):
    page = browse().get("/manual/1/fr/beginning")

    assert page.soup.html["lang"] == "fr"
    assert page.soup.h1["lang"] == "en"
    assert page.soup.select_one(".read").parent["lang"] == "en"
    assert page.soup.select_one("link[rel=canonical]")["href"].endswith(PAGE)
    assert page.soup.select_one("a.pn")["href"] == "#h2aaaaaa"
    assert len(page.soup.select("article > .note")) == 1
    english = browse().get(PAGE).soup
    assert english.select("article > .note") == []
    ways = [a["href"] for a in english.select("#languages a")]
    assert ways == [
        "/language/en?next=%2Fmanual%2F1%2Fen%2Fbeginning",
        "/language/fr?next=%2Fmanual%2F1%2Ffr%2Fbeginning",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/manual/2",
        "/manual/0",
        "/manual/x",
        "/manual/2/en/beginning",
        "/manual/0/en/beginning",
        "/manual/01/en/beginning",
        "/manual/99999999999999999999/en/beginning",
        "/manual/1/xx/beginning",
        "/manual/1/en/nothing",
        "/manual/current/en/nothing",
        "/manual/current/xx/beginning",
        "/manual/1/xx/beginning/you",
        "/manual/draft/en/beginning/you",
    ],
)
def test_an_unknown_address_leads_to_the_contents(browse, path):
    page = browse().get(path, status=404)

    assert "/manual" in [a["href"] for a in page.soup.select(".ways a")]


def test_the_current_edition_has_an_address_that_never_changes(browse):
    answer = browse().get("/manual/current/fr/beginning", status=307)

    assert answer.location == "/manual/1/fr/beginning"
    assert answer.headers["cache-control"] == "no-cache"


def test_what_an_office_may_do_is_one_small_part(browse):
    public, member, editor = (
        browse(who).get(f"{PAGE}/you") for who in ("nobody", "ghana", "editor")
    )

    assert public.words("#yours") == ["You read as the public. Sign in"]
    assert member.words("#yours") == [
        (
            "You read for Ghana. Suggest other words Suggestions on this chapter"
            " Send this chapter out for clearance Ask other members for help with this chapter"
            " Discuss a paragraph Comments on this chapter What you have read of the manual"
        )
    ]
    assert editor.words("#yours a") == [
        "Suggestions on this chapter",
        "Discuss a paragraph",
        "Comments on this chapter",
        "Edit this chapter", "What the draft changes in it", "What you have read of the manual",
    ]  # fmt: skip
    part = browse("editor").block(f"{PAGE}/you", "yours")
    assert part.text.strip() in editor.text
    assert "csrf" not in part.text
    waits = browse().get(PAGE).soup.select_one("#yours")
    assert waits["data-hx-get"] == f"{PAGE}/you"
    assert waits.a["href"] == f"{PAGE}/you"


@pytest.mark.parametrize(("path", "cost"), [("/manual", 3), ("/manual/1", 3)])
def test_the_contents_cost_the_same_for_three_chapters_as_for_many(browse, queries, path, cost):
    client = browse()
    with queries(cost):
        client.get(path)


def test_a_word_that_is_used_twice_leads_back_to_each_place(browse, rewrite, publish):
    rewrite("An office begins", "An [alternate](term:alternate) begins")
    rewrite("A source,", "A source on an [alternate](term:alternate),")
    publish()
    page = browse().get("/manual/2/en/beginning")

    places = [a["id"] for a in page.soup.select("a.term")]
    assert places == ["t-alternate-r1", "t-alternate-r2", "t-alternate-r3"]
    backs = page.soup.select("#w-alternate dd a")
    assert [a["href"] for a in backs] == [f"#{place}" for place in places]
    assert [a.get_text() for a in backs] == ["Back", "2", "3"]
    assert backs[2]["aria-label"] == "Back to text, Alternate, place 3"
    assert page.soup.select_one("#n1 a.term")["id"] == "t-alternate-r3"
