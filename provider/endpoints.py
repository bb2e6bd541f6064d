"""The addresses that every face of the provider has: HTTP in, protocol asked, page or JSON out."""

from collections.abc import Sequence
from pathlib import Path

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, OAuth2Error
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider.config import origin
from provider.discovery import metadata
from provider.grants import AddressRefusedError
from provider.rendering import Renderer
from provider.server import Server
from provider.store import Pairs
from provider.wire import Inquiry, MalformedError, read

_STYLE = Path(__file__).parent / "static" / "provider.css"


class RefusalError(Exception):
    """A page with one sentence, named by its key, and no way on."""

    def __init__(self, key: str, status: int = 400) -> None:
        super().__init__(key)
        self.key, self.status = key, status


class Endpoints:
    """One method for each address; what may wait for a database does so in a thread."""

    def __init__(self, server: Server, pages: Renderer, acr: Sequence[str] = ()) -> None:
        self._server, self._shown = server, pages
        self._metadata = metadata(server.issuer, acr)
        self._origin = origin(server.issuer)
        self._style = _STYLE.read_bytes()

    def routes(self) -> list[Route]:
        """Return where each method stands, below the issuer."""
        return [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/jwks", self.jwks),
            Route("/token", self.token, methods=["POST"]),
            Route("/userinfo", self.userinfo, methods=["GET", "POST"]),
            Route("/end_session", self.end_session, methods=["GET", "POST"]),
            Route("/provider.css", self.style),
        ]

    async def discovery(self, _: Request) -> Response:
        """Describe the provider."""
        return JSONResponse(self._metadata)

    async def jwks(self, _: Request) -> Response:
        """Show the public keys."""
        return JSONResponse(self._server.keys.published().as_dict())

    async def style(self, _: Request) -> Response:
        """Serve the stylesheet."""
        return Response(self._style, media_type="text/css")

    async def token(self, request: Request) -> Response:
        """Change a code for tokens."""
        try:
            pairs = await read(request)
        except MalformedError as error:
            return self._wrong(str(error))
        if "authorization" in request.headers and "client_secret" in dict(pairs):
            return self._wrong("The client authenticates in two ways at once.")
        inquiry = self.inquiry("POST", "token", pairs, request)
        reply: Response = await run_in_threadpool(self._server.create_token_response, inquiry)
        return reply

    async def userinfo(self, request: Request) -> Response:
        """Tell the bearer of a token about its person."""
        inquiry = self.inquiry(request.method, "userinfo", (), request)
        reply: Response = await run_in_threadpool(
            self._server.create_endpoint_response, "userinfo", inquiry
        )
        return reply

    async def end_session(self, request: Request) -> Response:
        """End a sign-in and lead back, or say that it is over."""
        pairs = await readable(request)
        inquiry = self.inquiry(request.method, "end_session", pairs, request)
        try:
            wish = self._server.validate_endpoint_request("end_session", inquiry)
        except OAuth2Error as error:
            raise RefusalError("token") from error
        reply: Response | None = await run_in_threadpool(
            self._server.create_endpoint_response, "end_session", wish
        )
        return reply or self._shown.sentence(request, "left", "left-body")

    def require_own_page(self, request: Request) -> None:
        """Refuse a form that another site sent, where the browser tells."""
        source = request.headers.get("origin", self._origin)
        site = request.headers.get("sec-fetch-site", "same-origin")
        if source != self._origin or site not in {"same-origin", "none"}:
            raise RefusalError("foreign", 403)

    def refused(self, inquiry: Inquiry, error: OAuth2Error) -> Response:
        """Send the error to the client, or show it where there is no trusted way back."""
        if error.redirect_uri:
            return self._server.send_back(inquiry, error)
        if isinstance(error, InvalidClientError):
            raise RefusalError("client") from error
        raise RefusalError(
            "address" if isinstance(error, AddressRefusedError) else "request"
        ) from error

    def inquiry(self, method: str, path: str, pairs: Pairs, request: Request) -> Inquiry:
        """Return a request in Authlib's shape."""
        return Inquiry(method, f"{self._server.issuer}/{path}", pairs, request.headers)

    def _wrong(self, sentence: str) -> Response:
        """Tell a client that its request cannot be read."""
        reply: Response = self._server.handle_error_response(None, InvalidRequestError(sentence))
        return reply


async def readable(request: Request) -> Pairs:
    """Return the parameters of a request.

    Raises:
        RefusalError: they cannot be read.
    """
    try:
        return await read(request)
    except MalformedError as error:
        raise RefusalError("request") from error
