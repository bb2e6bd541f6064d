"""What the pages that ask for a proof share: the forms, the proof sent, and what went wrong."""

import math
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from provider.endpoints import RefusalError
from provider.house import accounts
from provider.house.accounts import Account
from provider.house.parts import House
from provider.house.ways import Caller, Outcome, Typed, Ways
from provider.interactions import Interactions
from provider.models import Proven
from provider.rendering import leads_to

LONGEST_NAME = 254
After = Callable[[Account, Proven], Response]
"""Makes the page for whom a proof was right."""


class Proving:
    """Asks for a proof on a page of ours and looks at what is sent."""

    def __init__(self, house: House, tickets: Interactions, *, sheet: bool) -> None:
        self._house, self._pages = house, house.pages
        self._ways, self._tickets, self._sheet = Ways(house), tickets, sheet

    def outcome(self, request: Request, form: dict[str, str]) -> Outcome:
        """Return what comes of a form; ``sheet`` where a printed code alone is enough."""
        caller = Caller(request.cookies, request.client.host if request.client else "")
        if "answer" in form:
            challenge = self._tickets.challenge(form["interaction"])
            return self._ways.by_passkey(form["answer"], challenge, caller)
        typed = {field: form.get(field, "") for field in ("name", "app", "printed")}
        return self._ways.by_codes(Typed(**typed, sheet=self._sheet), caller)

    def page(self, request: Request, template: str, ticket: str, **context: object) -> HTMLResponse:
        """Return a page with the forms, under a fresh ticket."""
        challenge = self._tickets.challenge(ticket)
        about = {"problem": "", "name": "", "wrong": False, "contact": self._pages.contact}
        options = self._pages.to_use(challenge)
        return self._pages.render(
            request, template, ticket=ticket, options=options, **{**about, **context}
        )

    def ask(self, request: Request, words: str, **context: object) -> HTMLResponse:
        """Return the page that only asks for a proof; ``words`` names what it is for."""
        page = self.page(request, "prove.html", self._tickets.open(()), asked=words, **context)
        return leads_to(page, script=True)

    def then(self, request: Request, form: dict[str, str], words: str, made: After) -> Response:
        """Return what ``made`` gives whom that page proved, with their cookie, or it again.

        Raises:
            RefusalError: the ticket is late or used, or the account was removed meanwhile.
        """
        if self._tickets.close(form.get("interaction", "")) is None:
            raise RefusalError("late")
        found = self.outcome(request, form)
        if found.proven is None or found.cookie is None:
            return refused(self.ask(request, words, **self.wrong(request, found, form)), found)
        with self._house.database.reading() as conn:
            account = accounts.by_subject(conn, found.proven.subject)
        if account is None:
            raise RefusalError("late")
        page = made(account, found.proven)
        self._house.browsers.put(page, found.cookie)
        return page

    def wrong(self, request: Request, found: Outcome, form: dict[str, str]) -> dict[str, object]:
        """Return what a page says of a proof that was not accepted."""
        seconds = math.ceil(found.wait)
        problem = self._pages.say(request, "wait" if seconds else "wrong", seconds=seconds)
        return {
            "problem": problem,
            "name": form.get("name", "")[:LONGEST_NAME],
            "wrong": not seconds,
        }


def refused(page: HTMLResponse, found: Outcome) -> HTMLResponse:
    """Let a page that is shown again say by its status why."""
    seconds = math.ceil(found.wait)
    page.status_code = 429 if seconds else 422
    if seconds:
        page.headers["Retry-After"] = str(seconds)
    return page
