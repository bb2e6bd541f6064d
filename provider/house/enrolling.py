"""The pages at which a way in is made: what it is for, the making, and the printed list."""

import base64
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from provider.endpoints import Endpoints, RefusalError, readable
from provider.house import browsers, codes, enrolment
from provider.house.accounts import Account
from provider.house.enrolment import Entry
from provider.house.parts import House
from provider.house.passkeys import NotTaken
from provider.interactions import Interactions
from provider.rendering import leads_to

APP, PASSKEY = "app", "passkey"


@dataclass(frozen=True, slots=True)
class Begun:
    """A way in that is being made: whose, which, and what an app is going to share with us."""

    account: Account
    way: str
    shared: bytes


class Enrolling:
    """Reading the address changes nothing; posting a proof makes the way in and spends it."""

    def __init__(self, house: House, tickets: Interactions, face: Endpoints) -> None:
        self._house, self._tickets, self._face = house, tickets, face
        self._ways = {APP} | ({PASSKEY} if house.passkeys.domain else set())

    def routes(self) -> list[Route]:
        """Return where each method stands, below the issuer."""
        return [Route("/enrol/{token}", self.enrol, methods=["GET", "POST"])]

    async def enrol(self, request: Request) -> Response:
        """Show what the address is for, begin a way in, or finish it."""
        if request.method != "POST":
            return await run_in_threadpool(self._show, request)
        self._face.require_own_page(request)
        form = dict(await readable(request))
        step = self._finish if "interaction" in form else self._begin
        return await run_in_threadpool(step, request, form)

    def _show(self, request: Request) -> Response:
        whose, able = self._whose(request), PASSKEY in self._ways
        return leads_to(self._render(request, "enrol.html", account=whose, able=able))

    def _begin(self, request: Request, form: dict[str, str]) -> Response:
        account, way = self._whose(request), form.get("way", "")
        if way not in self._ways:
            raise RefusalError("request")
        return self._ask(request, Begun(account, way, codes.new_app_secret()))

    def _ask(self, request: Request, begun: Begun, problem: str = "") -> HTMLResponse:
        """Ask for a proof that the way in works, under a ticket that remembers what was begun."""
        whose = begun.account
        sealed = self._house.secret.seal(begun.shared, whose.subject)
        kept = (("for", whose.subject), ("way", begun.way), ("shared", _text(sealed)))
        ticket = self._tickets.open(kept)
        said = self._house.pages.say(request, problem) if problem else ""
        common = {"ticket": ticket, "problem": said}
        if begun.way == PASSKEY:
            challenge = self._tickets.challenge(ticket)
            options = self._house.passkeys.to_make(whose, challenge)
            page = self._render(request, "enrol_passkey.html", options=options, **common)
        else:
            key, link = codes.app_words(begun.shared, whose.handle, self._house.settings.title)
            page = self._render(request, "enrol_app.html", key=key, link=link, **common)
        page.status_code = 422 if problem else 200
        return leads_to(page, script=True)

    def _finish(self, request: Request, form: dict[str, str]) -> Response:
        """Make the way in, spend the address and show the printed list: all of it or nothing."""
        begun = self._begun(self._whose(request), form["interaction"])
        cookie = browsers.given(request, secure=self._house.settings.secure)
        try:
            with self._house.database.writing() as conn:
                now = self._house.clock()
                enrolment.redeem(conn, request.path_params["token"], now)
                self._keep(conn, begun, form)
                entry = Entry(begun.account, begun.way, cookie)
                made = enrolment.finish(conn, self._house.secret, entry, now)
        except enrolment.Over as error:
            raise RefusalError("over", 404) from error
        except NotTaken:
            wrong = "wrong-key" if begun.way == PASSKEY else "wrong-code"
            return self._ask(request, begun, wrong)
        page = self._render(request, "made.html", account=begun.account, printed=made.printed)
        browsers.put(page, made.browser, secure=self._house.settings.secure)
        return page

    def _keep(self, conn: Connection, begun: Begun, form: dict[str, str]) -> None:
        """Keep the passkey, or what the app shares with us.

        Raises:
            NotTaken: what was sent does not prove it.
        """
        subject, now = begun.account.subject, self._house.clock()
        if begun.way == PASSKEY:
            challenge = self._tickets.challenge(form["interaction"])
            self._house.passkeys.keep(conn, subject, form.get("answer", ""), challenge, now)
            return
        step = codes.step_of(begun.shared, form.get("code", ""), now)
        if step is None:
            raise NotTaken
        codes.keep_app(conn, self._house.secret, subject, begun.shared, step)

    def _begun(self, account: Account, ticket: str) -> Begun:
        kept = dict(self._tickets.close(ticket) or ())
        if kept.get("for") != account.subject:
            raise RefusalError("late")
        shared = self._house.secret.open(base64.b64decode(kept["shared"]), account.subject)
        return Begun(account, kept["way"], shared)

    def _whose(self, request: Request) -> Account:
        token = request.path_params["token"]
        try:
            with self._house.database.reading() as conn:
                return enrolment.whose(conn, token, self._house.clock())
        except enrolment.Over as error:
            raise RefusalError("over", 404) from error

    def _render(self, request: Request, template: str, **context: object) -> HTMLResponse:
        return self._house.pages.render(request, template, **context)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
