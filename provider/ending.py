"""Sign-out on a client's wish (RP-initiated logout): proven by the ID token it once got."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet

from provider.keys import ALGORITHM


class EndSession(EndSessionEndpoint):  # type: ignore[misc]  # authlib carries no types
    """Ends the sign-in named in the ID token; leads back to registered addresses only."""

    def validate_request(self, request: Any) -> Any:
        """Return the request to end a sign-in.

        Raises:
            InvalidRequestError: a token that is not ours, or an address that is not registered.
        """
        try:
            found = super().validate_request(request)
        except ValueError as error:  # Authlib fails on sentences of joserfc that hold a quote
            raise InvalidRequestError("The id_token_hint cannot be read.") from error
        claims = found.id_token_claims
        if claims and claims.get("iss") != self.server.issuer:
            raise InvalidRequestError("The id_token_hint was issued by somebody else.")
        if claims and not found.redirect_uri and "post_logout_redirect_uri" in request.payload.data:
            raise InvalidRequestError("The post_logout_redirect_uri is not registered.")
        return found

    def get_server_jwks(self) -> KeySet:
        """Return the keys that sign and signed ID tokens."""
        published: KeySet = self.server.keys.published()
        return published

    def get_algorithms(self) -> list[str]:
        """Accept the one algorithm we sign with."""
        return [ALGORITHM]

    def end_session(self, end_session_request: Any) -> None:
        """End the tokens of this sign-in; the provider itself keeps no session."""
        if claims := end_session_request.id_token_claims:
            self.server.store.end(str(claims.get("sid")), self.server.now())
