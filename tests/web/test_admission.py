"""With too much under way callers are asked to come again; health answers all the while."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable

import httpx
import pytest
from bs4 import BeautifulSoup
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from app.web.admission import Admission, Load
from app.web.headers import ALWAYS
from tests.support import plain
from tests.support.commands import HOST, given, running, until_ready
from tests.support.live import free_port

BUSY = PlainTextResponse("busy", 503)
MOST = 2


class House:
    """A door before rooms that answer when they are let."""

    def __init__(self) -> None:
        self.load = Load()
        self.door = Admission(self.room, most=MOST, load=self.load, busy=lambda _: BUSY)
        self.open = asyncio.Event()
        self.under_way: list[int] = []

    async def room(self, scope, receive, send) -> None:
        await receive()
        self.under_way.append(self.load.under_way)
        if not scope["path"].startswith(("/healthz", "/readyz", "/static/")):
            await self.open.wait()
        await PlainTextResponse("room")(scope, receive, send)

    async def ask(
        self, method: str = "GET", path: str = "/", *, sending: Callable[[], Awaitable[None]] | None
    ) -> int:
        statuses = []

        async def receive() -> dict[str, object]:
            if sending:
                await sending()
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        await self.door({"type": "http", "method": method, "path": path}, receive, send)
        return statuses[0]

    def begin(self, method: str = "GET", path: str = "/", sending=None) -> asyncio.Task[int]:
        return asyncio.ensure_future(self.ask(method, path, sending=sending))


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_so_many_are_let_in_and_the_others_turned_away_until_there_is_room():
    async def play() -> None:
        house = House()
        readers = [house.begin(), house.begin("HEAD")]
        await settle()
        assert [await house.begin(), await house.begin("HEAD")] == [503, 503]
        assert [await house.begin(path=p) for p in ("/healthz", "/readyz", "/static/x.css")] == [
            200, 200, 200,
        ]  # fmt: skip
        forms = [house.begin("POST"), house.begin("POST")]
        await settle()
        assert await house.begin("POST") == 503
        house.open.set()
        assert await asyncio.gather(*readers, *forms) == [200] * 4
        assert await house.begin() == 200
        assert (house.load.under_way, house.load.shed) == (0, 3)

    asyncio.run(play())


def test_callers_who_are_slow_to_send_take_no_room():
    async def play() -> None:
        house, sent = House(), asyncio.Event()

        async def slowly() -> None:
            await sent.wait()

        slow = [house.begin("POST", sending=slowly) for _ in range(50)]
        await settle()
        assert house.load.under_way == 0
        house.open.set()
        assert await house.begin() == 200
        sent.set()
        assert set(await asyncio.gather(*slow)) == {200}
        assert house.load.under_way == 0

    asyncio.run(play())


def test_callers_who_are_slow_to_read_take_no_room():
    async def play() -> None:
        house, read = House(), asyncio.Event()
        house.open.set()

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_message) -> None:
            await read.wait()

        scope = {"type": "http", "method": "GET", "path": "/"}
        slow = [asyncio.ensure_future(house.door(dict(scope), receive, send)) for _ in range(50)]
        await settle()
        assert (house.load.under_way, await house.begin()) == (0, 200)
        read.set()
        await asyncio.gather(*slow)
        assert house.load.under_way == 0

    asyncio.run(play())


def test_a_room_that_breaks_gives_its_place_back():
    async def breaks(_scope, _receive, _send) -> None:
        raise ZeroDivisionError

    load = Load()
    door = Admission(breaks, most=MOST, load=load, busy=lambda _: BUSY)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(door({"type": "http", "method": "GET", "path": "/"}, None, None))
    assert load.under_way == 0


# what they are told ----------------------------------------------------------------------------


@pytest.fixture
def full(app):
    """A portal that has as much under way as it takes."""
    with TestClient(app, follow_redirects=False) as client:
        app.state.load.under_way = 2 * app.state.portal.settings.most_under_way
        yield client


READING = {
    "en": "Many people are here at once. Try again in a few seconds.",
    "fr": "Beaucoup de personnes sont ici en même temps. Réessayez dans quelques secondes.",
}
SENDING = {
    "en": "Many people are here at once, so your form was not taken. Send it again in a few"
    " seconds: if you no longer see it, reload this page and let the browser send it once more.",
    "fr": "Beaucoup de personnes sont ici en même temps ; votre formulaire n’a donc pas été pris."
    " Renvoyez-le dans quelques secondes : si vous ne le voyez plus, rechargez cette page et"
    " laissez le navigateur l’envoyer de nouveau.",
}
TITLE = {"en": "The portal is busy", "fr": "Le portail est occupé"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("method", "said"), [("GET", READING), ("POST", SENDING)])
def test_who_is_turned_away_reads_why_in_the_own_language(full, language, method, said):
    page = full.request(method, "/practices", headers={"accept-language": language})
    soup = BeautifulSoup(page.text, "html.parser")

    assert page.status_code == 503
    assert soup.html["lang"] == language
    assert [soup.h1.text, soup.find("p").text] == [TITLE[language], said[language]]
    assert len(page.content) < 1_000
    wanted = {**dict(ALWAYS), "retry-after": "5", "vary": "Accept-Language, Cookie, HX-Request"}
    assert {name: page.headers.get(name) for name in wanted} == wanted
    assert full.get(soup.find("link")["href"]).status_code == 200


def test_the_language_chosen_counts_more_than_the_browsers(full):
    full.cookies.set("language", "fr")

    assert READING["fr"] in full.get("/", headers={"accept-language": "en"}).text


def test_htmx_puts_it_above_the_form_so_that_the_words_stay(full):
    part = full.post("/practices", headers={"hx-request": "true"})

    assert part.text.startswith('<section class="refusal" id="refusal"')
    assert SENDING["en"] in part.text
    assert part.text.rstrip().endswith("</section>")
    headers = (part.status_code, part.headers["hx-retarget"], part.headers["hx-reswap"])
    assert headers == (503, "#refused", "innerHTML")


def test_the_interface_answers_data(full):
    answer = full.get("/api/v1/practices")

    assert (answer.status_code, answer.json()["detail"]) == (503, READING["en"])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "5"


def test_a_host_that_is_not_served_is_refused_as_ever(full):
    assert full.get("/", headers={"host": "elsewhere"}).status_code == 400


def test_health_readiness_and_looks_are_answered_as_ever(full):
    looks = full.app.state.portal.static.url("portal.css")

    assert [full.get(path).status_code for path in ("/healthz", "/readyz", looks)] == [200] * 3


# a real server under a real load ---------------------------------------------------------------

CLIENTS, SECONDS, PAUSE = 60, 3.0, 0.1
ASKED = b"GET /practices HTTP/1.1\r\nHost: portal.example\r\n\r\n"


async def _ask(port: int, until: float, answers: Counter[tuple[int, bytes]]) -> None:
    """Ask without pause but after being turned away, as a patient browser would."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < until:
        writer.write(ASKED)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        named = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
        await reader.readexactly(int(named[b"content-length"]))
        answers[int(head[9:12]), named.get(b"retry-after", b"")] += 1
        if head[9:12] == b"503":
            await asyncio.sleep(PAUSE)
    writer.close()
    await writer.wait_closed()


