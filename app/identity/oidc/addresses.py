"""Where the browser is sent: to the provider's sign-in, and to its sign-out."""

from urllib.parse import urlencode

from authlib.integrations.httpx_client import AsyncOAuth2Client

from app.identity.oidc.discovery import Metadata
from app.identity.oidc.values import Provider, Transaction


def authorization_address(
    client: AsyncOAuth2Client,
    metadata: Metadata,
    transaction: Transaction,
    wishes: dict[str, str | None],
) -> str:
    """Return the address of the authorization request; wishes that are None are left out."""
    address, _ = client.create_authorization_url(
        metadata.authorization_endpoint,
        state=transaction.state,
        code_verifier=transaction.verifier,
        nonce=transaction.nonce,
        redirect_uri=transaction.redirect_uri,
        **wishes,
    )
    return str(address)


def end_session_address(
    metadata: Metadata,
    provider: Provider,
    id_token: str,
    post_logout_redirect_uri: str,
) -> str | None:
    """Return the address of RP-initiated logout, or None where the provider has none.

    No ``state`` is sent: nothing waits for the way back, and it would stay in the address.
    """
    endpoint = metadata.end_session_endpoint
    if endpoint is None:
        return None
    query = urlencode(
        {
            "id_token_hint": id_token,
            "client_id": provider.client_id,
            "post_logout_redirect_uri": post_logout_redirect_uri,
        }
    )
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"
