"""How a person proves who it is in the demonstration: by choosing."""

from authlib.oauth2.rfc6749 import OAuth2Error
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provider.config import ProviderConfig
from provider.endpoints import Endpoints, RefusalError, readable
from provider.interactions import Interactions
from provider.models import Proven
from provider.pages import Pages
from provider.server import Server


class Choosing(Endpoints):
    """The demonstration's authorization endpoint, and all that every face has."""

    def __init__(
        self, config: ProviderConfig, server: Server, tickets: Interactions, pages: Pages
    ) -> None:
        super().__init__(server, pages)
        self._tickets, self._pages, self._now = tickets, pages, config.clock
        self._people = {person.persona: person for person in config.people}

    def routes(self) -> list[Route]:
        """Return where each method stands, below the issuer."""
        return [*super().routes(), Route("/authorize", self.authorize, methods=["GET", "POST"])]

    async def authorize(self, request: Request) -> Response:
        """Show who may be chosen; or, posted with a ticket, sign the chosen person in."""
        pairs = await readable(request)
        if request.method == "POST" and "interaction" in dict(pairs):
            return self._chosen(request, dict(pairs))
        inquiry = self.inquiry("GET", "authorize", pairs, request)
        try:
            grant = self._server.get_consent_grant(inquiry)
        except OAuth2Error as error:
            return self.refused(inquiry, error)
        return self._pages.choice(request, self._tickets.open(pairs), grant.redirect_uri)

    def _chosen(self, request: Request, form: dict[str, str]) -> Response:
        """Redeem the ticket for the chosen person, or for nobody when the visitor goes back."""
        self.require_own_page(request)
        person = self._people.get(form.get("persona", ""))
        if person is None and "cancel" not in form:
            raise RefusalError("person")
        pairs = self._tickets.close(form["interaction"])
        if pairs is None:
            raise RefusalError("late")
        proven = person and Proven(person.subject, int(self._now()), person.amr)
        inquiry = self.inquiry("GET", "authorize", pairs, request)
        # cannot be refused: what the ticket holds was accepted by this very process
        grant = self._server.get_consent_grant(inquiry, end_user=proven)
        reply: Response = self._server.create_authorization_response(inquiry, proven, grant)
        return reply