async def _watch(port: int, until: float) -> list[float]:
    """Ask for health and readiness again and again; return how long each answer took."""
    took = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=HOST) as http:
        while time.monotonic() < until:
            for path in ("/healthz", "/readyz"):
                began = time.monotonic()
                assert (await http.get(path)).status_code == 200
                took.append(time.monotonic() - began)
            await asyncio.sleep(0.05)
    return took


async def _storm(port: int) -> tuple[Counter[tuple[int, bytes]], list[float]]:
    answers: Counter[tuple[int, bytes]] = Counter()
    until = time.monotonic() + SECONDS
    asking = (_ask(port, until, answers) for _ in range(CLIENTS))
    took, *_ = await asyncio.gather(_watch(port, until), *asking)
    return answers, took


def test_a_storm_is_answered_health_too_and_nothing_breaks(database_url, tmp_path):
    port = free_port()
    values = given(
        var_dir=str(tmp_path), database_url=database_url, host="127.0.0.1", port=port,
        worker=False, most_under_way=8, threads=2,
    )  # fmt: skip
    with running("serve", values):
        until_ready(port)
        answers, took = asyncio.run(_storm(port))
        calm = plain.get(f"http://127.0.0.1:{port}/practices", headers=HOST)

    assert set(answers) == {(200, b""), (503, b"5")}
    assert len(took) > 10
    assert max(took) < 2
    assert (calm.status_code, "retry-after" in calm.headers) == (200, False)
