"""What one secret is used for: sealing what apps share with us, hashing codes, signing tickets."""

import base64
import hmac
import os
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BYTES = 32
_NONCE = 12


def new_secret() -> str:
    """Return a fresh secret as settings take it."""
    return base64.urlsafe_b64encode(os.urandom(BYTES)).decode()


class Secrets:
    """Keys for separate uses, all made of one secret.

    Raises:
        ValueError: the secret is not 32 bytes of URL-safe base64.
    """

    def __init__(self, secret: str) -> None:
        self.raw = base64.b64decode(secret.encode(), altchars=b"-_", validate=True)
        if len(self.raw) != BYTES:
            raise ValueError("The secret is not 32 bytes.")
        self._seals, self._hashes = AESGCM(self.key("seal")), self.key("hash")

    def key(self, use: str) -> bytes:
        """Return the key for one use."""
        made = HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=f"house {use}".encode())
        return made.derive(self.raw)

    def hashed(self, kind: str, *words: str) -> str:
        """Return by what something is found again without being kept."""
        said = "\x1f".join((kind, *words)).encode()
        return hmac.new(self._hashes, said, sha256).hexdigest()

    def seal(self, plain: bytes, row: str) -> bytes:
        """Seal bytes for one row; they open nowhere else."""
        nonce = os.urandom(_NONCE)
        return nonce + self._seals.encrypt(nonce, plain, row.encode())

    def open(self, sealed: bytes, row: str) -> bytes:
        """Open what was sealed for this row.

        Raises:
            cryptography.exceptions.InvalidTag: sealed with another key or for another row.
        """
        return self._seals.decrypt(sealed[:_NONCE], sealed[_NONCE:], row.encode())
