"""The page on which somebody makes an account, by the word of the application that sent them."""

import json
import math

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from provider.endpoints import RefusalError
from provider.house import accounts, coming, throttle, vouching
from provider.house.accounts import Newcomer
from provider.house.coming import Coming, Spent
from provider.house.parts import House
from provider.house.proving import refused
from provider.house.throttle import Counted
from provider.house.vouching import Unfounded
from provider.house.ways import Outcome
from provider.interactions import Interactions
from provider.rendering import language_of, leads_to
from provider.store import Pairs

FIELDS = ("handle", "name", "email")
LONGEST_SHOWN = 254
TAKEN_WAITS = 900.0


class Making:
    """Shows who vouches and takes name, account name and address; nothing is kept of it yet."""

    def __init__(self, house: House, tickets: Interactions) -> None:
        self._house, self._tickets = house, tickets

    @staticmethod
    def meant(pairs: Pairs) -> bool:
        """Whether a request to sign in comes with a word for somebody who has no account."""
        return vouching.MAKES.parameter in dict(pairs)

    def ask(self, request: Request, pairs: Pairs) -> Response:
        """Show the page to the first browser that brings a statement.

        Raises:
            RefusalError: the statement is not for this request, was used, or is late.
        """
        house, arrivals = self._house, self._house.arrivals
        browser = arrivals.browser(request.cookies) or coming.new_browser()
        try:
            said = vouching.heard(house.settings, pairs, house.clock())
            with house.database.writing() as conn:
                arrivals.claim(conn, said, browser, dict(pairs)["client_id"])
        except Unfounded as error:
            raise RefusalError("statement") from error
        except Spent as error:
            raise RefusalError("statement-spent", 409) from error
        page = self._page(request, pairs, arrivals.right(said, dict(pairs)["client_id"]))
        arrivals.put(page, browser)
        return page

    def tried(self, request: Request, form: dict[str, str]) -> tuple[Pairs, Response | None]:
        """Return what was asked for, and where the way in is made or what is wrong.

        There is no answer where the visitor goes back.

        Raises:
            RefusalError: the ticket is late or used, or the browser keeps no cookie.
        """
        told = dict(self._tickets.close(form["account"]) or ())
        browser = self._house.arrivals.browser(request.cookies)
        if not told or not browser:
            raise RefusalError("late")
        pairs = tuple((name, text) for name, text in json.loads(told["asked"]))
        if "cancel" in form:
            return pairs, None
        try:
            typed = {name: form.get(name, "").strip() for name in FIELDS}
            mail, locale = typed["email"] or None, language_of(request)
            made = accounts.drawn(Newcomer(typed["handle"], typed["name"], mail, locale))
        except ValueError:
            return pairs, self._wrong(request, pairs, told["right"], form, "account-wrong")
        token, wait = self._begun(request, Coming(made, pairs, told["right"]), browser)
        if not token:
            problem = "wait" if wait else "account-taken"
            page = self._wrong(request, pairs, told["right"], form, problem, wait=wait)
            return pairs, refused(page, Outcome(wait=wait))
        address = f"{self._house.issuer}/enrol/{token}?ui_locales={locale}"
        return pairs, RedirectResponse(address, status_code=303)

    def _begun(self, request: Request, came: Coming, browser: str) -> tuple[str, float]:
        """Return the token of what is under way now, or for how many seconds to wait, or neither.

        Names that are taken are counted: who tries many would learn who has an account.
        """
        house, now = self._house, self._house.clock()
        network = throttle.network(request.client.host if request.client else "")
        counted = [Counted(house.secret.hashed("slow account network", network), TAKEN_WAITS)]
        with house.database.writing() as conn:
            if pause := throttle.wait(conn, counted, now):
                return "", pause
            if house.arrivals.taken(conn, came.account):
                throttle.failed(conn, counted, now)
                return "", 0.0
            return house.arrivals.begin(conn, came, browser, now), 0.0

    def _wrong(  # noqa: PLR0913, PLR0917 - what the page shows again
        self,
        request: Request,
        pairs: Pairs,
        right: str,
        form: dict[str, str],
        problem: str,
        wait: float = 0.0,
    ) -> HTMLResponse:
        said = self._house.pages.say(request, problem, seconds=math.ceil(wait))
        typed = {name: form.get(name, "")[:LONGEST_SHOWN] for name in FIELDS}
        page = self._page(request, pairs, right, problem=said, **typed)
        page.status_code = 422
        return page

    def _page(
        self, request: Request, pairs: Pairs, right: str, problem: str = "", **typed: str
    ) -> HTMLResponse:
        """Show the page under a fresh ticket; its forms may lead back to the application."""
        ticket = self._tickets.open((("right", right), ("asked", json.dumps(pairs))))
        shown = {"host": self._house.pages.host(pairs), "ticket": ticket, "problem": problem}
        letters = self._house.settings.mails
        empty = dict.fromkeys(FIELDS, "")
        page = self._house.pages.render(
            request, "account.html", letters=letters, **{**empty, **typed}, **shown
        )
        return leads_to(page, dict(pairs)["redirect_uri"])
