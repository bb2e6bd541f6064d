"""Tokens whose header, key or signature is wrong."""

import json
from typing import Any

from app.identity.oidc import Reason as Why
from tests.oidc.corpus import EC, ED, HONEST, HS_LISTED, NONE_LISTED, TWO_KEYS, WEAK_BESIDE, Row
from tests.oidc.hostile_provider import (
    CLIENT_SECRET,
    DROP,
    b64,
    hmac_signed,
    key,
    public,
    signed,
    unsigned_as,
)

RSA_PEM = key("rsa").as_pem()


def flipped(token: str) -> str:
    """The same token with one bit of its signature turned."""
    head, _, signature = token.rpartition(".")
    turned = "B" if signature[9] != "B" else "C"
    return f"{head}.{signature[:9]}{turned}{signature[10:]}"


def other_payload(token: str) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{b64(json.dumps({'sub': 'somebody else'}).encode())}.{signature}"


def by_another(signer: str) -> Any:
    """Sign with ``signer`` under the key id of the published key."""
    return lambda header, claims, _: signed(header, claims, signer)


SIGNATURES = [
    Row("alg none, not advertised", HONEST, {"sign": unsigned_as("none")}, Why.ALGORITHM),
    Row("alg none, advertised", NONE_LISTED, {"sign": unsigned_as("none")}, Why.ALGORITHM),
    Row("alg none in another spelling", NONE_LISTED, {"sign": unsigned_as("nOnE")}, Why.ALGORITHM),
    Row("HS256 with the public key", HS_LISTED, {"sign": hmac_signed(RSA_PEM)}, Why.ALGORITHM),
    Row("HS256 with the client secret", HS_LISTED,
        {"sign": hmac_signed(CLIENT_SECRET.encode())}, Why.ALGORITHM),
    Row("PS256 though only RS256 is advertised", HONEST, {"header": {"alg": "PS256"}},
        Why.ALGORITHM),
    Row("alg missing", HONEST, {"id_token": lambda good: b64(b"{}") + good[good.index("."):]},
        Why.ID_TOKEN_MALFORMED),
    Row("RS256 signature wrong", HONEST, {"id_token": flipped}, Why.SIGNATURE),
    Row("ES256 signature wrong", EC, {"id_token": flipped}, Why.SIGNATURE),
    Row("EdDSA signature wrong", ED, {"id_token": flipped}, Why.SIGNATURE),
    Row("signature absent", HONEST, {"id_token": lambda good: good.rpartition(".")[0] + "."},
        Why.SIGNATURE),
    Row("payload exchanged", HONEST, {"id_token": other_payload}, Why.SIGNATURE),
    Row("right key id, wrong key", HONEST, {"sign": by_another("rsa-other")}, Why.SIGNATURE),
    Row("right key id, key of another kind", EC,
        {"keys": lambda _: {"keys": [public("rsa", kid="ec")]}}, Why.KEY_UNKNOWN),
    Row("key on another curve", EC, {"keys": lambda _: {"keys": [public("p384", kid="ec")]}},
        Why.KEY_UNKNOWN),
    Row("key id unknown", HONEST, {"header": {"kid": "unheard of"}}, Why.KEY_UNKNOWN),
    Row("key id is a number", HONEST, {"header": {"kid": 7}}, Why.ID_TOKEN_MALFORMED),
    Row("no key id among several keys", TWO_KEYS, {"header": {"kid": DROP}}, Why.KEY_AMBIGUOUS),
    Row("one key id for two keys", TWO_KEYS,
        {"keys": lambda good: {"keys": [{**entry, "kid": "rsa"} for entry in good]}},
        Why.KEY_AMBIGUOUS),
    Row("key for encryption", HONEST, {"keys": lambda _: {"keys": [public("rsa", use="enc")]}},
        Why.KEY_UNKNOWN),
    Row("key for another algorithm", HONEST,
        {"keys": lambda _: {"keys": [public("rsa", alg="RS512")]}}, Why.KEY_UNKNOWN),
    Row("key that may not verify", HONEST,
        {"keys": lambda _: {"keys": [public("rsa", key_ops=["encrypt"])]}}, Why.KEY_UNKNOWN),
    Row("key of 1024 bits", WEAK_BESIDE, {"signer": "weak"}, Why.KEY_UNKNOWN),
    Row("private key published", HONEST,
        {"keys": lambda _: {"keys": [{**key("rsa").as_dict(private=True), "kid": "rsa"}]}},
        Why.KEY_UNKNOWN),
    Row("key with a broken modulus", HONEST,
        {"keys": lambda _: {"keys": [public("rsa", n="*" * 342)]}}, Why.KEY_UNKNOWN),
    Row("key with a missing member", HONEST, {"keys": lambda _: {"keys": [public("rsa", e=3)]}},
        Why.KEY_UNKNOWN),
    Row("key id of a key is a number", HONEST,
        {"keys": lambda _: {"keys": [public("rsa", kid=1)]}}, Why.KEY_UNKNOWN),
    Row("point off the curve", EC, {"keys": lambda _: {"keys": [public("ec", y=b64(b"1" * 32))]}},
        Why.KEY_UNKNOWN),
    Row("secret key published", HONEST,
        {"keys": lambda _: {"keys": [{"kty": "oct", "kid": "rsa", "k": "AAAA"}]}}, Why.KEY_UNKNOWN),
    Row("no keys at all", HONEST, {"keys": lambda _: {"keys": []}}, Why.KEY_UNKNOWN),
    Row("keys are no list", HONEST, {"keys": lambda _: {"keys": "none"}}, Why.KEYS_INVALID),
    Row("key in the header", HONEST, {"header": {"jwk": public("rsa")}}, Why.KEY_IN_HEADER),
    Row("address of keys in the header", HONEST, {"header": {"jku": "https://op.example/"}},
        Why.KEY_IN_HEADER),
    Row("certificate's address in the header", HONEST,
        {"header": {"x5u": "https://op.example/"}}, Why.KEY_IN_HEADER),
    Row("certificate in the header", HONEST, {"header": {"x5c": ["AAAA"]}}, Why.KEY_IN_HEADER),
    Row("critical header unknown", HONEST, {"header": {"crit": ["exp2"], "exp2": 1}},
        Why.CRITICAL_HEADER),
    Row("payload not encoded", HONEST, {"header": {"b64": False}}, Why.CRITICAL_HEADER),
    Row("two segments", HONEST, {"id_token": lambda good: good.rpartition(".")[0]},
        Why.ID_TOKEN_MALFORMED),
    Row("token not ASCII", HONEST, {"id_token": lambda good: f"{good}é"}, Why.ID_TOKEN_MALFORMED),
    Row("encrypted token", HONEST, {"id_token": lambda good: f"{good}.a.b"},
        Why.ID_TOKEN_MALFORMED),
    Row("header is a list", HONEST,
        {"id_token": lambda good: b64(b'["alg"]') + good[good.index("."):]},
        Why.ID_TOKEN_MALFORMED),
    Row("header with alg twice", HONEST,
        {"id_token": lambda good: b64(b'{"alg":"none","alg":"RS256"}') + good[good.index("."):]},
        Why.ID_TOKEN_MALFORMED),
    Row("header over 2 kB", HONEST, {"header": {"note": "x" * 3000}}, Why.ID_TOKEN_MALFORMED),
    Row("not base64", HONEST, {"id_token": lambda good: "*" + good}, Why.ID_TOKEN_MALFORMED),
    Row("payload is a list", HONEST, {"sign": lambda h, _, s: signed(h, [], s)},
        Why.ID_TOKEN_MALFORMED),
]  # fmt: skip
