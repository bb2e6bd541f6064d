"""An authenticator made of software, which does what it is told: also what no honest one would."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, CHECKED, HOLDS_KEY = 0x01, 0x04, 0x40


@dataclass(frozen=True)
class Odd:
    """Where an answer departs from what is right; None and empty mean that it does not."""

    origin: str = ""
    domain: str = ""
    type: str = ""
    challenge: str = ""
    flags: int | None = None
    count: int | None = None
    inside_another_site: bool = False
    signature: bytes = b""
    id: str = ""
    algorithm: int = -7
    answer: Mapping[str, Any] = field(default_factory=dict)


RIGHT = Odd()


@dataclass(frozen=True)
class Authenticator:
    """One credential, used at ``origin``; ``count`` is what it counted to last."""

    origin: str
    id: str
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )

    def counting(self, count: int) -> "Authenticator":
        """Return the same credential at another count."""
        return replace(self, count=count)

    def make(self, asked: Mapping[str, Any], odd: Odd = RIGHT) -> str:
        """Return the answer to a wish for a new passkey."""
        key_id = base64url_to_bytes(odd.id or self.id)
        attested = bytes(16) + len(key_id).to_bytes(2, "big") + key_id + self._public(odd)
        data = self._data(asked["rp"]["id"], odd, HOLDS_KEY) + attested
        told = {"fmt": "none", "attStmt": {}, "authData": data}
        response = {
            "clientDataJSON": self._said("webauthn.create", asked, odd),
            "attestationObject": bytes_to_base64url(encode_cbor(told)),
            "transports": ["usb", "nfc", "telepathy", 7],
        }
        return self._answer(response, odd)

    def use(self, asked: Mapping[str, Any], odd: Odd = RIGHT) -> str:
        """Return the answer to a wish for a proof."""
        data = self._data(asked["rpId"], odd)
        said = self._said("webauthn.get", asked, odd)
        signed = data + sha256(base64url_to_bytes(said)).digest()
        signature = odd.signature or self.key.sign(signed, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": said,
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signature),
        }
        return self._answer(response, odd)

    def _answer(self, response: Mapping[str, Any], odd: Odd) -> str:
        key_id = odd.id or self.id
        answer = {"id": key_id, "rawId": key_id, "type": "public-key", "response": response}
        return json.dumps({**answer, **odd.answer})

    def _said(self, kind: str, asked: Mapping[str, Any], odd: Odd) -> str:
        said = {
            "type": odd.type or kind,
            "challenge": odd.challenge or asked["challenge"],
            "origin": odd.origin or self.origin,
            "crossOrigin": odd.inside_another_site,
        }
        return bytes_to_base64url(json.dumps(said).encode())

    def _data(self, domain: str, odd: Odd, more: int = 0) -> bytes:
        flags = (PRESENT | CHECKED if odd.flags is None else odd.flags) | more
        count = self.count if odd.count is None else odd.count
        return (
            sha256((odd.domain or domain).encode()).digest()
            + bytes([flags])
            + count.to_bytes(4, "big")
        )

    def _public(self, odd: Odd) -> bytes:
        """Return the public half as COSE writes it."""
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return bytes(encode_cbor({1: 2, 3: odd.algorithm, -1: 1, -2: x, -3: y}))
