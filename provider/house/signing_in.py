"""The house face's authorization endpoint: who asks is asked, and proves who it is."""

import math
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import OAuth2Error
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provider.endpoints import Endpoints, RefusalError, readable
from provider.house import browsers
from provider.house.parts import House
from provider.house.ways import ACR, Caller, Outcome, Typed, Ways
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to
from provider.server import Server
from provider.store import Pairs

_SCRIPT = Path(__file__).parent / "static" / "passkey.js"
LONGEST_NAME = 254


class SigningIn(Endpoints):
    """Signing in by a passkey or by codes, and all that every face has."""

    def __init__(self, house: House, server: Server, tickets: Interactions) -> None:
        super().__init__(server, house.pages, ACR)
        self._tickets, self._pages, self._ways = tickets, house.pages, Ways(house)
        self._script = _SCRIPT.read_bytes()

    def routes(self) -> list[Route]:
        """Return where each method stands, below the issuer."""
        return [
            *super().routes(),
            Route("/authorize", self.authorize, methods=["GET", "POST"]),
            Route("/passkey.js", self.script),
        ]

    async def script(self, _: Request) -> Response:
        """Serve the script that asks for passkeys."""
        return Response(self._script, media_type="text/javascript")

    async def authorize(self, request: Request) -> Response:
        """Ask who it is; or, posted with a ticket, look at the proof."""
        pairs = await readable(request)
        tried = request.method == "POST" and "interaction" in dict(pairs)
        answer: Callable[[Request, Pairs], Response] = self._tried if tried else self._ask
        return await run_in_threadpool(answer, request, pairs)

    def _ask(self, request: Request, pairs: Pairs) -> Response:
        inquiry = self.inquiry("GET", "authorize", pairs, request)
        try:
            self._server.get_consent_grant(inquiry)
        except OAuth2Error as error:
            return self.refused(inquiry, error)
        return self._page(request, pairs)

    def _tried(self, request: Request, sent: Pairs) -> Response:
        """Redeem the ticket for who is proven, or for nobody when the visitor goes back."""
        self.require_own_page(request)
        form = dict(sent)
        pairs = self._tickets.close(form["interaction"])
        if pairs is None:
            raise RefusalError("late")
        if "cancel" in form:
            return self._answer(request, pairs, None)
        found = self._outcome(request, form)
        if found.proven is None:
            return self._again(request, pairs, found, form.get("name", "")[:LONGEST_NAME])
        reply = self._answer(request, pairs, found.proven)
        browsers.put(reply, found.browser, secure=self._pages.secure)
        return reply

    def _outcome(self, request: Request, form: dict[str, str]) -> Outcome:
        caller = Caller(
            browsers.given(request, secure=self._pages.secure),
            request.client.host if request.client else "",
        )
        if "answer" in form:
            challenge = self._tickets.challenge(form["interaction"])
            return self._ways.by_passkey(form["answer"], challenge, caller)
        typed = Typed(form.get("name", ""), form.get("app", ""), form.get("printed", ""))
        return self._ways.by_codes(typed, caller)

    def _answer(self, request: Request, pairs: Pairs, proven: Proven | None) -> Response:
        inquiry = self.inquiry("GET", "authorize", pairs, request)
        try:
            grant = self._server.get_consent_grant(inquiry, end_user=proven)
        except OAuth2Error as error:  # the settings changed since the ticket was given
            return self.refused(inquiry, error)
        reply: Response = self._server.create_authorization_response(inquiry, proven, grant)
        return reply

    def _again(self, request: Request, pairs: Pairs, found: Outcome, name: str) -> Response:
        """Show the page again with what went wrong and a fresh ticket."""
        seconds = math.ceil(found.wait)
        problem = self._pages.say(request, "wait" if seconds else "wrong", seconds=seconds)
        page = self._page(request, pairs, problem=problem, name=name, wrong=not seconds)
        page.status_code = 429 if seconds else 422
        if seconds:
            page.headers["Retry-After"] = str(seconds)
        return page

    def _page(
        self,
        request: Request,
        pairs: Pairs,
        *,
        problem: str = "",
        name: str = "",
        wrong: bool = False,
    ) -> Response:
        address, ticket = dict(pairs)["redirect_uri"], self._tickets.open(pairs)
        page = self._pages.render(
            request,
            "sign_in.html",
            host=urlsplit(address).netloc,
            ticket=ticket,
            options=self._pages.to_use(self._tickets.challenge(ticket)),
            contact=self._pages.contact,
            problem=problem,
            name=name,
            wrong=wrong,
        )
        return leads_to(page, address, script=True)
