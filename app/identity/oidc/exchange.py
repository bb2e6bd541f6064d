"""The conversation with one provider: Authlib's client on careful connections."""

from typing import Any, cast
from urllib.parse import quote_plus

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.auth import encode_client_secret_basic

from app.identity.oidc.discovery import Metadata
from app.identity.oidc.refusals import Reason, Refused
from app.identity.oidc.strict import json_object
from app.identity.oidc.values import Provider, Transaction

_JSON = ("application/json", "application/jwk-set+json")
_ERRORS_WITH_JSON = (httpx2.codes.BAD_REQUEST, httpx2.codes.UNAUTHORIZED)


class _Credentials:
    """Client id and secret as RFC 6749 §2.3.1 wants them inside a Basic header: form-encoded."""

    def __init__(self, client: Any) -> None:
        self.client_id = quote_plus(client.client_id)
        self.client_secret = quote_plus(client.client_secret)


def _encoded_basic(
    client: Any, method: str, uri: str, headers: Any, body: Any
) -> tuple[str, Any, Any]:
    answer = encode_client_secret_basic(_Credentials(client), method, uri, headers, body)
    return cast("tuple[str, Any, Any]", answer)


def open_client(
    provider: Provider, metadata: Metadata, transport: httpx2.AsyncBaseTransport, **options: str
) -> AsyncOAuth2Client:
    """Build Authlib's client for one sign-in; it owns no connection and needs no closing."""
    client = AsyncOAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        token_endpoint_auth_method=metadata.client_authentication,
        scope=" ".join(provider.scopes),
        code_challenge_method="S256",
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        **options,
    )
    client.register_client_auth_method(("client_secret_basic", _encoded_basic))
    client.register_compliance_hook("access_token_response", _unambiguous)
    return client


async def fetch_json(url: str, transport: httpx2.AsyncBaseTransport) -> dict[str, Any]:
    """Return the JSON object at ``url``, asked for without any credentials.

    Raises:
        Refused: for anything but a 200 with one unambiguous JSON object.
        Unreachable: as the transport says.
    """
    request = httpx2.Request("GET", url)
    return _answered(await transport.handle_async_request(request))


async def fetch_tokens(
    client: AsyncOAuth2Client, metadata: Metadata, transaction: Transaction, code: str
) -> tuple[str, str]:
    """Exchange ``code`` for (access token, id_token).

    Raises:
        Refused: CODE_REFUSED, TOKEN_REFUSED, TOKEN_ANSWER, ID_TOKEN_MISSING, ID_TOKEN_MALFORMED
            or a reason of the ANSWER family.
        Unreachable: as the transport says.
    """
    try:
        answer = await client.fetch_token(
            metadata.token_endpoint,
            grant_type="authorization_code",
            code=code,
            redirect_uri=transaction.redirect_uri,
            code_verifier=transaction.verifier,
        )
    except OAuthError as error:
        spent = error.error == "invalid_grant"
        raise Refused(Reason.CODE_REFUSED if spent else Reason.TOKEN_REFUSED) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise Refused(Reason.TOKEN_ANSWER) from error
    return _tokens(answer)


async def fetch_userinfo(
    client: AsyncOAuth2Client, address: str, access_token: str
) -> dict[str, Any]:
    """Return what userinfo says to the bearer of ``access_token``.

    Raises:
        Refused: USERINFO_SIGNED or a reason of the ANSWER family.
        Unreachable: as the transport says.
    """
    client.token = {"access_token": access_token, "token_type": "Bearer"}
    answer = await client.get(address)
    if _media_type(answer) in ("application/jwt", "application/jose"):
        raise Refused(Reason.USERINFO_SIGNED)
    return _answered(answer)


def _tokens(answer: dict[str, Any]) -> tuple[str, str]:
    access_token, kind = answer.get("access_token"), answer.get("token_type")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise Refused(Reason.TOKEN_ANSWER)
    if not isinstance(access_token, str) or not access_token.isascii() or not access_token:
        raise Refused(Reason.TOKEN_ANSWER)
    if not access_token.isprintable():
        raise Refused(Reason.TOKEN_ANSWER)
    if "id_token" not in answer:
        raise Refused(Reason.ID_TOKEN_MISSING)
    if not isinstance(answer["id_token"], str):
        raise Refused(Reason.ID_TOKEN_MALFORMED)
    return access_token, answer["id_token"]


def _unambiguous(answer: httpx2.Response) -> httpx2.Response:
    """Look at a token answer before Authlib does, whose JSON lets the last of two members win."""
    members = _object(answer)
    if answer.status_code in _ERRORS_WITH_JSON and isinstance(members.get("error"), str):
        return answer
    if answer.status_code != httpx2.codes.OK or "error" in members:
        raise Refused(Reason.TOKEN_REFUSED)
    return answer


def _answered(answer: httpx2.Response) -> dict[str, Any]:
    if answer.status_code != httpx2.codes.OK:
        raise Refused(Reason.ANSWER_STATUS)
    return _object(answer)


def _object(answer: httpx2.Response) -> dict[str, Any]:
    if _media_type(answer) not in _JSON:
        raise Refused(Reason.ANSWER_NOT_JSON)
    return json_object(answer.content)


def _media_type(answer: httpx2.Response) -> str:
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()
