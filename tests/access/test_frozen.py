"""Frozen: every act is refused to everybody but the closed list, and every page is as it was."""

from collections.abc import Iterator
from itertools import count

import pytest

from app.incident import freezing
from app.rooms import ROOMS
from app.web.guard import FROZEN_TOO
from tests.access.cases import ACTS, CASES, PASSES_ELSEWHERE
from tests.access.cells import Gets, address, expected
from tests.access.roles import ROLES
from tests.access.test_matrix import Cell, cells, wrong
from tests.house import routes
from tests.support.rows import rows_hash

STILL = {
    "/account/passkeys/options": "using a passkey, not enrolling one: for what follows",
    "/account/recovery/stop": "takes access away from who may be a stranger",
    "/account/second-factor": "to speak for the Secretariat: who is signed in shows it",
    "/account/session": "reading goes on",
    "/account/sessions/end": "takes access away",
    "/account/sessions/end-others": "takes access away",
    "/account/tokens/take-back": "takes access away",
    "/incident/edit": "what the Secretariat says is wanted now",
    "/incident/end": "the same",
    "/sign-in/back-channel/{provider}": "takes access away",
    "/sign-out": "takes access away",
}
"""What is done while the portal is frozen, each with the reason."""

_turns = count()


@pytest.fixture(autouse=True)
def frozen(portal, asked) -> Iterator[None]:  # noqa: ARG001 - everybody came in before
    freezing.freeze(portal.db, "")
    portal.state.forget()
    yield
    assert portal.state.now.frozen


def test_the_closed_list_is_what_the_routes_say():
    said = {
        route.path for room in ROOMS for route in room.routes if getattr(route.endpoint, FROZEN_TOO)
    }

    assert said | {"/sign-in/back-channel/{provider}"} == set(STILL)


@pytest.mark.long
def test_every_other_act_is_refused_to_everybody_and_hands_back_what_was_typed(
    portal, asked, world
):
    """Really sent, and nothing undone: there is nothing to undo."""
    refused, odd = 0, []
    before = rows_hash(portal.db)
    for path, cases in ACTS.items():
        if path in STILL:
            continue
        for role, browser in asked.browsers.items():
            sent = {"csrf": browser.token, "typed": "a word of mine", **cases[0].form}
            where = address(path, cases[0], world)
            answer = browser.client.post(where, data=sent, follow_redirects=False)
            refused += 1
            if (answer.status_code, "a word of mine" in answer.text) != (503, True):
                odd.append((role, path, answer.status_code))

    # Of a form of files nothing is read, and so nothing handed back, before it can be taken.
    assert sorted(odd) == sorted(
        (role, path, 503) for role in asked.browsers for path in routes.UNREAD
    )
    assert rows_hash(portal.db) == before
    assert refused == (len(ACTS) - len(STILL)) * len(asked.browsers) > 700


def some(cell: Cell) -> Iterator[str]:
    """Give a quarter of those who pass and a quarter of those who do not, each time others.

    Whether one passes hangs on whether the portal is frozen at one place, for all alike; that each
    gets what the tables say while it is not is what the matrix asks.
    """
    route, permission, case = cell
    passing = [role for role in ROLES if expected(role, route, permission, case) == Gets.PASSES]
    begin = next(_turns)
    for roles in (passing, [role for role in ROLES if role not in passing]):
        yield from roles[begin % min(4, len(roles) or 1) :: 4]


@pytest.mark.long
def test_every_page_is_as_it_was(app, asked, world):
    found = [cell for cell in cells(app) if cell[0].startswith("GET")]

    assert list(wrong(asked, world, found, some)) == []
    assert asked.passed | PASSES_ELSEWHERE == {route for route in CASES if route.startswith("GET")}
