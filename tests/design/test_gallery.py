"""Every component renders under StrictUndefined to valid, labelled, escaped HTML."""

import re
from collections import Counter

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment

from app.core.i18n import use_language
from app.web.chrome import Chrome
from app.web.guests import MENU
from tests.design.gallery import CHROME, FILLED, Form, Person, icons, render

NEUTRAL = Chrome(neutral=True, here="manual")
PUBLIC = Chrome(path="/practices?theme=law&x=1", indexed=False, canonical="http://t.test/a")
DESK = Chrome(
    viewer=Person(is_secretariat=True, opens=frozenset(MENU)), waiting=7, here="desk", csrf="t"
)


def soup_of(env: Environment, page: Chrome = CHROME, form: Form = FILLED) -> BeautifulSoup:
    return BeautifulSoup(render(env, form, page), "html5lib")


@pytest.fixture(scope="module")
def soup(env):
    return soup_of(env)


def only(soup: BeautifulSoup, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


@pytest.mark.parametrize("page", [CHROME, NEUTRAL, PUBLIC, DESK])
@pytest.mark.parametrize("form", [FILLED, Form()])
def test_the_page_is_valid_html(env, page, form):
    html5lib.HTMLParser(strict=True).parse(render(env, form, page))


def test_ids_are_unique_and_every_reference_has_its_target(soup):
    ids = Counter(tag["id"] for tag in soup.select("[id]"))
    assert [name for name, times in ids.items() if times > 1] == []
    for attribute in ("for", "aria-labelledby", "aria-describedby", "popovertarget"):
        named = {n for tag in soup.select(f"[{attribute}]") for n in tag[attribute].split()}
        assert named - ids.keys() == set(), attribute


def test_nothing_is_inline(soup):
    assert soup.select("[style], style, script:not([src])") == []
    handlers = [a for tag in soup.find_all(True) for a in tag.attrs if a.startswith("on")]
    assert handlers == []


def test_every_control_has_a_name(soup):
    bare = [
        str(tag)
        for tag in soup.select("input:not([type=hidden]), select, textarea")
        if not tag.find_parent("label") and not soup.select(f'label[for="{tag["id"]}"]')
    ]
    assert bare == []


def test_what_was_typed_is_kept(soup):
    assert only(soup, "#f-title")["value"] == 'A <b>council</b> & "more"'
    assert only(soup, "#f-sources").text == "\nfirst line kept"
    assert [o["value"] for o in soup.select("#f-theme [selected]")] == ["warn"]
    assert only(soup, "#f-by")["value"] == "2026-12-12"
    kept = {(t["name"], t["value"]) for t in soup.select(".field [checked]")}
    assert kept == {
        ("languages", "fr"),
        ("languages", "ar"),
        ("share", "talk"),
        ("audience", "network"),
        ("own", "yes"),
    }


def test_an_empty_form_says_nothing_and_has_nothing_chosen(env):
    soup = soup_of(env, form=Form())
    assert soup.select(".problem, .err, .bad, .field [checked], #f-theme [selected]") == []


def test_the_summary_counts_links_and_repeats_the_sentences(soup):
    problem = only(soup, ".problem")
    assert problem.h2.text == "8 answers need a second look"
    assert [(a["href"], a.text) for a in problem.select("a")] == [
        (f"#f-{name}", words) for name, words in FILLED.errors.items() if name
    ]
    assert all(soup.select(a["href"]) for a in problem.select("a"))
    assert problem.select("li")[-1].text == "Someone else changed this draft at 14:02."


def test_one_error_is_counted_as_one(env):
    soup = soup_of(env, form=Form(errors={"year": "Too late"}))
    assert only(soup, ".problem h2").text == "One answer needs a second look"


def test_an_error_is_wired_to_its_field(soup):
    year = only(soup, "#f-year")
    assert (year["aria-describedby"], year["aria-invalid"]) == ("f-year-h f-year-e", "true")
    assert only(soup, "#f-title")["aria-describedby"] == "f-title-h"
    assert "aria-describedby" not in only(soup, "#f-mail").attrs
    group = only(soup, "#f-languages").find_parent("fieldset")
    assert group["aria-describedby"] == "f-languages-h f-languages-e"


def test_two_forms_of_one_page_never_share_a_key(env):
    keys = [tag["value"] for tag in soup_of(env).select("[name=once]")]
    assert len(set(keys)) == len(keys) == 2
    assert {tag["value"] for tag in soup_of(env).select("[name=csrf]")} == {"token"}


def test_unknown_is_written_out(soup):
    facts = {row.dt.text: [d.text for d in row.select("dd")] for row in soup.select(".facts > div")}
    assert facts == {
        "State": ["Ghana"],
        "Legal basis": ["Not documented"],
        "Risk factors": ["1 Armed conflict", "6 No mitigating factors"],
        "Comments": ["0"],
        "Last confirmed": ["Never confirmed"],
    }
    assert [td.text for td in soup.select("table tr:nth-child(2) td")] == ["Not documented", "0"]


def test_markup_in_words_is_shown_and_not_obeyed(soup):
    assert '<b>"escaped"</b>' in only(soup, "#things").text


def test_dates_are_written_for_people_and_machines(soup):
    assert ("2026-11-30", "30 November 2026") in {
        (t["datetime"], t.text) for t in soup.select("time")
    }
    assert only(soup, "#c1 > div > .meta time").text == "3 December 2026, 09:12 UTC"
    assert only(soup, "#c1 > div > .meta time")["datetime"] == "2026-12-03T09:12:00+00:00"


def test_french_dates_follow_the_language(env):
    with use_language("fr"):
        words = env.from_string("{{ ui.count(12000) }}").render()
    assert "12\u202f000" in words


def test_only_the_menu_of_the_viewer_is_shown(env):
    def menu(page: Chrome) -> list[str]:
        return [" ".join(a.text.split()) for a in soup_of(env, page).select("#menu a")]

    rooms = ["Manual", "Practices", "Assistance", "Directory"]
    assert menu(PUBLIC) == menu(NEUTRAL) == rooms
    assert menu(CHROME) == ["Home 4 wait for you", *rooms]
    assert menu(DESK) == ["Home", *rooms, "Desk 7 wait"]


def test_the_masthead_says_for_whom_one_acts(env):
    def last(page: Chrome) -> Tag:
        return soup_of(env, page).select("#you a")[-1]

    assert last(PUBLIC)["href"] == "/sign-in?next=%2Fpractices%3Ftheme%3Dlaw%26x%3D1"
    assert last(NEUTRAL)["href"] == last(CHROME)["href"] == "/account"
    assert "Ghana" in last(CHROME).text
    assert "Sign out" not in soup_of(env, NEUTRAL).text


def test_the_neutral_page_holds_no_token(env):
    foot = only(soup_of(env, NEUTRAL), ".foot")
    assert foot.select("input") == []


def test_every_icon_used_is_in_the_sprite(env, soup):
    used = {use["href"].split("#")[1] for use in soup.select("use")}
    sources = " ".join(
        env.loader.get_source(env, name)[0]
        for name in env.list_templates(extensions=["html", "txt"])
    )
    named = set(re.findall(r'ui\.icon\("([a-z]+)"', sources))
    assert (used | named) - set(icons()) == set()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_the_error_page_and_its_fragment(env, status):
    template = env.get_template("error.html")
    context = {
        "page": NEUTRAL,
        "status": status,
        "asked": "0123456789abcdef",
        "title": "Nothing here",
        "sentence": "Nothing here, or not for your office.",
        "ways": [("/", "To the front page"), ("/search", "Search")],
        "kept": ["Two <words>"],
        "again": None,
    }
    page = template.render(context)
    html5lib.HTMLParser(strict=True).parse(page)
    fragment = "".join(template.blocks["refusal"](template.new_context(context)))
    assert fragment in page
    assert f"mention: {status} · 0123456789abcdef" in fragment
    assert "Two &lt;words&gt;" in fragment
    bare = template.render({**context, "ways": [], "kept": []})
    assert not BeautifulSoup(bare, "html5lib").select(".ways, textarea")
