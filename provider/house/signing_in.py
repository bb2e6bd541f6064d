"""The house face's authorization endpoint: who asks is asked, and proves who it is."""

from collections.abc import Callable
from pathlib import Path

from authlib.oauth2.rfc6749 import OAuth2Error
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from provider.endpoints import Endpoints, RefusalError, readable
from provider.house.left import Left
from provider.house.parts import House
from provider.house.proving import Proving, refused
from provider.house.ways import ACR
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to
from provider.server import Server
from provider.store import Pairs

_SCRIPT = Path(__file__).parent / "static" / "passkey.js"


class SigningIn(Endpoints):
    """Signing in by a passkey or by codes, and all that every face has."""

    def __init__(self, house: House, server: Server, tickets: Interactions, left: Left) -> None:
        super().__init__(server, house.pages, ACR)
        self._tickets, self._left, self._house = tickets, left, house
        self._proving = Proving(house, tickets, sheet=True)
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
        """Ask who it is; or, posted with a ticket, look at the proof or lead on."""
        pairs = await readable(request)
        answer: Callable[[Request, Pairs], Response] = self._ask
        if request.method == "POST" and "interaction" in dict(pairs):
            answer = self._tried
        elif request.method == "POST" and "on" in dict(pairs):
            answer = self._go_on
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
        found = self._proving.outcome(request, form)
        if found.proven is None or found.cookie is None:
            said = self._proving.wrong(request, found, form)
            return refused(self._page(request, pairs, **said), found)
        if found.left is None:
            reply = self._answer(request, pairs, found.proven)
        else:
            reply = self._left.tell(request, pairs, found.proven, found.left)
        self._house.browsers.put(reply, found.cookie)
        return reply

    def _go_on(self, request: Request, sent: Pairs) -> Response:
        """Lead on who has read how many codes are left."""
        self.require_own_page(request)
        pairs, proven = self._left.taken(dict(sent)["on"])
        return self._answer(request, pairs, proven)

    def _answer(self, request: Request, pairs: Pairs, proven: Proven | None) -> Response:
        inquiry = self.inquiry("GET", "authorize", pairs, request)
        try:
            grant = self._server.get_consent_grant(inquiry, end_user=proven)
        except OAuth2Error as error:  # the settings changed since the ticket was given
            return self.refused(inquiry, error)
        reply: Response = self._server.create_authorization_response(inquiry, proven, grant)
        return reply

    def _page(self, request: Request, pairs: Pairs, **context: object) -> HTMLResponse:
        """Show the page, also again with what went wrong, under a fresh ticket."""
        ticket, host = self._tickets.open(pairs), self._house.pages.host(pairs)
        page = self._proving.page(request, "sign_in.html", ticket, host=host, **context)
        return leads_to(page, dict(pairs)["redirect_uri"], script=True)
