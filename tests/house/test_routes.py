"""Every route names its permission, is found twice, and what is open to all stands in a list."""

import re

from app.access.policy import POLICY, P
from app.access.scopes import ACTS
from app.rooms import ROOMS
from app.web.guard import OWN_PROOF, SCOPE
from tests.house import routes


def test_two_enumerations_find_the_same_routes(house):
    found, told = routes.registered(house), routes.declared(house)

    assert len(found) > 40
    assert [str(entry) for entry in found] == [str(entry) for entry in told]
    assert len({str(entry) for entry in found}) == len(found)


def test_every_route_names_its_permission_or_stands_in_the_list(house):
    without = {entry.path for entry in routes.registered(house) if entry.permission is None}

    assert without == set(routes.WITHOUT_GUARD)
    assert {e.permission for e in routes.registered(house)} - {None} <= set(POLICY)


def test_what_is_posted_without_the_form_token_is_the_closed_list(house):
    posted = {str(e) for e in routes.registered(house) if e.method not in routes.SAFE}
    guarded = {str(e) for e in routes.registered(house) if e.permission is not None}
    proved = {
        f"{method} {route.path}"
        for room in ROOMS
        for route in room.routes
        if getattr(route.endpoint, OWN_PROOF)
        for method in route.methods
    }

    assert (posted - guarded) | proved == set(routes.OWN_PROOF)


def test_what_is_open_to_everyone_is_the_list(house):
    found = {str(entry) for entry in routes.registered(house) if entry.permission == P.ANYONE}

    assert found == routes.OPEN_TO_EVERYONE


def test_addresses_are_lower_case_and_hyphenated(house):
    odd = [
        entry.path
        for entry in routes.registered(house)
        if not re.fullmatch(r"(/(\{[\w:]+\}|[a-z0-9]+([-.][a-z0-9]+)*))+|/", entry.path)
    ]

    assert odd == []


def test_the_promised_addresses_exist(house):
    found = {entry.path for entry in routes.registered(house)}
    promised = {
        "/", "/manual", "/manual/{edition:edition}/{language}/{chapter}",
        "/manual/compare/{a}/{b}", "/practices", "/practices/new", "/practices/{item_id}",
        "/assistance", "/assistance/new", "/assistance/{item_id}", "/directory",
        "/directory/{code}", "/search", "/sign-in", "/sign-out", "/account", "/desk", "/healthz",
        "/readyz", "/api/v1/openapi.json",
    }  # fmt: skip

    assert promised - found == set()


def test_the_api_reads_and_acts_and_each_act_belongs_to_a_part_that_acts():
    acts = [route for route in routes.api_routes() if route.methods == {"POST"}]
    read = [route for route in routes.api_routes() if route.methods <= {"GET", "HEAD"}]

    assert len(acts) + len(read) == len(list(routes.api_routes()))
    assert {getattr(route.endpoint, SCOPE) for route in acts} == ACTS
    assert all(route.path.startswith("/api/v1/") for route in routes.api_routes())


def test_rooms_have_names_of_their_own():
    names = [room.name for room in ROOMS]

    assert len(names) > 5
    assert sorted(set(names)) == sorted(names)


def test_every_place_of_an_address_has_a_sample(house):
    for entry in routes.registered(house):
        assert routes.addresses(entry.path)
