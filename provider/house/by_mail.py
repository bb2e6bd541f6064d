"""Signing in by a code that is mailed: worth reading only, and only where an application says so.

It proves a mailbox, which others than its owner may read. So it makes no browser known, opens
neither a new list nor a way in, and its owner is told by letter that it was used.
"""

import json
import math

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse

from provider.endpoints import RefusalError
from provider.house import accounts, mailed, throttle
from provider.house.accounts import LONGEST_MAIL, normalised
from provider.house.parts import House
from provider.house.record import What, record
from provider.house.sealing import Secrets
from provider.house.throttle import Counted
from provider.house.ways import NOBODY, STRANGERS_WAIT, Outcome
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to
from provider.store import Pairs

MAILED = "mailed-code"
ADDRESS_WAITS, NETWORK_WAITS, FULL_WAITS = 3600.0, 900.0, 60.0


class ByMail:
    """Asking for a code, and the page where it is typed."""

    def __init__(self, house: House, tickets: Interactions) -> None:
        self._house, self._tickets, self._secret = house, tickets, house.secret

    @property
    def worth(self) -> tuple[str, ...]:
        """What this provider announces of it: nothing where no application takes it."""
        settings = self._house.settings
        able = any(settings.mails_codes(one.client_id) for one in settings.applications)
        return (MAILED,) if able else ()

    def offered(self, pairs: Pairs) -> bool:
        """Whether the application that asks takes such a sign-in, and wants nothing stronger.

        Who is asked to prove to be there (``max_age``) proves nothing by a mailbox.
        """
        asked = dict(pairs)
        wanted = asked.get("acr_values", "").split()
        able = self._house.settings.mails_codes(asked.get("client_id", ""))
        return able and "max_age" not in asked and (not wanted or MAILED in wanted)

    def ask(self, request: Request, pairs: Pairs, typed: str) -> tuple[HTMLResponse | None, float]:
        """Return the page on which the code is typed; else for how many seconds to wait.

        Both are the same whoever has the address, and whether anybody has it.
        """
        house, now = self._house, self._house.clock()
        address = normalised(typed)
        meant = "" if "\0" in address or len(address) > LONGEST_MAIL else address
        with house.database.writing() as conn:
            if pause := wait_to_send(conn, house, request, meant):
                return None, pause
            name = mailed.ask(conn, self._secret, meant, now)
        return self.page(request, pairs, name), 0.0

    def page(
        self, request: Request, pairs: Pairs, name: str, problem: str = "", **places: object
    ) -> HTMLResponse:
        """Show where the code of a request is typed, also again with what went wrong."""
        ticket = self._tickets.open((("request", name), ("asked", json.dumps(pairs))))
        said = self._house.pages.say(request, problem, **places) if problem else ""
        host = self._house.pages.host(pairs)
        page = self._house.pages.render(
            request, "mailed.html", ticket=ticket, problem=said, host=host
        )
        return leads_to(page, dict(pairs)["redirect_uri"])

    def taken(self, ticket: str) -> tuple[Pairs, str]:
        """Return what was asked for, and the name of the request for a code.

        Raises:
            RefusalError: the ticket is late or used.
        """
        kept = dict(self._tickets.close(ticket) or ())
        if "request" not in kept:
            raise RefusalError("late")
        pairs = tuple((name, text) for name, text in json.loads(kept["asked"]))
        if not self.offered(pairs):  # the settings changed since
            raise RefusalError("request")
        return pairs, kept["request"]

    def prove(self, request: Request, name: str, typed: str) -> Outcome:
        """Let somebody in by the code of a request; each attempt counts, also a wrong one."""
        now = self._house.clock()
        counted = [_network(self._secret, "slow network", request, STRANGERS_WAIT)]
        with self._house.database.writing() as conn:
            if pause := throttle.wait(conn, counted, now):
                return Outcome(wait=pause)
            who = mailed.owner(conn, self._secret, name)
            held = accounts.hold(conn, who or NOBODY)  # as long whether somebody is meant or not
            if not mailed.use(conn, self._secret, name, typed, now) or who is None or not held:
                throttle.failed(conn, counted, now)
                record(conn, now, What.REFUSED, who, "mailed")
                return Outcome()
            throttle.passed(conn, [*counted, *self._of(conn, who)])
            record(conn, now, What.SIGNED_IN, who, "mailed")
            mailed.tell_used(conn, self._secret, who, now)
            return Outcome(Proven(who, int(now), acr=MAILED))

    def wrong(self, request: Request, pairs: Pairs, name: str, found: Outcome) -> HTMLResponse:
        """Show the page again after a code that was not accepted."""
        seconds = math.ceil(found.wait)
        problem = "wait" if seconds else "wrong-mailed"
        return self.page(request, pairs, name, problem, seconds=seconds)

    def _of(self, conn: Connection, who: str) -> list[Counted]:
        account = accounts.by_subject(conn, who)
        return [_address(self._secret, account.email)] if account and account.email else []


def wait_to_send(conn: Connection, house: House, request: Request, address: str) -> float:
    """Return for how many seconds nothing is sent to an address; count it where it is sent."""
    now = house.clock()
    network = _network(house.secret, "slow mail network", request, NETWORK_WAITS)
    counted = [_address(house.secret, address), network]
    if pause := throttle.wait(conn, counted, now):
        return pause
    if mailed.full(conn, now):
        return FULL_WAITS
    throttle.failed(conn, counted, now)
    return 0.0


def _address(secret: Secrets, address: str) -> Counted:
    return Counted(secret.hashed("slow mail", address), ADDRESS_WAITS)


def _network(secret: Secrets, kind: str, request: Request, most: float) -> Counted:
    address = request.client.host if request.client else ""
    return Counted(secret.hashed(kind, throttle.network(address)), most)
