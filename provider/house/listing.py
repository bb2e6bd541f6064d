"""The page at which somebody makes a new printed list: a fresh proof, the list, the word for it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from provider.endpoints import Endpoints, RefusalError, readable
from provider.house import accounts, codes
from provider.house.accounts import Account
from provider.house.lists import Lists, Shown
from provider.house.parts import House
from provider.house.proving import Proving
from provider.house.record import What, record
from provider.interactions import Interactions
from provider.models import Proven


class Listing:
    """A printed code alone makes no new list: whoever found the sheet could stay in by it."""

    def __init__(self, house: House, tickets: Interactions, lists: Lists, face: Endpoints) -> None:
        self._house, self._tickets, self._lists, self._face = house, tickets, lists, face
        self._proving = Proving(house, tickets, sheet=False)

    def routes(self) -> list[Route]:
        """Return where it stands, below the issuer."""
        return [Route("/list", self.list, methods=["GET", "POST"])]

    async def list(self, request: Request) -> Response:
        """Ask for a proof, show a list, or let it count."""
        if request.method != "POST":
            return await run_in_threadpool(self._ask, request)
        self._face.require_own_page(request)
        form = dict(await readable(request))
        step = self._keep if "list" in form else self._prove
        return await run_in_threadpool(step, request, form)

    def _ask(self, request: Request) -> HTMLResponse:
        return self._proving.ask(request, "list")

    def _prove(self, request: Request, form: dict[str, str]) -> Response:
        def shown(account: Account, _proven: Proven) -> Response:
            return self._lists.show(request, Shown(account, self._house.clock()))

        return self._proving.then(request, form, "list", shown)

    def _keep(self, request: Request, form: dict[str, str]) -> Response:
        """Let the list count, unless its owner's ways in were removed since it was shown."""
        shown = self._lists.taken(form["list"])
        if shown.way:
            raise RefusalError("late")
        if not shown.holds(form.get("code", "")):
            return self._lists.show(request, shown, "wrong-list")
        subject = shown.account.subject
        with self._house.database.writing() as conn:
            held = accounts.hold(conn, subject)
            if not held or accounts.cleared_since(conn, subject, shown.since):
                raise RefusalError("late")
            codes.keep_list(conn, self._house.secret, subject, shown.printed)
            record(conn, self._house.clock(), What.LISTED, subject)
        return self._house.pages.render(request, "listed.html")
