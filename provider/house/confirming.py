"""Confirming a work address: a code goes to it, and only once that is typed the address is kept.

Whoever confirms none works without: only codes by letter and the application's letters are missing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from provider.endpoints import RefusalError, readable
from provider.house import accounts, addresses, mailed
from provider.house.accounts import Account
from provider.house.by_mail import wait_to_send
from provider.house.left import awaited, waiting
from provider.house.parts import House
from provider.house.proving import Proving, refused
from provider.house.signing_in import SigningIn
from provider.house.ways import NOBODY, Outcome
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to
from provider.store import Pairs


@dataclass(frozen=True, slots=True)
class Whose:
    """Who was proven, when, and for which request of an application, if any."""

    proven: Proven
    pairs: Pairs = ()

    @property
    def kept(self) -> Pairs:
        """What a ticket keeps of it."""
        return waiting(self.pairs, self.proven)


class Confirming:
    """The page at ``/address``; a new account comes to it once its way in is made.

    A printed code alone proves too little: whoever found the sheet would come in by letter later.
    """

    def __init__(self, house: House, tickets: Interactions, face: SigningIn) -> None:
        self._house, self._tickets, self.face = house, tickets, face
        self._proving = Proving(house, tickets, sheet=False)

    def routes(self) -> list[Route]:
        """Return where it stands, below the issuer; nowhere without a mail server."""
        if not self._house.settings.mails:
            return []
        return [Route("/address", self.address, methods=["GET", "POST"])]

    async def address(self, request: Request) -> Response:
        """Ask for a proof, send a code to an address, or look at a code."""
        if request.method != "POST":
            return await run_in_threadpool(self._ask, request)
        self.face.require_own_page(request)
        form = dict(await readable(request))
        step = self._step if "whose" in form else self._prove
        return await run_in_threadpool(step, request, form)

    def offer(self, request: Request, pairs: Pairs, proven: Proven, mail: str) -> Response:
        """Send a code to the address of a new account, and ask for it before leading back."""
        whose = Whose(proven, pairs)
        name, wait = self._sent(request, proven.subject, mail) if mail else ("", 0.0)
        if not name or wait:
            return self.face.answer(request, pairs, proven)
        return self._type(request, whose, name, mail)

    def _ask(self, request: Request) -> HTMLResponse:
        return self._proving.ask(request, "address")

    def _prove(self, request: Request, form: dict[str, str]) -> Response:
        def asked(account: Account, proven: Proven) -> Response:
            has = account.email
            return self._done(request, has) if has else self._name(request, Whose(proven))

        return self._proving.then(request, form, "address", asked)

    def _step(self, request: Request, form: dict[str, str]) -> Response:
        """Send a code, look at one, or go on without: all under one kind of ticket."""
        kept = dict(self._tickets.close(form["whose"]) or ())
        if "proven" not in kept:
            raise RefusalError("late")
        pairs, proven = awaited(kept)
        whose = Whose(proven, pairs)
        if "without" in form and pairs:
            return self.face.answer(request, pairs, proven)
        if "mail" in form:
            return self._send(request, whose, form["mail"])
        if "other" in form or "name" not in kept:
            return self._name(request, whose)
        return self._look(request, whose, kept, form.get("code", ""))

    def _send(self, request: Request, whose: Whose, typed: str) -> Response:
        try:
            mail = addresses.address(typed)
        except ValueError:
            problem = self._house.pages.say(request, "address-wrong")
            return refused(self._name(request, whose, problem, typed), Outcome())
        name, wait = self._sent(request, whose.proven.subject, mail)
        if not name:
            problem = self._house.pages.say(request, "address-wait", seconds=math.ceil(wait))
            return refused(self._name(request, whose, problem, typed), Outcome(wait=wait))
        return self._type(request, whose, name, mail)

    def _sent(self, request: Request, subject: str, mail: str) -> tuple[str, float]:
        """Have a code sent; return the name of this request, or for how many seconds to wait."""
        house = self._house
        if not house.settings.mails:
            return "", 0.0
        with house.database.writing() as conn:
            if wait := wait_to_send(conn, house, request, mail):
                return "", wait
            account = accounts.by_subject(conn, subject)
            if account is None:
                raise RefusalError("late")
            wanted = replace(account, email=mail)
            return mailed.check(conn, house.secret, wanted, house.clock()), 0.0

    def _look(
        self, request: Request, whose: Whose, kept: Mapping[str, str], typed: str
    ) -> Response:
        """Keep the address for whoever typed the code that was sent to it."""
        try:
            right = self._confirmed(whose.proven, kept, typed)
        except accounts.Taken:
            problem = self._house.pages.say(request, "address-taken")
            return refused(self._name(request, whose, problem), Outcome())
        if not right:
            problem = self._house.pages.say(request, "address-code-wrong")
            page = self._type(request, whose, kept["name"], kept["mail"], problem)
            return refused(page, Outcome())
        if whose.pairs:
            return self.face.answer(request, whose.pairs, whose.proven)
        return self._done(request, kept["mail"])

    def _confirmed(self, proven: Proven, kept: Mapping[str, str], typed: str) -> bool:
        """Use the code; not of who has no account or whose ways in were removed meanwhile."""
        house, now, subject = self._house, self._house.clock(), proven.subject
        with house.database.writing() as conn:
            held = accounts.hold(conn, subject)
            sent = mailed.owner(conn, house.secret, kept["name"])
            right = mailed.use(conn, house.secret, kept["name"], typed, now)
            if not right or not held or (sent or NOBODY) != subject:
                return False
            if accounts.cleared_since(conn, subject, proven.auth_time):
                return False
            return addresses.confirm(conn, subject, kept["mail"], now)

    def _type(
        self, request: Request, whose: Whose, name: str, mail: str, problem: str = ""
    ) -> HTMLResponse:
        more = (*whose.kept, ("name", name), ("mail", mail))
        return self._page(request, "address_code.html", whose, more, problem=problem, mail=mail)

    def _name(
        self, request: Request, whose: Whose, problem: str = "", typed: str = ""
    ) -> HTMLResponse:
        shown = {"problem": problem, "mail": typed[: accounts.LONGEST_MAIL]}
        return self._page(request, "address_name.html", whose, whose.kept, **shown)

    def _page(
        self, request: Request, template: str, whose: Whose, kept: Pairs, **shown: str
    ) -> HTMLResponse:
        host = self._house.pages.host(whose.pairs) if whose.pairs else ""
        ticket = self._tickets.open(kept)
        page = self._house.pages.render(request, template, ticket=ticket, host=host, **shown)
        return leads_to(page, *([dict(whose.pairs)["redirect_uri"]] if whose.pairs else []))

    def _done(self, request: Request, mail: str) -> HTMLResponse:
        return self._house.pages.render(request, "address_kept.html", mail=mail)
