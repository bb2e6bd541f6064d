"""The way back after signing in never leaves the site."""

from urllib.parse import urljoin, urlsplit

import pytest

from app.web.places import safe_way_back

SITE = "https://portal.example"
HOSTILE = [
    "https://evil.example", "http://evil.example/", "HTTPS://EVIL.EXAMPLE", "//evil.example",
    "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\\/evil.example", "//\\evil.example", "\\evil.example", "/\t/evil.example",
    "/\n/evil.example", "\t//evil.example", "\n//evil.example", " //evil.example",
    "/ /evil.example", "/\r\n/evil.example", "/\x00/evil.example", "\x00//evil.example",
    "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
    "vbscript:x", "mailto:a@evil.example", "ftp://evil.example", "file:///etc/passwd",
    "evil.example", "evil.example/home", "@evil.example", "portal.example@evil.example",
    "https://portal.example@evil.example", "https:evil.example", "https:/evil.example",
    "https:///evil.example", "//portal.example@evil.example", "//evil.example\\@portal.example",
    "//[", "//[::1]", "//evil.example:80", "?next=//evil.example", "#//evil.example", "", "home",
    "/\u2028/evil.example", "/\u200b/evil.example", "/\u202egpj", "/\x7f/x", "/\x85/x", "/\ufffd/x",
    "/home\r\nSet-Cookie: session=x", "/home\nLocation: //evil.example", "/" + "a" * 300,
    "\uff0f\uff0fevil.example", "/\uff3cevil.example ", "//\u3002evil.example", "..//evil.example",
]  # fmt: skip
OWN = [
    "/", "/home", "/practices?theme=early-warning&page=2", "/directory/GHA#offices",
    "/search?q=c%C3%B4te", "/%2f%2fevil.example", "/%5cevil.example", "/a//b", "/manual/1/en/x",
    "/search?q=https://evil.example", "/directory?q=Côte", "/x@evil.example", "/a:b",
]  # fmt: skip


def test_the_corpus_is_as_long_as_promised():
    assert len(set(HOSTILE)) > 50


@pytest.mark.parametrize("target", HOSTILE)
def test_a_hostile_way_back_leads_to_the_front_page(target):
    assert safe_way_back(target) == "/"


@pytest.mark.parametrize("target", OWN)
def test_a_way_back_inside_the_site_is_kept_and_stays_inside(target):
    assert safe_way_back(target) == target
    assert urlsplit(urljoin(SITE, target)).netloc == "portal.example"


def test_nothing_hostile_is_led_to_or_offered_over_http(browse):
    guest, ghana = browse(), browse("ghana")
    for target in HOSTILE:
        page = guest.client.get("/sign-in", params={"next": target}, follow_redirects=False)
        assert page.status_code == 200, target
        signed_in = ghana.client.get("/sign-in", params={"next": target}, follow_redirects=False)
        assert signed_in.headers["location"] == "/", target
        language = guest.client.get("/language/en", params={"next": target}, follow_redirects=False)
        assert language.headers["location"] == "/", target


def test_who_was_led_to_sign_in_reads_that_the_way_goes_on(browse):
    said = "Not every page is public. Once you have signed in, you go on to the page you asked for."

    assert browse().get("/sign-in?next=%2Fassistance").words("main .note") == [said]
    assert browse().get("/sign-in").words("main .note") == []
