"""Tells an application, by its own secret, what it may do here: both ends are set up apart."""

import hmac
from base64 import b64decode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider.house import named
from provider.house.parts import House
from provider.house.settings import GivenClient

BASIC = "basic "


class Fitting:
    """What ``portal doctor`` asks; it changes nothing and names nobody."""

    def __init__(self, house: House) -> None:
        self._house = house

    def routes(self) -> list[Route]:
        """Return where each method stands, below the issuer."""
        return [Route("/fit", self.tell, methods=["POST"])]

    async def tell(self, request: Request) -> Response:
        """Say what the application may do, and which time it is here."""
        one = self._asking(request.headers.get("authorization", ""))
        if one is None:
            head = {"WWW-Authenticate": "Basic"}
            return JSONResponse({"error": "invalid_client"}, status_code=401, headers=head)
        able = {"makes_accounts": one.makes_accounts, "resets_accounts": one.resets_accounts}
        unheard = await run_in_threadpool(self._unheard)
        return JSONResponse({**able, "unheard": unheard, "now": int(self._house.clock())})

    def _unheard(self) -> int:
        with self._house.database.reading() as conn:
            return len(named.unheard(conn, self._house.settings))

    def _asking(self, said: str) -> GivenClient | None:
        """Return the application whose id and secret were sent."""
        if not said.lower().startswith(BASIC):
            return None
        try:
            name, _, secret = b64decode(said[len(BASIC) :], validate=True).decode().partition(":")
        except ValueError:
            return None
        for one in self._house.settings.applications:
            own = one.client_secret.get_secret_value()
            if one.client_id == name and hmac.compare_digest(own.encode(), secret.encode()):
                return one
        return None
