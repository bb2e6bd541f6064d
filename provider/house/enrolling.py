"""The pages at which a way in is made: what it is for, the making, and the printed list."""

import base64
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from provider.endpoints import RefusalError, readable
from provider.house import accounts, agreeing, by_word, codes, coming, enrolment, named, resets
from provider.house.accounts import Account
from provider.house.browsers import Cookie
from provider.house.coming import Coming
from provider.house.confirming import Confirming
from provider.house.lists import Lists, Shown
from provider.house.parts import House
from provider.house.passkeys import NotTaken
from provider.house.picture import picture
from provider.house.ways import BY_CODE, BY_PASSKEY, ONE, TWO
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to

APP, PASSKEY = "app", "passkey"
WRONG = {APP: "wrong-code", PASSKEY: "wrong-key"}
WORTH = {APP: (BY_CODE, ONE), PASSKEY: (BY_PASSKEY, TWO)}


@dataclass(frozen=True, slots=True)
class Begun:
    """A way in that is being made: whose, which, and what an app is going to share with us."""

    account: Account
    way: str
    shared: bytes


class Enrolling:
    """Looking and proving keep nothing; only the word that somebody has the printed list does."""

    def __init__(
        self, house: House, tickets: Interactions, lists: Lists, confirming: Confirming
    ) -> None:
        self._house, self._tickets, self._lists = house, tickets, lists
        self._confirming, self._face = confirming, confirming.face
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
        later = self._prove if "interaction" in form else self._begin
        step = self._finish if "list" in form else later
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
            shown = {"key": key, "link": link, "picture": picture(link)}
            page = self._render(request, "enrol_app.html", **shown, **common)
        page.status_code = 422 if problem else 200
        return leads_to(page, script=True)

    def _prove(self, request: Request, form: dict[str, str]) -> Response:
        """Look at the proof that the way in works, and show the printed list; nothing is kept."""
        begun = self._begun(self._whose(request), form["interaction"])
        try:
            made = self._made(begun, form)
        except NotTaken:
            return self._ask(request, begun, WRONG[begun.way])
        shown = Shown(begun.account, self._house.clock(), way=begun.way, made=made)
        return self._list(request, shown)

    def _made(self, begun: Begun, form: dict[str, str]) -> dict[str, Any]:
        """Return what is to be kept of a passkey or an app.

        Raises:
            NotTaken: what was sent does not prove it.
        """
        if begun.way == PASSKEY:
            challenge = self._tickets.challenge(form["interaction"])
            made = self._house.passkeys.made(form.get("answer", ""), challenge)
            with self._house.database.reading() as conn:
                self._house.passkeys.require_new(conn, made)
            return made
        step = codes.step_of(begun.shared, form.get("code", ""), self._house.clock())
        if step is None:
            raise NotTaken
        return {"shared": _text(begun.shared), "step": step}

    def _finish(self, request: Request, form: dict[str, str]) -> Response:
        """Make the way in, let the list count and spend the address: all of it or nothing."""
        whose = self._whose(request)
        shown = self._lists.taken(form["list"], whose)
        if shown.way not in self._ways:
            raise RefusalError("late")
        if not shown.holds(form.get("code", "")):
            return self._list(request, shown, "wrong-list")
        try:
            cookie, came = self._kept(request, shown)
        except (enrolment.Over, coming.Spent) as error:
            raise RefusalError("over", 404) from error
        except accounts.Taken as error:
            raise RefusalError("account-meanwhile", 409) from error
        except NotTaken:
            begun = Begun(shown.account, shown.way, codes.new_app_secret())
            return self._ask(request, begun, WRONG[shown.way])
        page = self._end(request, shown, came)
        self._house.browsers.put(page, cookie)
        return page

    def _end(self, request: Request, shown: Shown, came: Coming | None) -> Response:
        """Say that it is done, or go on to the work address and back to the application."""
        if came is None:
            with self._house.database.reading() as conn:
                alone = named.nobody_hears(conn, self._house.settings, shown.account)
            return self._render(request, "made.html", account=shown.account, alone=alone)
        amr, acr = WORTH[shown.way]
        proven = Proven(shown.account.subject, int(self._house.clock()), (*amr, *came.also), acr)
        unchecked = "" if came.resets else came.account.email or ""
        return self._confirming.offer(request, came.pairs, proven, unchecked)

    def _list(self, request: Request, shown: Shown, problem: str = "") -> HTMLResponse:
        with self._house.database.reading() as conn:
            came = self._came(conn, request)
        on = [dict(came.pairs)["redirect_uri"]] if came else []
        return self._lists.show(request, shown, problem, on=on)

    def _kept(self, request: Request, shown: Shown) -> tuple[Cookie, Coming | None]:
        house, now, subject = self._house, self._house.clock(), shown.account.subject
        token, browser = request.path_params["token"], house.arrivals.browser(request.cookies)
        with house.database.writing() as conn:
            came = house.arrivals.settle(conn, token, browser, now)
            if came is None:
                resets.used(conn, enrolment.redeem(conn, token, now), token, now)
            elif came.resets:
                by_word.used(conn, came.account, token, now)
            if shown.way == PASSKEY:
                house.passkeys.keep(conn, subject, shown.made, now)
            else:
                shared = base64.b64decode(shown.made["shared"])
                codes.keep_app(conn, house.secret, subject, shared, shown.made["step"])
            codes.keep_list(conn, house.secret, subject, shown.printed)
            agreeing.note_way(conn, house, shown.account, shown.way)
            return house.browsers.renew(conn, subject, request.cookies, now), came

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
                came, now = self._came(conn, request), self._house.clock()
                if came and came.resets:
                    by_word.ensure_stands(conn, came.account, token, now)
                return came.account if came else enrolment.whose(conn, token, now)
        except enrolment.Over as error:
            raise RefusalError("over", 404) from error

    def _came(self, conn: Connection, request: Request) -> Coming | None:
        """Return who is making an account at this address, in this browser, with whose word."""
        arrivals, token = self._house.arrivals, request.path_params["token"]
        return arrivals.find(conn, token, arrivals.browser(request.cookies), self._house.clock())

    def _render(self, request: Request, template: str, **context: object) -> HTMLResponse:
        return self._house.pages.render(request, template, **context)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
