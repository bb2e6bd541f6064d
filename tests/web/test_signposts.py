"""Signposts lead to the very route that asking all of them one after the other would find."""

from starlette.routing import Match, Route

ELSEWHERE = ("/", "//", "", "/nowhere", "/practices/", "/assistance//", "/{item_id}", "/static")


def _filled(path: str) -> str:
    """Return an address of a route: each place filled with something of one part."""
    parts = [("x" if "{" in part else part) for part in path.split("/")]
    return "/".join(parts)


def _scope(path: str, method: str) -> dict[str, object]:
    return {"type": "http", "path": path, "method": method, "headers": []}


def _first(routes, path, method):
    """Return the endpoint of the first route that fits, as all of them are asked in turn."""
    for route in routes:
        match, child = route.matches(_scope(path, method))
        if match == Match.FULL:
            return child.get("endpoint", route)
    return None


def _led(app, path, method):
    """Return the endpoint to which the signposts lead."""
    return _first(app.router.middleware_stack.way_of(path).routes, path, method)


def test_every_address_leads_where_it_led(app):
    routes = app.router.routes
    addresses = {_filled(route.path) for route in routes if isinstance(route, Route)}
    assert len(addresses) > 300
    for path in sorted(addresses | set(ELSEWHERE)):
        for method in ("GET", "POST", "DELETE"):
            assert _led(app, path, method) is _first(routes, path, method), (path, method)


def test_few_routes_are_asked_for_a_page(app):
    posts, every = app.router.middleware_stack, len(app.router.routes)
    for path in ("/desk", "/assistance", "/assistance/xyz", "/practices/xyz", "/nowhere/at/all"):
        assert len(posts.way_of(path).routes) < every / 25, path


def test_addresses_that_no_route_has_share_one_way(app):
    posts = app.router.middleware_stack
    ways = {
        id(posts.way_of(f"/{one}/{one}/{one}")) for one in ("bees", "wasps", "{x}", "{item_id}")
    }
    assert len(ways) == 1
    before = len(posts._ways)  # noqa: SLF001 - what is kept must not grow with what is asked
    for number in range(50):
        posts.way_of(f"/assistance/{number}" + "/x" * number)
    assert len(posts._ways) <= before + 12  # noqa: SLF001 - the same


def test_a_route_that_comes_later_is_found_too(app):
    async def late(_request: object) -> None:
        """Answer nothing: it is only looked for."""

    assert _led(app, "/late-comer", "GET") is not late
    app.router.routes.append(Route("/late-comer", late))
    assert _led(app, "/late-comer", "GET") is late
