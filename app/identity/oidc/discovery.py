"""What a provider says about itself, believed only after it was checked."""

from dataclasses import dataclass
from typing import Any

from app.identity.oidc.refusals import Reason, Refused
from app.identity.oidc.strict import check_address
from app.identity.oidc.values import CLIENT_AUTHENTICATION, Provider


@dataclass(frozen=True)
class Metadata:
    """The checked members of a discovery document that we use."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    algorithms: frozenset[str]
    client_authentication: str
    sends_issuer: bool


def well_known(issuer: str) -> str:
    """Return where the discovery document of ``issuer`` stands."""
    return issuer.rstrip("/") + "/.well-known/openid-configuration"


def check_issuer(issuer: str, *, allow_loopback: bool) -> None:
    """Refuse a configured issuer that is insecure or carries a query."""
    if "?" in check_address(issuer, allow_loopback=allow_loopback):
        raise Refused(Reason.DISCOVERY_INVALID)


def read_metadata(
    document: dict[str, Any], provider: Provider, *, allow_loopback: bool
) -> Metadata:
    """Check ``document`` against what is configured for ``provider``.

    Raises:
        Refused: with a reason of the DISCOVERY family or INSECURE_ADDRESS.
    """
    if document.get("issuer") != provider.issuer:
        raise Refused(Reason.DISCOVERY_ISSUER)

    def required(name: str) -> str:
        return check_address(document.get(name), allow_loopback=allow_loopback)

    def optional(name: str) -> str | None:
        return required(name) if document.get(name) is not None else None

    _check_abilities(document)
    return Metadata(
        issuer=provider.issuer,
        authorization_endpoint=required("authorization_endpoint"),
        token_endpoint=required("token_endpoint"),
        jwks_uri=required("jwks_uri"),
        userinfo_endpoint=optional("userinfo_endpoint"),
        end_session_endpoint=optional("end_session_endpoint"),
        algorithms=_algorithms(document, provider),
        client_authentication=_client_authentication(document, provider),
        sends_issuer=_flag(document, "authorization_response_iss_parameter_supported"),
    )


def _check_abilities(document: dict[str, Any]) -> None:
    offered = (
        ("code", _names(document, "response_types_supported")),
        ("authorization_code", _names(document, "grant_types_supported", "authorization_code")),
        ("S256", _names(document, "code_challenge_methods_supported", "S256")),
    )
    if any(needed not in names for needed, names in offered):
        raise Refused(Reason.DISCOVERY_UNSUPPORTED)


def _algorithms(document: dict[str, Any], provider: Provider) -> frozenset[str]:
    offered = _names(document, "id_token_signing_alg_values_supported")
    common = frozenset(offered).intersection(provider.algorithms)
    if not common:
        raise Refused(Reason.DISCOVERY_ALGORITHMS)
    return common


def _client_authentication(document: dict[str, Any], provider: Provider) -> str:
    offered = _names(document, "token_endpoint_auth_methods_supported", "client_secret_basic")
    configured = provider.client_authentication
    for method in (configured,) if configured else CLIENT_AUTHENTICATION:
        if method in offered:
            return method
    raise Refused(Reason.DISCOVERY_UNSUPPORTED)


def _names(document: dict[str, Any], name: str, *default: str) -> list[str]:
    names = document.get(name, list(default))
    if not isinstance(names, list) or not all(isinstance(entry, str) for entry in names):
        raise Refused(Reason.DISCOVERY_INVALID)
    return names


def _flag(document: dict[str, Any], name: str) -> bool:
    value = document.get(name, False)
    if not isinstance(value, bool):
        raise Refused(Reason.DISCOVERY_INVALID)
    return value
