"""The client script and htmx in a real Chromium, under the policy that every answer carries."""

import socket
import threading
from asyncio import sleep
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import brotli
import pytest
import uvicorn
from jinja2 import Environment
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.web.chrome import Chrome
from app.web.headers import CSP
from app.web.static import Static
from tests.design.gallery import CHROME, Person

pytestmark = pytest.mark.browser

PAGE = """{% extends "base.html" %}{% block title %}Try{% endblock %}{% block main %}
<h1>Try</h1>
<form class="filter" id="filter" action="/" data-auto data-hx-get="/results"
 data-hx-target="#results" data-hx-swap="outerMorph" data-hx-push-url="true">
<label for="n">Name</label><input id="n" name="n" type="search">
<label><input type="checkbox" id="box" name="box" value="1">Box</label><button>Show results</button>
</form>
<div id="results">{{ ui.found("2 practices") }}
{% set turn = {"first": 1, "last": 2, "next_href": "/results?p=2", "next_count": 2} %}
{{ ui.pager(dict(turn, previous_href=""), 4, "results") }}</div>
<a id="error" href="/refused" data-hx-get="/refused" data-hx-target="#results">refused</a>
<a id="lost" href="/lost" data-hx-get="/lost" data-hx-target="#results">lost</a>
<a id="evil" href="/evil" data-hx-get="/evil" data-hx-target="#results">evil</a>
<form id="post" method="post" action="/post" data-hx-post="/post" data-hx-target="#post"
 data-hx-swap="outerHTML" novalidate>{{ ui.csrf() }}<input name="words" aria-label="Words">
<button id="send">Send</button></form>
<form id="plain" method="post" action="/slow"><button id="plain-send">Send</button></form>
<nav class="toc"><a href="#one">One</a><a href="#two">Two</a></nav>
<h2 id="one"><a class="pn" href="#one">§</a>One</h2><div class="tall"></div>
<pre>{{ "\n" * 90 }}</pre><h2 id="two">Two</h2><pre>{{ "\n" * 90 }}</pre>
{% endblock %}"""
FOUND = """<div id="results">{{ ui.found(words) }}<p id="fresh">fresh</p></div>"""
ERRORS = """<form id="post" method="post" action="/post" data-hx-post="/post" data-hx-target="#post"
 data-hx-swap="outerHTML" novalidate>{{ ui.problem({"words": "Write one sentence"}) }}
<input id="f-words" name="words" value="{{ words }}" aria-label="Words">
<button id="send">Send</button></form>"""
RESTED, SPOKEN = 300, 600
"""Milliseconds after which typing is over, and a count is spoken."""

EVIL = """<div id="results"><h2>Swapped</h2><img src="/none.png" onerror="window.hurt=1">
<script>window.hurt=2</script><SCRIPT src="/evil.js"></SCRIPT>
<svg><script>window.hurt=3</script></svg>
<a href="javascript:window.hurt=4" id="js">x</a>
<iframe srcdoc="<script>top.hurt=5</script>"></iframe>
<p data-hx-ignore><b data-hx-get="/hurt" data-hx-trigger="load">y</b></p></div>"""
REFUSED = {"status": 409, "title": "Somebody was faster", "sentence": "It is taken."}


