"""The printed list: shown first, and counting only once its owner types one of its codes.

An answer that is lost on the way loses nothing so: until then the address of enrolment is good, the
way in is not made, and the list before still counts.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from provider.endpoints import RefusalError
from provider.house import accounts, codes
from provider.house.accounts import Account
from provider.house.parts import House
from provider.interactions import Interactions
from provider.rendering import leads_to

LASTS = 3600
"""Somebody has to find a printer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A list that was shown, since when, and the way in that is kept together with it, if any."""

    account: Account
    since: float
    printed: Sequence[str] = field(default_factory=codes.new_list)
    way: str = ""
    made: Mapping[str, Any] = field(default_factory=dict)

    def holds(self, typed: str) -> bool:
        """Whether a typed code stands on the list."""
        return codes.as_meant(typed) in map(codes.as_meant, self.printed)


class Lists:
    """Shows lists and hands them back, each under a ticket for one use."""

    def __init__(self, house: House, tickets: Interactions) -> None:
        self._house, self._tickets = house, tickets

    def show(
        self, request: Request, shown: Shown, problem: str = "", *, on: Sequence[str] = ()
    ) -> HTMLResponse:
        """Show the list and ask for one of its codes, under a ticket that remembers all of it.

        ``on`` names where the browser is led when that is done.
        """
        said = self._house.pages.say(request, problem) if problem else ""
        page = self._house.pages.render(
            request,
            "list.html",
            account=shown.account,
            printed=shown.printed,
            ticket=self._tickets.open(self._sealed(shown)),
            problem=said,
        )
        page.status_code = 422 if problem else 200
        return leads_to(page, *on)

    def taken(self, ticket: str, whose: Account | None = None) -> Shown:
        """Return what was shown under a ticket, to ``whose`` where that is known already.

        Raises:
            RefusalError: it is late or used, or its owner is gone.
        """
        kept = dict(self._tickets.close(ticket) or ())
        account = whose or self._owner(kept.get("for", ""))
        if account is None or account.subject != kept.get("for"):
            raise RefusalError("late")
        opened = self._house.secret.open(base64.b64decode(kept["shown"]), account.subject)
        return Shown(account, *json.loads(opened))

    def _owner(self, subject: str) -> Account | None:
        with self._house.database.reading() as conn:
            return accounts.by_subject(conn, subject)

    def _sealed(self, shown: Shown) -> tuple[tuple[str, str], ...]:
        subject = shown.account.subject
        said = json.dumps([shown.since, list(shown.printed), shown.way, dict(shown.made)])
        sealed = self._house.secret.seal(said.encode(), subject)
        return (("for", subject), ("shown", base64.b64encode(sealed).decode()))
