"""Requests are told by route, method and kind of answer; nobody who asks can add a series."""

from collections import Counter

import pytest
from fastapi.routing import iter_route_contexts
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from app.main import create_app
from app.web.admission import Load
from app.web.watch import OTHER, Requests
from tests.house.routes import addresses
from tests.support.live import free_port

CANARY = "Xylander"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"metrics_port": free_port()})


def told(requests: Requests) -> str:
    registry = CollectorRegistry()
    registry.register(requests)
    return generate_latest(registry).decode()


def counted(requests: Requests) -> Counter[tuple[str, str, str]]:
    """Return how often each route was answered, by route, method and kind of answer."""
    found: Counter[tuple[str, str, str]] = Counter()
    for family in text_string_to_metric_families(told(requests)):
        for sample in family.samples:
            if sample.name == "portal_request_seconds_count":
                of = sample.labels
                found[of["route"], of["method"], of["status"]] += int(sample.value)
    return found


@pytest.fixture
def http(app):
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.mark.usefixtures("stocked")
def test_requests_are_told_by_the_template_of_their_route(app, http):
    for address in ("/directory/GHA", "/directory/DNK?year=2020", "/practices", "/healthz"):
        assert http.get(address).status_code == 200
    assert http.head("/practices").status_code == 200
    assert http.get("/api/v1/directory/GHA").status_code == 200
    assert http.get("/api/v1/directory/zz").status_code == 404
    assert http.get("/account").status_code == 303
    assert http.post("/practices/new").status_code == 403
    assert http.post("/practices").status_code == 405
    assert http.get("/practices", headers={"host": "elsewhere"}).status_code == 400
    assert http.get("/static/none.css").status_code == 404

    assert counted(app.state.requests) == {
        ("/directory/{code}", "GET", "2xx"): 2,
        ("/practices", "GET", "2xx"): 1,
        ("/practices", "HEAD", "2xx"): 1,
        ("/practices", "POST", "4xx"): 1,
        ("/practices/new", "POST", "4xx"): 1,
        ("/healthz", "GET", "2xx"): 1,
        ("/account", "GET", "3xx"): 1,
        ("/api/v1/directory/{code}", "GET", "2xx"): 1,
        ("/api/v1/directory/{code}", "GET", "4xx"): 1,
        ("/static/{name:path}", "GET", "4xx"): 1,
        (OTHER, "GET", "4xx"): 1,
    }


def test_what_callers_make_up_makes_no_series(app, http):
    http.get(f"/practices?q={CANARY}")
    http.get(f"/{CANARY}")
    http.request(CANARY, f"/practices/{CANARY}")
    before = told(app.state.requests)
    for n in range(50):
        http.get(f"/{CANARY}/{n}")
        http.get(f"/practices?q={CANARY}{n}")
        http.request(f"{CANARY}{n}", f"/practices/{CANARY}{n}")
    after = told(app.state.requests)

    assert [line.rpartition(" ")[0] for line in after.splitlines()] == [
        line.rpartition(" ")[0] for line in before.splitlines()
    ]
    assert CANARY.lower() not in after.lower()
    assert counted(app.state.requests) == {
        ("/practices", "GET", "2xx"): 51,
        (OTHER, "GET", "3xx"): 51,
        ("/practices/{item_id}", OTHER, "4xx"): 51,
    }


@pytest.mark.usefixtures("stocked")
def test_every_page_of_the_house_is_told_under_its_own_template_only(app, http):
    known = {str(one.path) for one in iter_route_contexts(app.routes)}
    for template in known:
        for address in addresses(template):
            http.get(address)
            http.post(address)
    found = counted(app.state.requests)

    assert {route for route, _, _ in found} - {OTHER} == known
    assert len(found) <= len(known) * 2 * 4
    assert {kind for _, _, kind in found} <= {"2xx", "3xx", "4xx", "5xx"}


def test_requests_under_way_go_up_and_come_back(app, http, monkeypatch):
    requests, seen = app.state.requests, []
    monkeypatch.setattr(
        app.state.portal.renderer, "page", lambda *_: seen.append(told(requests)) or "page"
    )

    assert http.get("/about/contact").text == "page"
    assert ["portal_requests_under_way 1.0" in one for one in seen] == [True]
    assert "portal_requests_under_way 0.0" in told(requests)


def test_requests_turned_away_are_told(app, http):
    app.state.load.under_way = 64
    assert [http.get(path).status_code for path in ("/practices", "/", "/healthz")] == [
        503,
        503,
        200,
    ]

    assert "portal_requests_shed_total 2.0" in told(app.state.requests)
    assert counted(app.state.requests) == {
        (OTHER, "GET", "5xx"): 2,
        ("/healthz", "GET", "2xx"): 1,
    }


def test_an_answer_that_breaks_is_told_as_the_portals_mistake(app, http, monkeypatch):
    monkeypatch.setattr(app.state.portal.db, "ready", lambda: 1 / 0)

    assert http.get("/readyz").status_code == 500
    assert counted(app.state.requests) == {("/readyz", "GET", "5xx"): 1}


def test_without_a_port_nothing_is_counted(settings):
    off = create_app(settings.model_copy(update={"metrics_port": 0}))
    with TestClient(off) as client:
        client.get("/practices")

    assert counted(off.state.requests) == {}


def test_a_caller_who_leaves_before_the_answer_is_told_too():
    requests = Requests(Load())
    requests.note("/practices", "GET", 0, 0.5)

    assert counted(requests) == {("/practices", "GET", "none"): 1}
