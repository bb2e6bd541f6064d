"""The house face's authorization endpoint: who asks is asked, and proves who it is."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from authlib.oauth2.rfc6749 import OAuth2Error
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from provider.endpoints import Endpoints, RefusalError, readable
from provider.house.by_mail import ByMail
from provider.house.left import Left
from provider.house.making import Making
from provider.house.parts import House
from provider.house.proving import Proving, refused
from provider.house.recovering import Recovering
from provider.house.ways import ACR, Outcome
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to
from provider.server import Server
from provider.store import Pairs

_SCRIPT = Path(__file__).parent / "static" / "passkey.js"


@dataclass(frozen=True, slots=True)
class Steps:
    """What stands between asking and the answer: the list's rest, a letter, an account, a reset."""

    left: Left
    mail: ByMail
    making: Making
    recovering: Recovering


class SigningIn(Endpoints):
    """Signing in by a passkey or by codes, and all that every face has."""

    def __init__(self, house: House, server: Server, tickets: Interactions, steps: Steps) -> None:
        super().__init__(server, house.pages, (*ACR, *steps.mail.worth))
        self._tickets, self._house = tickets, house
        self._left, self._mail, self._making = steps.left, steps.mail, steps.making
        self._recovering = steps.recovering
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
        if request.method == "POST":
            steps = {
                "mailed": self._typed,
                "account": self._made,
                "reset": self._reset,
                "interaction": self._tried,
                "on": self._go_on,
            }
            answer = next((steps[name] for name in steps if name in dict(pairs)), self._ask)
        return await run_in_threadpool(answer, request, pairs)

    def _ask(self, request: Request, pairs: Pairs) -> Response:
        inquiry = self.inquiry("GET", "authorize", pairs, request)
        try:
            self._server.get_consent_grant(inquiry)
        except OAuth2Error as error:
            return self.refused(inquiry, error)
        if self._making.meant(pairs):
            return self._making.ask(request, pairs)
        if self._recovering.meant(pairs):
            return self._recovering.ask(request, pairs)
        return self._page(request, pairs)

    def _made(self, request: Request, sent: Pairs) -> Response:
        """Go on to the way in of an account that is being made, or back without one."""
        self.require_own_page(request)
        pairs, reply = self._making.tried(request, dict(sent))
        return reply or self.answer(request, pairs, None)

    def _reset(self, request: Request, sent: Pairs) -> Response:
        """Go on to the new way in of who lost the old ones, or back without one."""
        self.require_own_page(request)
        pairs, reply = self._recovering.tried(request, dict(sent))
        return reply or self.answer(request, pairs, None)

    def _tried(self, request: Request, sent: Pairs) -> Response:
        """Redeem the ticket for who is proven, or for nobody when the visitor goes back."""
        self.require_own_page(request)
        form = dict(sent)
        pairs = self._tickets.close(form["interaction"])
        if pairs is None:
            raise RefusalError("late")
        if "cancel" in form:
            return self.answer(request, pairs, None)
        if "by" in form:
            return self._mailed(request, pairs, form.get("mail", ""))
        found = self._proving.outcome(request, form)
        if found.proven is None or found.cookie is None:
            said = self._proving.wrong(request, found, form)
            return refused(self._page(request, pairs, **said), found)
        if found.left is None:
            reply = self.answer(request, pairs, found.proven)
        else:
            reply = self._left.tell(request, pairs, found.proven, found.left)
        self._house.browsers.put(reply, found.cookie)
        return reply

    def _mailed(self, request: Request, pairs: Pairs, typed: str) -> Response:
        """Have a code sent, where the application takes such a sign-in."""
        if not self._mail.offered(pairs):
            raise RefusalError("request")
        page, wait = self._mail.ask(request, pairs, typed)
        if page is not None:
            return page
        found = Outcome(wait=wait)
        said = self._house.pages.say(request, "mail-wait", seconds=math.ceil(wait))
        return refused(self._page(request, pairs, problem=said), found)

    def _typed(self, request: Request, sent: Pairs) -> Response:
        """Let in who typed the code of the letter, or show the way to another."""
        self.require_own_page(request)
        form = dict(sent)
        pairs, name = self._mail.taken(form["mailed"])
        if "other" in form:
            return self._page(request, pairs)
        if "cancel" in form:
            return self.answer(request, pairs, None)
        found = self._mail.prove(request, name, form.get("code", ""))
        if found.proven is None:
            return refused(self._mail.wrong(request, pairs, name, found), found)
        return self.answer(request, pairs, found.proven)

    def _go_on(self, request: Request, sent: Pairs) -> Response:
        """Lead on who has read how many codes are left."""
        self.require_own_page(request)
        pairs, proven = self._left.taken(dict(sent)["on"])
        return self.answer(request, pairs, proven)

    def answer(self, request: Request, pairs: Pairs, proven: Proven | None) -> Response:
        """Lead back to the application with who is proven, or with nobody."""
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
        about = {"host": host, "mails": self._mail.offered(pairs), **context}
        about["letters"] = self._house.settings.mails
        page = self._proving.page(request, "sign_in.html", ticket, **about)
        return leads_to(page, dict(pairs)["redirect_uri"], script=True)
