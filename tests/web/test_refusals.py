"""Refusals: a page, its block for htmx, JSON for the API; nothing typed is ever lost."""

from typing import Never

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from app.access.policy import P
from app.core.errors import Conflict
from app.web import titles
from app.web.ask import Ask
from app.web.guard import Room
from tests.support.browse import HTMX, Browser

IN_PLACE = ("#refused", "innerHTML")
CONFLICT = "Someone changed this in the meantime. Here is the present state."
TYPED = {
    "title": "Mediators",
    "theme": ["early-warning", "law"],
    "summary": "\nTwo lines,\nkept  as typed ",
    "note": "",
}
KEPT = [
    "\nTwo lines,\nkept  as typed ",
    "title: Mediators\ntheme: early-warning\ntheme: law",
]


@pytest.fixture
def app(app):
    """The portal with a room more, whose acts are refused or fail."""
    room = Room("trouble")

    @room.post("/trouble/conflict", P.ACCOUNT)
    def conflict(ask: Ask) -> Never:  # noqa: ARG001 - every endpoint has it
        raise Conflict

    @room.get("/trouble/mistake", P.ANYONE)
    def mistake(ask: Ask) -> Never:  # noqa: ARG001
        raise ZeroDivisionError

    @room.get("/trouble/{status}", P.ANYONE)
    def any_status(ask: Ask, status: str) -> Never:  # noqa: ARG001
        raise HTTPException(int(status), headers={"Retry-After": "60"})

    app.router.routes.extend(room.routes)
    return app


def kept(answer) -> list[str]:
    return [area.get_text() for area in answer.soup.select("textarea")]


@pytest.mark.parametrize("who", ["ghana", "stranger", "editor"])
def test_an_unknown_address_is_a_page_for_who_signed_in(browse, who):
    page = browse(who).get("/nothing/here", status=404)

    assert page.words("h1") == ["Nothing here"]
    assert page.words(".refusal .lede") == ["Nothing here, or not for your office."]
    told = f"If you write to the Secretariat, mention: 404 · {page.headers['x-request-id']}"
    assert page.words(".refusal .small") == [told]
    assert [a["href"] for a in page.soup.select(".refusal .btn")] == ["/home", "/manual"]


@pytest.mark.parametrize(
    "address", ["/nothing/here", "/practices/unknown", "/home", "/desk?kind=x"]
)
def test_signed_out_every_closed_or_unknown_address_leads_to_the_same_place(browse, address):
    client = browse()
    page = client.get(address, status=303)
    part = client.get(address, status=204, headers=HTMX)
    where = "/sign-in?next=" + address.replace("/", "%2F").replace("?", "%3F").replace("=", "%3D")

    assert page.location == where
    assert part.headers["hx-redirect"] == where


@pytest.mark.parametrize("address", ["/directory/XXX", "/static/none.css"])
def test_in_open_rooms_a_missing_address_says_so(browse, address):
    assert browse().get(address, status=404).words("h1") == ["Nothing here"]


def test_who_may_not_is_told_the_rules_own_sentence(browse):
    page = browse("ghana").get("/desk", status=403)

    assert page.words("h1") == ["Not for your office"]
    assert page.words(".refusal .lede") == ["The desk is for the Secretariat."]


def test_htmx_gets_the_refusal_alone_and_puts_it_above_the_page(browse):
    client = browse("ghana")
    whole = client.post("/trouble/conflict", TYPED, status=409)
    part = client.post(
        "/trouble/conflict", TYPED, status=409, headers={**HTMX, "HX-Target": "form#offer"}
    )

    assert part.text.startswith('<section class="refusal" id="refusal"')
    named = part.text.replace(part.headers["x-request-id"], whole.headers["x-request-id"])
    assert named.strip() in whole.text
    assert (part.headers["hx-retarget"], part.headers["hx-reswap"]) == IN_PLACE
    assert part.headers["vary"] == "HX-Request, HX-Target, Cookie"
    assert "hx-retarget" not in whole.headers
    assert whole.words(".refusal .lede") == part.words(".lede") == [CONFLICT]


def test_htmx_gets_the_block_whatever_it_was_going_to_replace(browse):
    for target in ("section#members", "main#main", "div#refusal"):
        part = browse("ghana").get("/nothing", status=404, headers={**HTMX, "HX-Target": target})
        assert part.text.startswith('<section class="refusal"')