@dataclass
class Site:
    """A tiny site around the real templates, and a note of what was asked of it."""

    env: Environment
    statics: Static
    asked: list[str] = field(default_factory=list)
    chrome: Chrome = CHROME
    address: str = ""

    def html(self, source: str, status: int = 200, **values: object) -> HTMLResponse:
        body = self.env.from_string(source).render(page=self.chrome, **values)
        return HTMLResponse(body, status, {"content-security-policy": CSP})

    def note(self, request: Request) -> None:
        query = request.url.query
        self.asked.append(f"{request.method} {request.url.path}{'?' + query if query else ''}")

    async def index(self, request: Request) -> Response:
        self.note(request)
        return self.html(PAGE)

    async def results(self, request: Request) -> Response:
        self.note(request)
        if "hx-request" not in request.headers:
            return self.html(PAGE)
        return self.html(FOUND, words=f"found {request.query_params.get('n', '')}")

    async def post(self, request: Request) -> Response:
        self.note(request)
        sent = await request.form()
        await sleep(0.3)
        return self.html(ERRORS, 422, words=sent["words"])

    async def slow(self, request: Request) -> Response:
        self.note(request)
        await sleep(0.3)
        return self.html(PAGE)

    async def evil(self, _request: Request) -> Response:
        return self.html(EVIL)

    async def hurt(self, request: Request) -> Response:
        self.note(request)
        return Response("window.hurt=6", media_type="text/javascript")

    async def refused(self, _request: Request) -> Response:
        template = self.env.get_template("error.html")
        values = {
            "page": self.chrome,
            "ways": [("/", "Front page")],
            "kept": [],
            "again": None,
            "asked": "0123456789abcdef",
            **REFUSED,
        }
        body = "".join(template.blocks["refusal"](template.new_context(values)))
        headers = {"hx-retarget": "#refused", "hx-reswap": "innerHTML"}
        return HTMLResponse(body, 409, {"content-security-policy": CSP, **headers})

    @property
    def app(self) -> Starlette:
        pages = ("results", "post", "slow", "evil", "hurt", "refused")
        named = [Route(f"/{n}", getattr(self, n), methods=["GET", "POST"]) for n in pages]
        script = Route("/evil.js", self.hurt)
        return Starlette(routes=[Route("/", self.index), *named, script, self.statics.route])


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve ``app`` on a free loopback port for the time of the block."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def site(env: Environment, statics: Static) -> Iterator[Site]:
    made = Site(env, statics)
    with served(made.app) as made.address:
        yield made


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def tab(chromium: Browser, site: Site, complaints: list[str]) -> Iterator[Page]:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type != "log" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(site.address)
    site.asked.clear()
    yield page
    context.close()


def focused(tab: Page) -> str:
    return str(tab.evaluate("document.activeElement.id || document.activeElement.textContent"))


def spoken(tab: Page, words: str) -> None:
    expect(tab.locator("#status")).to_have_text(words, timeout=3000)


def test_a_page_is_swapped_in_place_focused_and_spoken(tab, site, complaints):
    tab.click("a[rel=next]")
    expect(tab.locator("#fresh")).to_be_visible()
    assert site.asked == ["GET /results?p=2"]
    assert tab.url == f"{site.address}/results?p=2"
    assert focused(tab) == "found "
    spoken(tab, "found ")
    assert complaints == []


def test_back_brings_the_whole_page(tab, complaints):
    tab.click("a[rel=next]")
    expect(tab.locator("#fresh")).to_be_visible()
    tab.go_back()
    expect(tab.locator("#fresh")).to_have_count(0)
    expect(tab.locator("h1")).to_have_text("Try")
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert complaints == []


def test_typing_searches_after_a_rest_keeps_the_focus_and_speaks_once(tab, site, complaints):
    tab.evaluate("""() => { window.heard = []; const status = document.getElementById('status');
      new MutationObserver(() => { if (status.textContent) heard.push(status.textContent); })
        .observe(status, {childList: true}); }""")
    tab.clock.install()  # only the test lets time pass, however slowly the machine types
    tab.clock.pause_at(tab.evaluate("Date.now() + 60_000"))
    for typed, found in (("peace", "found peace"), ("ful", "found peaceful")):
        tab.locator("#n").press_sequentially(typed)
        with tab.expect_response("**/results?*"):
            tab.clock.run_for(RESTED)
        expect(tab.locator("#results")).to_contain_text(found)
        assert tab.evaluate("heard") == []
    tab.clock.run_for(SPOKEN)
    spoken(tab, "found peaceful")
    assert site.asked == ["GET /results?n=peace", "GET /results?n=peaceful"]
    assert focused(tab) == "n"
    assert tab.evaluate("heard") == ["found peaceful"]
    assert complaints == []


