"""Forged forms: every POST route of the house, every way another site can send one."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from app.directory import viewers
from app.web import csrf
from tests.house import routes
from tests.support.browse import Answer, Browser
from tests.support.rows import rows_hash

FORM = "application/x-www-form-urlencoded"
SITE = "http://testserver"
UNREAD = {303, 403, 404, 429}
"""Of a form of files nothing is read, its token neither, before it is known that its sender may
send it, here and so often: who may not is told that."""


def attacks(own: str, others: str) -> dict[str, dict]:
    """Return how a forged form can come, by what is wrong with it."""
    return {
        "no token": {"data": {"x": "y"}},
        "empty token": {"data": {"csrf": ""}},
        "wrong token": {"data": {"csrf": "0" * 64}},
        "odd token": {"data": {"csrf": "é" * 64}},
        "another session's token": {"data": {"csrf": others}},
        "token in the address only": {"params": {"csrf": own}},
        "another site": {"data": {"csrf": own}, "headers": {"Origin": "https://evil.example"}},
        "same name, other port": {"data": {"csrf": own}, "headers": {"Origin": f"{SITE}:81"}},
        "same name, other scheme": {
            "data": {"csrf": own}, "headers": {"Origin": "https://testserver"},
        },
        "a name that begins like ours": {
            "data": {"csrf": own}, "headers": {"Origin": f"{SITE}.evil.example"},
        },
        "no origin": {"data": {"csrf": own}, "headers": {"Origin": "null"}},
        "a broken origin": {"data": {"csrf": own}, "headers": {"Origin": "http://["}},
        "cross-site": {"data": {"csrf": own}, "headers": {"Sec-Fetch-Site": "cross-site"}},
        "same-site": {"data": {"csrf": own}, "headers": {"Sec-Fetch-Site": "same-site"}},
        "text/plain": {"content": f"csrf={own}", "headers": {"Content-Type": "text/plain"}},
        "json": {"json": {"csrf": own}},
        "no type": {"content": f"csrf={own}"},
    }  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("who", ["ghana", "editor", "nobody"])
def test_a_forged_form_is_refused_everywhere_and_changes_nothing(  # noqa: PLR0913, PLR0917 - fixtures
    app, portal, cast, stocked, monkeypatch, who
):
    # A session is marked as seen once a minute; on a slow machine this takes longer.
    monkeypatch.setattr(viewers, "SEEN_EVERY", timedelta(days=1))
    secret = portal.settings.secret_key.get_secret_value()
    posted = [e for e in routes.registered(app) if e.method not in routes.SAFE]
    paths = {e.path for e in posted if str(e) not in routes.OWN_PROOF}
    with TestClient(app, raise_server_exceptions=False) as http:
        browser = Browser(http, secret, cast[who].session if who in cast else "")
        if who == "nobody":
            browser.get("/sign-in")
        forged = attacks(browser.token, csrf.masked(csrf.token(secret, cast["denmark"].session)))
        before = rows_hash(portal.db, but=["throttle"])
        wrong = [
            (path, name, answer.status_code)
            for path in sorted(paths)
            for name, attack in forged.items()
            if (
                answer := http.post(_one(path, stocked), follow_redirects=False, **attack)
            ).status_code
            not in _refused(path)
        ]

    assert len(paths) > 10
    assert wrong == []
    assert rows_hash(portal.db, but=["throttle"]) == before


def _refused(path: str) -> set[int]:
    """What a forged form gets: of the interface, which takes a token alone, that it lacks one."""
    if path.startswith("/api/"):
        return {401}
    return UNREAD if path in routes.UNREAD else {403}


NOT_STOCKED_AT = ("/appoint", "/nominat", "/guest/", "/by-code", "/manual/clearances",
                  "/practices/clearances", "/assistance/clearances")  # fmt: skip
NOT_STOCKED = {path for path in routes.UNREAD if path.startswith(NOT_STOCKED_AT)}
"""Forms of files for things that are not stocked: that there are none is answered first."""


def test_a_refused_form_offers_other_languages_at_pages_that_can_be_asked_for(
    app, cast, stocked, settings
):
    paths = {
        _one(e.path, stocked)
        for e in routes.registered(app)
        if e.method not in routes.SAFE and str(e) not in routes.OWN_PROOF
        if e.path not in NOT_STOCKED and not e.path.startswith("/api/")
    }
    with TestClient(app) as http:
        ghana = Browser(http, settings.secret_key.get_secret_value(), cast["ghana"].session)
        backs = {path: _places(ghana.post(path, {"csrf": ""}, status=403)) for path in paths}
        answers = {path: http.get(path, follow_redirects=False) for path in set(backs.values())}

    assert len(paths) > 10
    assert {path: path.startswith(back.rstrip("/")) for path, back in backs.items()} == (
        dict.fromkeys(paths, True)
    )
    assert [path for path, answer in answers.items() if answer.status_code == 405] == []
    assert backs["/sign-out"] == "/"
    assert backs["/practices/new"] == "/practices/new"


def _places(refused: Answer) -> str:
    """Return the one place where the links of a refused form's page lead back to."""
    links = refused.soup.select("#languages a")
    found = {back for link in links for back in parse_qs(urlsplit(link["href"]).query)["next"]}
    assert len(links) == 2
    (place,) = found
    return str(place)


def _one(path: str, made: dict[str, str]) -> str:
    item = made["request in_talks" if path.startswith("/assistance") else "practice draft"]
    return routes.addresses(path.replace("{item_id}", item).replace("{offer_id}", made["offer"]))[0]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": SITE}, {"Origin": "HTTP://TESTSERVER"}, {"Sec-Fetch-Site": "same-origin"},
     {"Sec-Fetch-Site": "none"}, {"Origin": SITE, "Sec-Fetch-Site": "same-origin"}],
)  # fmt: skip
def test_an_honest_form_passes_whatever_its_browser_tells(browse, headers):
    assert browse("ghana").post("/sign-out", headers=headers).location == "/"


def test_a_token_is_bound_to_one_session_and_one_installation():
    tokens = {csrf.token(key, seed) for key in ("k1", "k2") for seed in ("s1", "s2")}

    assert len(tokens) == 4
    assert csrf.token("k1", "") == ""
    assert "s1" not in csrf.token("k1", "s1")


def test_other_methods_are_no_way_around_the_check(app, settings):
    with TestClient(app) as client:
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"):
            answer = client.request(method, "/sign-out", follow_redirects=False)
            assert answer.status_code == 405, method
            assert "POST" in answer.headers["allow"]
    assert settings.secret_key