def test_a_restored_history_gets_the_whole_page(browse):
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    page = browse("ghana").get("/nothing", status=404, headers=headers)

    assert page.text.startswith("<!doctype html>")
    assert "hx-retarget" not in page.headers


def test_the_api_answers_in_json(browse):
    missing = browse().get("/api/v1/nothing", status=404)
    ours = browse("ghana").get("/api/v1/nothing", status=404, headers=HTMX)

    assert missing.json() == {
        "type": "about:blank",
        "title": "Nothing here",
        "status": 404,
        "detail": "Nothing here, or not for your office.",
    }
    assert missing.raw.headers["content-type"] == "application/problem+json"
    assert ours.json() == missing.json()


@pytest.mark.parametrize("htmx", [{}, {**HTMX, "HX-Target": "form#f"}])
def test_a_form_sent_after_the_session_ended_hands_back_every_word(browse, cast, database, htmx):
    client = browse("ghana")
    token = client.token
    with database.unit_of_work() as db:
        from app.identity import sessions  # noqa: PLC0415 - here only

        sessions.end(db, cast["ghana"].session)
    answer = client.post("/trouble/conflict", TYPED | {"csrf": token}, status=401, headers=htmx)

    assert answer.words("#refusal-title") == ["Sign in to go on"]
    assert kept(answer) == KEPT
    assert answer.soup.select_one(".btn")["href"] == "/sign-in?next=/sign-in/done"
    assert answer.soup.select_one(".btn")["target"] == "_blank"


@pytest.mark.parametrize("token", ["", "wrong", "f\u00e4lsch"])
def test_a_form_that_is_no_longer_valid_hands_back_every_word(browse, token):
    answer = browse("ghana").post("/trouble/conflict", TYPED | {"csrf": token}, status=403)

    assert answer.words(".refusal .lede") == [
        "This form is no longer valid. Your text is below: copy it, then open the form again."
    ]
    assert kept(answer) == KEPT
    assert [area["aria-label"] for area in answer.soup.select("textarea")] == [
        "What you had written"
    ] * 2


def test_what_nobody_typed_is_not_handed_back(browse):
    answer = browse("ghana").post("/trouble/conflict", {"once": "a key"}, status=409)

    assert answer.soup.select("textarea") == []


TITLES = [
    (429, "Too many at once", titles.SENTENCES[429]),
    (503, "The portal is busy", titles.SENTENCES[503]),
    (418, "This request is not complete", "This address or form is not complete."),
    (507, "The portal made a mistake", titles.SENTENCES[500]),
]


@pytest.mark.parametrize(("status", "title", "sentence"), TITLES)
def test_every_status_has_a_title_and_a_sentence(browse, status, title, sentence):
    page = browse("ghana").get(f"/trouble/{status}", status=status)

    assert page.words("h1") == [title]
    assert page.words(".refusal .lede")[0].startswith(sentence)
    assert page.headers["retry-after"] == "60"


def test_every_title_without_a_refusal_of_its_own_has_a_sentence():
    assert set(titles.SENTENCES) < set(titles.TITLES)


def test_what_an_address_does_not_take_is_said(browse):
    page = browse("ghana").post("/directory", {"a": "b"}, status=405)

    assert page.words("h1") == ["This cannot be done here"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_mistake_of_ours_is_a_page_with_every_header(app, cast, headers):
    with TestClient(app, raise_server_exceptions=False) as client:
        browser = Browser(client, "", cast["ghana"].session)
        answer = browser.get("/trouble/mistake", status=500, headers=headers)
        fine = browser.get("/directory")

    assert answer.words("#refusal-title") == ["The portal made a mistake"]
    kept_headers = ("content-security-policy", "x-content-type-options", "cache-control")
    assert [answer.headers.get(h) for h in kept_headers] == [fine.headers[h] for h in kept_headers]


def test_a_form_that_lapsed_is_named_as_such_and_leads_to_sign_in(browse):
    member, public = browse("ghana"), browse()
    pages = [c.post("/trouble/conflict", {"csrf": "no"}, status=403) for c in (member, public)]

    assert [page.words("h1") for page in pages] == [["Open this form again"]] * 2
    ways = [[a["href"] for a in page.soup.select(".refusal .btn")] for page in pages]
    assert ways == [["/home", "/manual"], ["/sign-in", "/"]]
