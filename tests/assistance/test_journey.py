"""The whole way of a request through the pages, as people walk it."""

from dataclasses import asdict
from datetime import date

import pytest
from babel.dates import format_date

from app.core import clock
from tests.assistance.sample import HOW, NOTE, OFFER, REASON, SOON, TERMS, WHAT


def version(page) -> str:
    return page.soup.select_one("[name=version]")["value"]


def answer_for(asks, contacts: str) -> str:
    """Keep the own office as contact, as the page proposes it; return where that leads."""
    page = asks.get(contacts)
    chosen = page.soup.select_one("[name=contact][checked]")["value"]
    sent = {"contact": chosen, "version": version(page), "then": "continue"}
    return asks.post(contacts, sent).location


def agree(asks, helps, terms: str) -> None:
    """Let both sides confirm the same terms; before that no work starts."""
    here = terms.partition("/offers/")[0]
    early = asks.post(f"{here}/start", {"version": version(asks.get(here))}, status=409)
    assert "Work starts once both sides have confirmed the terms" in early.text
    asks.post(terms, {**asdict(TERMS), "number": "0"})
    helps.post(f"{terms}/confirm", {"number": "1"})


def test_a_state_asks_another_offers_is_accepted_and_the_request_is_closed(browse):
    ghana, editor, denmark = browse("ghana"), browse("editor"), browse("denmark")

    assert ghana.get("/assistance/new").words("h1") == ["Ask for assistance"]
    how = ghana.post("/assistance/new", {**WHAT, "then": "continue"}).location
    item = how.split("/")[2]
    here = f"/assistance/{item}"
    assert how == f"{here}/how"

    page = ghana.get(how)
    readers = ghana.post(how, {**HOW, "version": version(page), "then": "continue"}).location
    assert readers == f"{here}/readers"
    page = ghana.get(readers)
    contacts = ghana.post(
        readers, {"circle": "network", "version": version(page), "then": "continue"}
    ).location
    assert contacts == f"{here}/contacts"
    check = answer_for(ghana, contacts)
    assert check == f"{here}/check"
    page = ghana.get(check)
    assert page.words(".seen > span:last-child") == [
        "Ghana, every appointed Focal Point and alternate, and the Secretariat. Never public."
    ]
    denmark.get(here, status=404)
    editor.get(here, status=404)
    assert (
        ghana.post(check, {"harmless": "yes", "version": version(page)}).location
        == f"{here}?said=submit"
    )

    denmark.get(here, status=404)
    page = editor.get(here)
    assert page.words(".head .st")[0] == "Submitted"
    editor.post(f"{here}/authenticate", {"version": version(page)})
    denmark.get(here, status=404)
    page = ghana.get(here)
    assert page.words("#h-consent") == ["May this request go out?"]
    ghana.post(f"{here}/open", {"version": version(page)})

    page = denmark.get(here)
    assert "R2P/" in page.words(".crumb")[0]
    assert page.words("#h-offers") == []
    denmark.post(f"{here}/offers", OFFER)
    page = ghana.get(here)
    assert page.words("[id^=offer-] h3") == ["Denmark"]
    offer = page.soup.select_one("[id^=offer-]")["id"].removeprefix("offer-")
    ghana.post(f"{here}/offers/{offer}/take-up", {"version": version(page)})
    page = ghana.get(here)
    wanted = f"Answer wanted by {SOON.day} {SOON:%B %Y}"
    assert page.words(".head .st") == ["In talks", wanted]
    ghana.post(f"{here}/offers/{offer}/accept", {"version": version(page)})
    agree(ghana, denmark, f"{here}/offers/{offer}/terms")
    ghana.post(f"{here}/start", {"version": version(ghana.get(here))})
    page = ghana.get(here)
    ghana.post(f"{here}/close", {"version": version(page), "result": "met", "note": NOTE})

    page = ghana.get(here)
    assert page.words(".head .st") == ["Closed: met"]
    assert page.words(".acts > li > span") == [
        "Submitted by Ghana",
        "Authenticated by the Secretariat",
        "Opened by Ghana",
        "Offer from Denmark",
        "In talks with Denmark",
        "Offer from Denmark accepted",
        "Terms with Denmark written by Ghana",
        "Terms with Denmark confirmed by Denmark",
        "Work started",
        "Closed by Ghana",
    ]
    assert NOTE in denmark.get(here).text
    assert NOTE not in browse("timor").get(here).text
    assert browse("timor").get(here).words(".head .st")[0] == "Closed"


