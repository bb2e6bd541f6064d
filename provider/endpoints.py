"""What happens at each address: HTTP in, protocol asked, page or JSON out."""

from pathlib import Path

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, OAuth2Error
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from provider.config import ProviderConfig, origin
from provider.discovery import metadata
from provider.grants import AddressRefusedError
from provider.interactions import Interactions
from provider.keys import public_keys
from provider.pages import Pages
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
    """One method for each address."""

    def __init__(
        self, config: ProviderConfig, server: Server, tickets: Interactions, pages: Pages
    ) -> None:
        self._server, self._tickets, self._pages = server, tickets, pages
        self._metadata = metadata(config.issuer)
        self._origin = origin(config.issuer)
        self._style = _STYLE.read_bytes()
        self._people = {person.persona: person for person in config.people}

    async def discovery(self, _: Request) -> Response:
        """Describe the provider."""
        return JSONResponse(self._metadata)

    async def jwks(self, _: Request) -> Response:
        """Show the public key."""
        return JSONResponse(public_keys(self._server.key).as_dict())

    async def style(self, _: Request) -> Response:
        """Serve the stylesheet."""
        return Response(self._style, media_type="text/css")

    async def authorize(self, request: Request) -> Response:
        """Show who may be chosen; or, posted with a ticket, sign the chosen person in."""
        pairs = await _readable(request)
        if request.method == "POST" and "interaction" in dict(pairs):
            return self._chosen(request, dict(pairs))
        inquiry = self._inquiry("GET", "authorize", pairs, request)
        try:
            grant = self._server.get_consent_grant(inquiry)
        except OAuth2Error as error:
            return self._refused(inquiry, error)
        return self._pages.choice(request, self._tickets.open(pairs), grant.redirect_uri)

    async def token(self, request: Request) -> Response:
        """Change a code for tokens."""
        try:
            pairs = await read(request)
        except MalformedError as error:
            return self._wrong(str(error))
        if "authorization" in request.headers and "client_secret" in dict(pairs):
            return self._wrong("The client authenticates in two ways at once.")
        inquiry = self._inquiry("POST", "token", pairs, request)
        reply: Response = self._server.create_token_response(inquiry)
        return reply

    async def userinfo(self, request: Request) -> Response:
        """Tell the bearer of a token about its person."""
        inquiry = self._inquiry(request.method, "userinfo", (), request)
        reply: Response = self._server.create_endpoint_response("userinfo", inquiry)
        return reply

    async def end_session(self, request: Request) -> Response:
        """End a sign-in and lead back, or say that it is over."""
        pairs = await _readable(request)
        inquiry = self._inquiry(request.method, "end_session", pairs, request)
        try:
            wish = self._server.validate_endpoint_request("end_session", inquiry)
        except OAuth2Error as error:
            raise RefusalError("token") from error
        reply: Response | None = self._server.create_endpoint_response("end_session", wish)
        return reply or self._pages.sentence(request, "left", "left-body")

    def _chosen(self, request: Request, form: dict[str, str]) -> Response:
        """Redeem the ticket for the chosen person, or for nobody when the visitor goes back."""
        self._require_own_page(request)
        person = self._people.get(form.get("persona", ""))
        if person is None and "cancel" not in form:
            raise RefusalError("person")
        pairs = self._tickets.close(form["interaction"])
        if pairs is None:
            raise RefusalError("late")
        inquiry = self._inquiry("GET", "authorize", pairs, request)
        # cannot be refused: what the ticket holds was accepted by this very process
        grant = self._server.get_consent_grant(inquiry, end_user=person)
        reply: Response = self._server.create_authorization_response(inquiry, person, grant)
        return reply

    def _require_own_page(self, request: Request) -> None:
        """Refuse a choice that another site sent, where the browser tells."""
        source = request.headers.get("origin", self._origin)
        site = request.headers.get("sec-fetch-site", "same-origin")
        if source != self._origin or site not in {"same-origin", "none"}:
            raise RefusalError("foreign", 403)

    def _refused(self, inquiry: Inquiry, error: OAuth2Error) -> Response:
        """Send the error to the client, or show it where there is no trusted way back."""
        if error.redirect_uri:
            return self._server.send_back(inquiry, error)
        if isinstance(error, InvalidClientError):
            raise RefusalError("client") from error
        raise RefusalError(
            "address" if isinstance(error, AddressRefusedError) else "request"
        ) from error

    def _wrong(self, sentence: str) -> Response:
        """Tell a client that its request cannot be read."""
        reply: Response = self._server.handle_error_response(None, InvalidRequestError(sentence))
        return reply

    def _inquiry(self, method: str, path: str, pairs: Pairs, request: Request) -> Inquiry:
        return Inquiry(method, f"{self._server.issuer}/{path}", pairs, request.headers)


async def _readable(request: Request) -> Pairs:
    try:
        return await read(request)
    except MalformedError as error:
        raise RefusalError("request") from error
