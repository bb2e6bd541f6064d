"""What a row of the corpus is, and the honest bases its rows depart from."""

from dataclasses import dataclass, field
from typing import Any

from app.identity.oidc import Reason
from tests.oidc.hostile_provider import CLIENT_ID, DROP, Edits, Now, key, public, with_

ISSUER_FLAG = {"authorization_response_iss_parameter_supported": True}


def listed(*algorithms: str) -> dict[str, Any]:
    return {"id_token_signing_alg_values_supported": list(algorithms)}


def beside(good: list[dict[str, Any]]) -> dict[str, Any]:
    """The signing key among keys that mean nothing to us."""
    strange = [{"kty": "AKP", "kid": "pq", "pub": "AA"}, "no key", public("rsa-2", use="enc")]
    return {"keys": [*strange, *good]}


HONEST = Edits()
EC = Edits(algorithm="ES256", signer="ec", published=("ec",))
ED = Edits(algorithm="EdDSA", signer="ed", published=("ed",))
MANY_AUDIENCES = Edits(claims={"aud": [CLIENT_ID, "other"], "azp": CLIENT_ID})
AZP = Edits(claims={"azp": CLIENT_ID})
NBF = Edits(claims={"nbf": Now(60)})
AT_HASH = Edits(at_hash=True)
MAX_AGE = Edits(wishes={"max_age": 600}, claims={"auth_time": Now(-660)})
NONE_LISTED = Edits(discovery=listed("RS256", "none"))
HS_LISTED = Edits(discovery=listed("RS256", "HS256"))
TWO_KEYS = Edits(published=("rsa", "rsa-other"))
WEAK_BESIDE = Edits(published=("rsa", "weak"))
ISS_SENT = Edits(iss=lambda own: own)
ISS_ADVERTISED = Edits(iss=lambda own: own, discovery=ISSUER_FLAG)
HURRIED = Edits(seconds=1.0)

ACCEPTED = {
    "honest": HONEST,
    "ES256": EC,
    "EdDSA": ED,
    "Ed25519 by its newer name": Edits(algorithm="Ed25519", signer="ed", published=("ed",)),
    "ES384": Edits(algorithm="ES384", signer="p384", published=("p384",)),
    "PS256": Edits(algorithm="PS256"),
    "several audiences with azp ours": MANY_AUDIENCES,
    "one audience in a list": Edits(claims={"aud": [CLIENT_ID]}),
    "azp ours": AZP,
    "valid only in 60 s": NBF,
    "expired 59 s ago": Edits(claims={"exp": Now(-59)}),
    "issued in 60 s": Edits(claims={"iat": Now(60)}),
    "issued 60 s before the sign-in": Edits(claims={"iat": Now(-63)}),
    "times with fractions": Edits(claims={"exp": Now(300.5)}),
    "at_hash": AT_HASH,
    "at_hash with EdDSA": with_(ED, at_hash=True),
    "at_hash with ES384": Edits(
        algorithm="ES384", signer="p384", published=("p384",), at_hash=True
    ),
    "signed in lately enough": MAX_AGE,
    "none beside RS256": NONE_LISTED,
    "HS256 beside RS256": HS_LISTED,
    "several keys": TWO_KEYS,
    "a weak key beside": WEAK_BESIDE,
    "strange keys beside": Edits(keys=beside),
    "key that names its algorithm": Edits(
        keys=lambda _: {"keys": [public("rsa", alg="RS256", key_ops=["verify"])]}
    ),
    "key named EdDSA, token Ed25519": with_(
        Edits(algorithm="Ed25519", signer="ed", published=("ed",)),
        keys=lambda _: {"keys": [public("ed", alg="EdDSA")]},
    ),
    "single key, token without key id": Edits(header={"kid": DROP}),
    "single key without key id": Edits(
        keys=lambda _: {"keys": [key("rsa").as_dict(private=False)]}, header={"kid": DROP}
    ),
    "header with a member of its own": Edits(header={"x-team": "north"}),
    "iss sent": ISS_SENT,
    "iss sent and advertised": ISS_ADVERTISED,
    "further parameters": Edits(parameters=lambda good: [*good, ("session_state", "1")]),
    "client_secret_post": Edits(
        discovery={"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    ),
    "only what discovery must hold": Edits(
        discovery={
            "grant_types_supported": DROP,
            "code_challenge_methods_supported": DROP,
            "token_endpoint_auth_methods_supported": DROP,
            "end_session_endpoint": DROP,
        }
    ),
    "authorization endpoint with a query": Edits(
        discovery={"authorization_endpoint": lambda good: f"{good}?tenant=a%20b"}
    ),
    "expires_in missing": Edits(token={"expires_in": DROP}),
    "short access token": Edits(token={"expires_in": 1}),
    "token type in capitals": Edits(token={"token_type": "BEARER"}),
    "userinfo with line breaks": Edits(bodies={"userinfo": lambda body: b"\r\n" + body + b"\n"}),
    "in a hurry": HURRIED,
}


@dataclass(frozen=True)
class Row:
    """One case: an accepted base, the one edit, and why it is refused."""

    name: str
    base: Edits
    change: dict[str, Any]
    reason: Reason
    edits: Edits = field(init=False, repr=False)

    def __post_init__(self) -> None:
        assert len(self.change) == 1
        object.__setattr__(self, "edits", with_(self.base, **self.change))
