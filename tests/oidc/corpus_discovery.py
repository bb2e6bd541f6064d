"""Hostile and useless discovery documents."""

from typing import Any

from app.identity.oidc import Reason as Why
from tests.oidc.corpus import HONEST, Row
from tests.oidc.hostile_provider import DROP, doubled


def in_discovery(member: str, value: Any) -> dict[str, Any]:
    return {"discovery": {member: value}}


DISCOVERY = [
    Row("issuer differs", HONEST, in_discovery("issuer", "https://other.example"),
        Why.DISCOVERY_ISSUER),
    Row("issuer differs by a slash", HONEST, in_discovery("issuer", lambda good: good + "/"),
        Why.DISCOVERY_ISSUER),
    Row("issuer missing", HONEST, in_discovery("issuer", DROP), Why.DISCOVERY_ISSUER),
    Row("issuer twice", HONEST, {"bodies": {"discovery": doubled("issuer")}},
        Why.ANSWER_REPEATED_MEMBER),
    Row("http though not allowed", HONEST, {"allow_loopback": False}, Why.INSECURE_ADDRESS),
    Row("token endpoint without https", HONEST,
        in_discovery("token_endpoint", "http://op.example/token"), Why.INSECURE_ADDRESS),
    Row("keys without https", HONEST, in_discovery("jwks_uri", "http://op.example/keys"),
        Why.INSECURE_ADDRESS),
    Row("keys as data", HONEST, in_discovery("jwks_uri", "data:application/json,x"),
        Why.DISCOVERY_INVALID),
    Row("authorization by script", HONEST,
        in_discovery("authorization_endpoint", "javascript:alert(1)"), Why.DISCOVERY_INVALID),
    Row("authorization endpoint missing", HONEST, in_discovery("authorization_endpoint", DROP),
        Why.DISCOVERY_INVALID),
    Row("userinfo with a user in the address", HONEST,
        in_discovery("userinfo_endpoint", "https://a:b@op.example/"), Why.DISCOVERY_INVALID),
    Row("port out of range", HONEST, in_discovery("jwks_uri", "https://op.example:99999/"),
        Why.DISCOVERY_INVALID),
    Row("address with spaces", HONEST, in_discovery("jwks_uri", "https://op.example/a b"),
        Why.DISCOVERY_INVALID),
    Row("address that no library reads", HONEST,
        in_discovery("token_endpoint", "https://999.1.1.1/token"), Why.UNREADABLE),
    Row("host with empty labels", HONEST, in_discovery("token_endpoint", "https://a..b/token"),
        Why.NO_CONNECTION),
    Row("nobody listens there", HONEST, in_discovery("token_endpoint", "http://127.0.0.1:1/"),
        Why.NO_CONNECTION),
    Row("only none on offer", HONEST,
        in_discovery("id_token_signing_alg_values_supported", ["none"]), Why.DISCOVERY_ALGORITHMS),
    Row("only HS256 on offer", HONEST,
        in_discovery("id_token_signing_alg_values_supported", ["HS256"]), Why.DISCOVERY_ALGORITHMS),
    Row("algorithms are no list", HONEST,
        in_discovery("id_token_signing_alg_values_supported", "RS256"), Why.DISCOVERY_INVALID),
    Row("implicit flow only", HONEST, in_discovery("response_types_supported", ["id_token"]),
        Why.DISCOVERY_UNSUPPORTED),
    Row("PKCE plain only", HONEST, in_discovery("code_challenge_methods_supported", ["plain"]),
        Why.DISCOVERY_UNSUPPORTED),
    Row("private_key_jwt only", HONEST,
        in_discovery("token_endpoint_auth_methods_supported", ["private_key_jwt"]),
        Why.DISCOVERY_UNSUPPORTED),
    Row("iss flag is a word", HONEST,
        in_discovery("authorization_response_iss_parameter_supported", "yes"),
        Why.DISCOVERY_INVALID),
]  # fmt: skip