def test_a_returned_request_shows_the_reason_and_can_be_submitted_again(browse, asked):
    item = asked("submitted")
    editor, ghana, here = browse("editor"), browse("ghana"), f"/assistance/{item}"

    page = editor.get(here)
    refused = editor.post(f"{here}/return", {"version": version(page), "reason": " "}, status=422)
    assert refused.words(".err") == ["Write the reason, as to a colleague."]
    editor.post(f"{here}/return", {"version": version(page), "reason": REASON})

    assert REASON in ghana.get(here).text
    page = ghana.get(f"{here}/check")
    assert REASON in page.text
    ghana.post(f"{here}/check", {"harmless": "yes", "version": version(page)})
    assert REASON not in ghana.get(here).text
    assert ghana.get(here).words(".head .st")[0] == "Submitted"


def test_a_draft_can_be_left_with_gaps_and_says_later_what_is_missing(browse):
    ghana = browse("ghana")

    here = ghana.post("/assistance/new", {"title": "Half a thought", "then": "leave"}).location
    assert ghana.get(here).words("h1") == ["Half a thought"]
    page = ghana.get(f"{here}/check")
    assert page.words(".problem li") == [
        "Say what you want to be able to do afterwards.",
        "Choose one to three themes.",
        "Choose at least one form of help.",
        "Choose at least one language in which you can work.",
        "Say by when you want an answer.",
        "Choose whom you ask.",
    ]
    refused = ghana.post(f"{here}/check", {"harmless": "yes", "version": version(page)}, status=422)
    assert refused.words(".problem li") == page.words(".problem li")
    assert ghana.get("/assistance").words("#list-asked h3") == ["Half a thought"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Write a title of one line."),
        ("title", "x" * 121, "Shorten this to 120 characters. It has 121 now."),
        ("outcome", "x" * 601, "Shorten this to 600 characters. It has 601 now."),
        ("themes", [], "Choose one to three themes."),
        ("themes", ["nonsense"], "Choose one of the answers offered."),
        (
            "themes",
            ["treaties", "hate-speech", "criminal-law", "other"],
            "Choose three themes at most; a narrow request is answered.",
        ),
    ],
)
def test_errors_on_the_first_page_keep_everything_typed(browse, field, value, sentence):
    page = browse("ghana").post("/assistance/new", {**WHAT, field: value}, status=422)

    assert page.words(".err") == [sentence]
    assert page.words(".problem li") == [sentence]
    typed = {**WHAT, field: value}
    assert page.soup.select_one("#f-title")["value"] == typed["title"]
    assert page.soup.select_one("#f-outcome").text.strip() == typed["outcome"]
    assert page.soup.select_one("#f-origin")["value"] == typed["origin"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"answer_by": "2001-01-01"}, "Choose a day that is still to come."),
        ({"answer_by": "soon"}, "Write the date as year-month-day, such as 2027-03-31."),
        (
            {"wanted_from": "2098-02-01", "wanted_to": "2098-01-01"},
            "The last day must not come before the first.",
        ),
    ],
)
def test_errors_on_the_second_page_keep_everything_typed(browse, asked, sent, sentence):
    item = asked("draft")
    near = {**HOW, "answer_by": "", **sent}
    page = browse("ghana").post(
        f"/assistance/{item}/how", {**near, "version": "3", "then": "leave"}, status=422
    )

    assert page.words(".err") == [sentence]
    assert page.soup.select_one("#f-for_whom")["value"] == HOW["for_whom"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose whom you ask."),
        ({"circle": "public"}, "Choose one of the answers offered."),
        ({"circle": "chosen"}, "Choose at least one group, member or office."),
        ({"circle": "chosen", "add": ["members:GHA"]}, "Choose one of the answers offered."),
        ({"circle": "chosen", "add": ["members:XXX"]}, "Choose one of the answers offered."),
        ({"circle": "chosen", "readers": ["members:KEN"]}, "Choose one of the answers offered."),
    ],
)
def test_an_audience_must_be_whole_and_is_never_public(browse, asked, sent, sentence):
    item = asked("draft")
    page = browse("ghana").post(
        f"/assistance/{item}/readers", {**sent, "version": "3", "then": "continue"}, status=422
    )

    assert sentence in page.words(".err")
    assert [field["value"] for field in page.soup.select("[name=circle]")] == [
        "network",
        "chosen",
        "secretariat",
    ]


def test_the_preview_says_in_place_who_would_see_it(browse, asked):
    item = asked("draft")
    part = browse("ghana").block(
        f"/assistance/{item}/readers?circle=chosen&readers=members:DNK&add=members:CRI", "preview"
    )

    assert part.soup.select_one("#preview p").text == (
        "As chosen now: Ghana, Costa Rica, Denmark and the Secretariat. Never public."
        " 2 people of 2 members will read it today, beside your own office and the Secretariat."
    )
    assert "<h1" not in part.text


