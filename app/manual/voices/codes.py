"""Codes on paper: 140 bits in groups, without signs that look alike, kept as a hash only."""

import secrets

from app.core.ids import ALPHABET
from app.identity.sessions import hashed

GROUPS, LENGTH = 7, 4


def new_code() -> str:
    """Return a code as it is printed: seven groups of four signs."""
    signs = [secrets.choice(ALPHABET.upper()) for _ in range(GROUPS * LENGTH)]
    return in_groups("".join(signs))


def in_groups(signs: str) -> str:
    """Return signs in groups of four."""
    return "-".join(signs[n : n + LENGTH] for n in range(0, len(signs), LENGTH))


def kept(code: str) -> str:
    """Return the hash of a code as somebody typed it: capitals, blanks and lines do not count."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashed(f"code:{plain}")
