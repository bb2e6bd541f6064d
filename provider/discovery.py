"""What a client finds out about the provider by itself."""

from collections.abc import Sequence
from typing import Any

from provider.keys import ALGORITHM
from provider.models import SCOPES
from provider.words import LANGUAGES


def metadata(issuer: str, acr: Sequence[str] = ()) -> dict[str, Any]:
    """Return the discovery document; all addresses stand under the issuer.

    ``acr`` names what a proof can be worth, the most first; empty where nobody assures of it.
    """
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks",
        "end_session_endpoint": f"{issuer}/end_session",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": [
            *("iss", "sub", "aud", "exp", "iat", "auth_time", "amr", "nonce", "at_hash", "sid"),
            *(["acr"] if acr else []),
            *("name", "locale", "email", "email_verified"),
        ],
        "ui_locales_supported": list(LANGUAGES),
        "authorization_response_iss_parameter_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        **({"acr_values_supported": list(acr)} if acr else {}),
    }
