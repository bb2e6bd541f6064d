"""Between a sign-in by a printed code and the way back: how many codes are left on the list."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from provider.endpoints import RefusalError
from provider.house.pages import Pages
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to
from provider.store import Pairs

FEW = 3
"""From so many on the page warns."""


class Left:
    """The page, and the ticket under which the sign-in waits until it was read."""

    def __init__(self, pages: Pages, tickets: Interactions) -> None:
        self._pages, self._tickets = pages, tickets

    def tell(self, request: Request, pairs: Pairs, proven: Proven, left: int) -> Response:
        """Say how many codes are left, and lead on to where the sign-in was asked for."""
        page = self._pages.render(
            request,
            "remaining.html",
            ticket=self._tickets.open(waiting(pairs, proven)),
            host=self._pages.host(pairs),
            left=left,
            few=left <= FEW,
        )
        return leads_to(page, dict(pairs)["redirect_uri"])

    def taken(self, ticket: str) -> tuple[Pairs, Proven]:
        """Return what was asked for and who was proven.

        Raises:
            RefusalError: the ticket is late or used.
        """
        kept = dict(self._tickets.close(ticket) or ())
        if "proven" not in kept:
            raise RefusalError("late")
        return awaited(kept)


def waiting(pairs: Pairs, proven: Proven) -> Pairs:
    """Return what a ticket keeps of a sign-in that waits until a page was read."""
    about = json.dumps([proven.auth_time, proven.amr, proven.acr])
    return (("whose", proven.subject), ("proven", about), ("asked", json.dumps(pairs)))


def awaited(kept: Mapping[str, str]) -> tuple[Pairs, Proven]:
    """Return what was asked for and who was proven, of what a ticket kept."""
    auth_time, amr, acr = json.loads(kept["proven"])
    pairs = tuple((name, text) for name, text in json.loads(kept["asked"]))
    return pairs, Proven(kept["whose"], auth_time, tuple(amr), acr)
