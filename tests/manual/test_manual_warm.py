"""A chapter that lies ready: the same answer as by the whole way, whatever else is under way."""

import pytest
from starlette.testclient import TestClient

from app.manual.shelf import ASK_EVERY
from app.manual.warm import Warm
from tests.support.live import free_port

pytestmark = pytest.mark.usefixtures("manual")
PAGE = "/manual/1/en/beginning"
OTHER = "/manual/1/en/going-on"


@pytest.fixture
def settings(settings):
    """With figures: every answer is counted."""
    return settings.model_copy(update={"metrics_port": free_port()})


@pytest.fixture(autouse=True)
def now(monkeypatch) -> list[float]:
    time = [0.0]
    monkeypatch.setattr("app.manual.shelf.monotonic", lambda: time[0])
    return time


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """The paths that were answered from the shelf at once."""
    found: list[str] = []
    ready = Warm.ready

    def told(self, scope):
        stored = ready(self, scope)
        found.extend([f"{scope['method']} {scope['path']}"] if stored else [])
        return stored

    monkeypatch.setattr(Warm, "ready", told)
    return found


@pytest.fixture
def http(app):
    with TestClient(app, follow_redirects=False) as client:
        yield client


def answer(http, method: str, headers: dict[str, str]) -> tuple[object, ...]:
    """The status, the headers, and the body; the request's own name is another each time."""
    got = http.request(method, PAGE, headers=headers)
    told = {name: value for name, value in got.headers.items() if name != "x-request-id"}
    varies = set(told.pop("vary").split(", "))  # the whole way may say it twice
    return got.status_code, told, varies, got.content


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip", "identity"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_is_the_answer_of_the_whole_way_to_the_letter(app, http, sent, method, encoding):
    asked = {"accept-encoding": encoding}
    cold = answer(http, method, asked)
    warm = answer(http, method, asked)
    known = asked | {"if-none-match": http.get(PAGE, headers=asked).headers["etag"]}
    warm_known = answer(http, method, known)
    app.state.chapters.shelf.forget()
    cold_known = answer(http, method, known)

    assert (cold, cold_known) == (warm, warm_known)
    assert (warm[0], warm_known[0], warm_known[-1]) == (200, 304, b"")
    assert (len(warm[-1]) > 0) == (method == "GET")
    assert sent == [f"{method} {PAGE}", f"GET {PAGE}", f"{method} {PAGE}"]


def test_it_is_answered_in_a_house_that_is_full(app, http, sent):
    http.get(PAGE)
    app.state.load.under_way = 2 * app.state.portal.settings.most_under_way

    statuses = [http.get(path).status_code for path in (PAGE, OTHER, "/manual", "/practices")]
    assert (statuses, sent) == ([200, 503, 503, 503], [f"GET {PAGE}"])
    assert http.get(PAGE, headers={"host": "elsewhere"}).status_code == 400


def test_what_is_not_ready_goes_the_whole_way(app, http, sent, now):
    http.get(PAGE)
    now[0] += ASK_EVERY  # it may be older than the shelf promises
    assert http.get(PAGE).status_code == 200
    app.state.chapters.shelf.forget()  # an edition was published here
    assert http.get(PAGE).status_code == 200
    assert sent == []

    wrong = [http.post(PAGE), http.get(f"{PAGE}x"), http.get("/manual/0/en/beginning")]
    assert ([one.status_code for one in wrong], sent) == ([405, 404, 404], [])
    assert (http.get(PAGE).status_code, sent) == (200, [f"GET {PAGE}"])


def test_it_is_counted_under_the_template_of_its_route(app, http, sent, monkeypatch):
    notes: list[tuple[object, ...]] = []
    monkeypatch.setattr(app.state.requests, "note", lambda *what: notes.append(what[:3]))

    assert [http.get(PAGE).status_code for _ in range(2)] == [200, 200]
    assert notes == [("/manual/{edition:edition}/{language}/{chapter}", "GET", 200)] * 2
    assert sent == [f"GET {PAGE}"]