def test_a_filter_applies_at_once_and_keeps_the_focus(tab, site, complaints):
    tab.check("#box")
    expect(tab.locator("#fresh")).to_be_visible()
    assert site.asked == ["GET /results?n=&box=1"]
    assert focused(tab) == "box"
    assert complaints == []


def test_errors_are_swapped_and_take_the_focus_and_words_stay(tab, site):
    tab.fill("#post [name=words]", 'a <b> & "c"')
    tab.evaluate("document.getElementById('post').requestSubmit()")
    tab.evaluate("document.getElementById('post').requestSubmit()")
    expect(tab.locator(".problem")).to_be_focused()
    assert tab.input_value("#f-words") == 'a <b> & "c"'
    assert site.asked == ["POST /post"]
    assert tab.get_attribute("#post", "aria-busy") is None


def test_a_form_without_htmx_is_sent_once(tab, site):
    tab.evaluate("""() => { const form = document.getElementById('plain');
      form.requestSubmit(); form.requestSubmit(); }""")
    tab.wait_for_url("**/slow")
    assert site.asked == ["POST /slow"]


def test_a_refusal_stands_above_and_goes_with_the_next_success(tab):
    tab.fill("#post [name=words]", "kept")
    tab.click("#error")
    expect(tab.locator("#refusal-title")).to_be_focused()
    spoken(tab, "Somebody was faster")
    assert tab.input_value("#post [name=words]") == "kept"
    tab.click("a[rel=next]")
    expect(tab.locator("#refused > *")).to_have_count(0)


def test_a_lost_connection_is_said(tab):
    tab.route("**/lost", lambda route: route.abort())
    tab.click("#lost")
    spoken(tab, "Not sent: no connection. Your text is kept on this page.")


def test_an_attackers_fragment_does_nothing(tab, site, complaints):
    tab.click("#evil")
    expect(tab.locator("#results h2")).to_have_text("Swapped")
    tab.click("#js")
    tab.wait_for_timeout(400)
    assert tab.evaluate("window.hurt") is None
    assert site.asked == []
    assert tab.locator("#results script").count() == 0
    blocked = [c for c in complaints if "Content Security Policy" in c]
    assert blocked, complaints


def test_scripts_cannot_write_html_past_the_policy(tab):
    refused = """() => { try { document.body.innerHTML = '<b>x</b>'; return 'written' }
      catch (e) { return e.name } }"""
    another = """() => { try { trustedTypes.createPolicy('other', {}); return 'made' }
      catch (e) { return e.name } }"""
    again = another.replace("other", "htmx")
    assert [tab.evaluate(s) for s in (refused, another, again)] == ["TypeError"] * 3


def test_the_address_of_a_paragraph_is_copied_and_said(tab, site):
    tab.click("#one .pn")
    spoken(tab, "Address copied")
    assert tab.evaluate("navigator.clipboard.readText()") == f"{site.address}/#one"


def test_the_contents_mark_the_section_being_read(tab):
    tab.evaluate("document.getElementById('two').scrollIntoView()")
    expect(tab.locator(".toc [aria-current=true]")).to_have_text("Two")
    tab.evaluate("document.getElementById('one').scrollIntoView()")
    expect(tab.locator(".toc [aria-current=true]")).to_have_text("One")


def test_without_script_the_same_page_works(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address)
    page.check("#box")
    page.click("#filter button")
    assert page.url == f"{site.address}/?n=&box=1"
    page.click("a[rel=next]")
    assert page.url == f"{site.address}/results?p=2"
    context.close()


def test_the_first_visit_is_small(env, statics):
    """Five requests: page, stylesheet, sprite (also the icon of the tab), htmx, own script."""
    names = ("portal.css", "icons.svg", "vendor/htmx.min.js", "portal.js")
    sizes = {name: len(statics.files[name].bodies["br"]) for name in names}
    source = '{% extends "base.html" %}{% block title %}x{% endblock %}'
    page = env.from_string(source).render(page=Chrome(viewer=Person(), csrf="x" * 43))
    assert sizes["portal.js"] <= 3_000
    assert sum(sizes.values()) + len(brotli.compress(page.encode(), quality=4)) <= 25_000, sizes
