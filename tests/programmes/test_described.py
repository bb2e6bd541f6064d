"""The description is true: every address is in it, every answer is as it says, its page works."""

import json
import shlex
from string import Template

import httpx
import pytest
from starlette.testclient import TestClient

from app.access.scopes import WORDS, Scope
from app.rooms import APIS
from app.web.guard import SCOPE
from tests.access.by_programme import OF_PAGES
from tests.access.cases import PAGES
from tests.access.cells import address
from tests.programmes.machine import PROBLEM, Untrue, check, token_for

HERE = "/about/programmes"
OK = 200
ROUTES = [(route, method) for one in APIS for route in one.routes for method in route.methods]
READS = sorted(path for path in PAGES if path.startswith("/api/v1/") and "openapi" not in path)


def test_every_address_is_described_with_what_it_takes_opens_and_can_go_wrong(app):
    described = app.openapi()
    found = {(path, method.upper()) for path, ways in described["paths"].items() for method in ways}
    assert described["openapi"].startswith("3.1")
    assert found == {(route.path, method) for route, method in ROUTES}
    for route, method in ROUTES:
        told = described["paths"][route.path][method.lower()]
        assert told.get("x-scope") == getattr(route.endpoint, SCOPE), route.path
        assert set(told["responses"]) == {"200", "4XX", "5XX"}, route.path
        assert set(told["responses"]["4XX"]["content"]) == {PROBLEM}
        assert told["description"], route.path
        if method == "POST":
            schema = told["requestBody"]["content"]["application/json"]["schema"]
            assert schema["additionalProperties"] is False
            wanted = {one["name"] for one in told["parameters"] if one["in"] == "header"}
            assert wanted >= {"idempotency-key"}
            assert ("version" in schema["properties"]) == ("if-match" in wanted)
    assert "HTTPValidationError" not in json.dumps(described)


def test_every_reference_leads_somewhere(app):
    described = app.openapi()
    text = json.dumps(described)
    parts = {one.partition('"')[0] for one in text.split("#/components/schemas/")[1:]}
    assert parts == set(described["components"]["schemas"])


@pytest.mark.long
def test_every_answer_is_as_described(app, cast, database, world):
    """To an office, to the public and to nobody that a token knows, of things there and not."""
    secret, described = token_for(database, cast["ghana"]), app.openapi()
    comes = ({"Authorization": f"Bearer {secret}"}, {}, {"Authorization": "Bearer none"})
    clients = [TestClient(app, headers=headers) for headers in comes]
    for path in READS:
        asked = [
            client.get(address(path, case, world)) for client in clients for case in PAGES[path]
        ]
        for answer in asked:
            if "file_id" not in path or answer.status_code != OK:
                assert check(described, "get", answer.url.path, answer) == path
        seen = {answer.status_code for answer in asked}
        assert {401} | ({OK} if "file_id" not in path else set()) <= seen, path


def test_what_is_not_as_described_is_noticed(app, cast, database):
    secret = token_for(database, cast["ghana"])
    client = TestClient(app, headers={"Authorization": f"Bearer {secret}"})
    answer = client.get("/api/v1/following")
    check(app.openapi(), "get", "/api/v1/following", answer)
    for wrong in ({}, {"following": 7}, {"following": [], "more": 1}, {"following": [{}]}):
        with pytest.raises(Untrue):
            check(app.openapi(), "get", "/api/v1/following", httpx.Response(OK, json=wrong))


# the page -----------------------------------------------------------------------------------------


def test_its_commands_work_as_they_stand_there(app, browse, cast, database, portal):
    """One after the other, with nothing put in but the token and the id that was answered."""
    given = {"TOKEN": token_for(database, cast["ghana"], Scope.PRACTICES_WRITE), "ID": ""}
    client = TestClient(app)
    commands = browse().get(HERE).words("#h-try ~ ol code.address")
    assert len(commands) == 5
    for command in commands:
        words = shlex.split(Template(command).substitute(given))
        assert words.pop(0) == "curl"
        headers, body, method, where = {}, None, "GET", ""
        while words:
            match words.pop(0):
                case "-H":
                    name, _, value = words.pop(0).partition(": ")
                    headers[name] = value
                case "-d":
                    body = words.pop(0)
                case "-X":
                    method = words.pop(0)
                case address_:
                    where = address_.removeprefix(portal.settings.base_url)
        answer = client.request(method, where, headers=headers, content=body)
        assert answer.status_code == 200, answer.text
        given["ID"] = answer.json().get("id", given["ID"])
    last = client.get(f"/api/v1/office/practices/{given['ID']}", headers=headers)
    assert last.json()["stage"] == "submitted"


def test_the_page_names_every_part_and_every_act(browse):
    page = browse().get(HERE)
    parts = page.words('[aria-labelledby="h-token"] tbody th')
    assert parts == list(WORDS)
    assert page.words('[aria-labelledby="h-acts"] tbody th') == sorted(
        f"/api/v1{path}" for path in OF_PAGES
    )
