"""What one may not see is answered as what does not exist: in status, headers and body."""

import pytest

from tests.access.cases import CASES
from tests.access.cells import Gets, address, expected
from tests.access.roles import ROLES
from tests.house import routes
from tests.support.answers import ASKED, TOKENS

UNKNOWN = "abcdefghijkm"
"""An id as the portal makes them, of nothing."""

PASSES_BY = {"x-request-id", "date", "content-length", "session-left", "set-cookie"}
"""Headers that differ from answer to answer: the clock, and the compressed length of tokens."""


def answer(asked, role, method, where, form, made):  # noqa: PLR0913, PLR0917 - a request
    """Return status, headers and body without what only ever is used once."""
    if method == "GET":
        raw = asked.browsers[role].client.get(where, follow_redirects=False)
    else:
        raw = asked.post(role, where, form)
    headers = {name: text for name, text in raw.headers.items() if name not in PASSES_BY}
    plain = str(sorted(headers.items())) + ASKED.sub("", TOKENS.sub(r"\1", raw.text))
    for item in made:
        plain = plain.replace(item, UNKNOWN)
    return raw.status_code, plain


@pytest.mark.long
def test_hidden_and_missing_are_answered_alike(app, asked, world):
    known = {str(entry): entry.permission for entry in routes.registered(app)}
    nothing = dict.fromkeys(world, UNKNOWN)
    of_nothing: dict[tuple[str, ...], tuple[int, str]] = {}
    compared, odd = 0, []
    for route, cases in CASES.items():
        method, _, path = route.partition(" ")
        hidden = [case for case in cases if case.things]
        for case in hidden:
            for role in ROLES:
                if expected(role, route, known[route], case) not in {Gets.NOTHING, Gets.SIGN_IN}:
                    continue
                there = answer(
                    asked, role, method, address(path, case, world), case.form, world.values()
                )
                where = address(path, case, nothing)
                key = (role, method, where, *sorted(f"{k}={v}" for k, v in case.form.items()))
                if key not in of_nothing:
                    of_nothing[key] = answer(asked, role, method, where, case.form, world.values())
                not_there = of_nothing[key]
                compared += 1
                if there != not_there:
                    odd.append((route, case.things, role, there[0], not_there[0]))

    assert odd == []
    assert compared > 300