def test_two_people_of_one_office_do_not_overwrite_each_other_unawares(browse, asked):
    item = asked("draft")
    ghana, alternate = browse("ghana"), browse("ghana_alternate")
    here = f"/assistance/{item}/what"
    seen = version(ghana.get(here))
    alternate.post(here, {**WHAT, "title": "Theirs", "version": seen, "then": "continue"})

    page = ghana.post(
        here, {**WHAT, "title": "Mine", "version": seen, "then": "continue"}, status=409
    )
    assert page.soup.select_one("#f-title")["value"] == "Mine"
    ghana.post(here, {**WHAT, "title": "Mine", "version": version(page), "then": "continue"})
    assert alternate.get(f"/assistance/{item}").words("h1") == ["Mine"]

    readers = {"circle": "chosen", "add": "members:DNK", "then": "more"}
    there = f"/assistance/{item}/readers"
    page = ghana.post(there, {**readers, "version": seen}, status=409)
    kept = page.soup.select_one("[name=readers][value='members:DNK']")
    assert kept.has_attr("checked")
    page = ghana.post(there, {**readers, "version": version(page)}, status=200)
    assert page.words(".problem") == []


def test_a_request_can_start_from_a_practice_that_one_sees(browse, database, cast, portal):
    from tests.practices import sample  # noqa: PLC0415 - the room below, only here

    def practice(audience) -> str:
        with database.unit_of_work() as db:
            staff, viewer = cast["editor"].viewer, cast["denmark"].viewer
            return sample.write(
                db, viewer, "published", staff=staff, portal=portal, audience=audience
            )

    seen, hidden = practice("network"), practice("members:CRI")
    ghana = browse("ghana")
    page = ghana.get(f"/assistance/new?practice={seen}")
    assert [field["value"] for field in page.soup.select("[name=practices]")] == [seen]
    page = ghana.get(f"/assistance/new?practice={hidden}")
    assert page.soup.select("[name=practices]") == []
    ghana.post("/assistance/new", {**WHAT, "practices": [hidden]}, status=422)

    sent = {**WHAT, "practices": [seen], "then": "leave"}
    here = ghana.post("/assistance/new", sent).location
    assert f'href="/practices/{seen}"' in ghana.get(here).text
    assert f'href="/practices/{seen}"' in ghana.get(f"{here}/what").text


def test_in_french_the_words_of_the_portal_change_and_those_of_people_stay(browse, asked):
    item = asked("open", "members:DNK,TLS")
    denmark = browse("denmark")
    denmark.client.cookies.set("language", "fr")

    page = denmark.get(f"/assistance/{item}")
    assert page.soup.html["lang"] == "fr"
    assert page.soup.h1["lang"] == "en"
    assert date_words(SOON, "fr") in page.text
    denmark.post(f"/assistance/{item}/offers", OFFER)
    assert OFFER["message"] in denmark.get(f"/assistance/{item}").text
    for address in ("/assistance", "/assistance/new"):
        assert denmark.get(address).soup.html["lang"] == "fr"


def test_an_offer_says_in_which_language_it_is_written(browse, asked):
    item = asked("open", "network")
    denmark, timor = browse("denmark"), browse("timor")
    denmark.client.cookies.set("language", "fr")

    form = denmark.get(f"/assistance/{item}").soup
    assert form.select_one("#f-language [selected]")["value"] == "fr"
    denmark.post(f"/assistance/{item}/offers", {**OFFER, "language": "ar"})
    timor.post(f"/assistance/{item}/offers", OFFER)
    page = browse("ghana").get(f"/assistance/{item}").soup

    said = {
        row.h3.get_text(): row.select_one("h3 + p")["lang"] for row in page.select("[id^=offer-]")
    }
    assert said == {"Denmark": "ar", "Timor-Leste": "en"}
    assert [row.h3.a.get("lang") for row in page.select("[id^=offer-]")] == [None, None]


def test_a_request_has_its_number_from_the_day_it_is_submitted(browse, asked):
    asked("draft", owner="denmark")
    item = asked("submitted")
    number = f"R2P/{clock.today().year}/REQ/001"

    assert browse("editor").get(f"/assistance/{item}").words(".crumb")[0].endswith(number)
    editor = browse("editor")
    sent = {"reason": REASON, "version": version(editor.get(f"/assistance/{item}"))}
    editor.post(f"/assistance/{item}/return", sent)
    crumb = browse("ghana").get(f"/assistance/{item}")
    assert crumb.words(".crumb")[0].endswith(number)
    assert crumb.soup.select_one("p[data-hx-ignore]")["lang"] == ""


def date_words(day: date, language: str) -> str:
    """Return the date as a page in ``language`` writes it."""
    return format_date(day, "long", locale=language)
