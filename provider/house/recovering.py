"""The page on which somebody gets a new way in, by the word of the application that sent them."""

import json

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from provider.endpoints import RefusalError
from provider.house import by_word, coming, vouching
from provider.house.accounts import Account
from provider.house.coming import Coming, Spent
from provider.house.parts import House
from provider.house.vouching import RESETS, Statement, Unfounded
from provider.interactions import Interactions
from provider.rendering import language_of, leads_to
from provider.store import Pairs


class Recovering:
    """Shows what a word is for, and begins it when that was read; looking changes nothing."""

    def __init__(self, house: House, tickets: Interactions) -> None:
        self._house, self._tickets = house, tickets

    @staticmethod
    def meant(pairs: Pairs) -> bool:
        """Whether a request to sign in comes with a word for somebody who lost every way in."""
        return RESETS.parameter in dict(pairs)

    def ask(self, request: Request, pairs: Pairs) -> Response:
        """Show the page to the first browser that brings a statement.

        Raises:
            RefusalError: the statement is not for this request, was used, is late, or its account
                gets no new way in by it.
        """
        house, arrivals = self._house, self._house.arrivals
        browser = arrivals.browser(request.cookies) or coming.new_browser()
        client_id = dict(pairs).get("client_id", "")
        try:
            said = vouching.heard(house.settings, pairs, house.clock(), RESETS)
            with house.database.writing() as conn:
                arrivals.claim(conn, said, browser, client_id)
                whom = by_word.who(conn, house, said.account, said.since)
        except Unfounded as error:
            raise RefusalError("statement") from error
        except Spent as error:
            raise RefusalError("reset-spent", 409) from error
        page = self._page(request, pairs, said, _meant(whom), arrivals.right(said, client_id))
        arrivals.put(page, browser)
        return page

    def tried(self, request: Request, form: dict[str, str]) -> tuple[Pairs, Response | None]:
        """Return what was asked for, and where the way in is made; no answer to who goes back.

        Raises:
            RefusalError: the ticket is late or used, the browser keeps no cookie, or its owner
                signed in meanwhile.
        """
        house, told = self._house, dict(self._tickets.close(form["reset"]) or ())
        browser = house.arrivals.browser(request.cookies)
        if not told or not browser:
            raise RefusalError("late")
        pairs = tuple((name, text) for name, text in json.loads(told["asked"]))
        if "cancel" in form:
            return pairs, None
        with house.database.writing() as conn:
            whom = _meant(by_word.who(conn, house, told["account"], float(told["since"])))
            came = Coming(whom, pairs, told["right"], resets=True)
            token = house.arrivals.begin(conn, came, browser, house.clock())
            by_word.open_for(conn, house, whom, token, coming.LASTS)
        address = f"{house.issuer}/enrol/{token}?ui_locales={language_of(request)}"
        return pairs, RedirectResponse(address, status_code=303)

    def _page(
        self, request: Request, pairs: Pairs, said: Statement, whom: Account, right: str
    ) -> Response:
        kept = (("account", said.account), ("since", str(said.since)))
        ticket = self._tickets.open((*kept, ("right", right), ("asked", json.dumps(pairs))))
        shown = {"host": self._house.pages.host(pairs), "ticket": ticket, "name": whom.name}
        page = self._house.pages.render(request, "reset.html", **shown)
        return leads_to(page, dict(pairs)["redirect_uri"])


def _meant(whom: Account | None) -> Account:
    if whom is None:
        raise RefusalError("reset-none", 409)
    return whom
