"""Opaque identifiers: random, so that no address tells how many things exist or when they came."""

import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 12
# 256 is a multiple of 32 letters, so that each comes as often as the others.
_LETTERS = (ALPHABET * 8).encode()


def new_id() -> str:
    """Return a random identifier: 12 characters, 60 bits."""
    return secrets.token_bytes(LENGTH).translate(_LETTERS).decode()


def new_token() -> str:
    """Return a random secret for cookies and invitations: 256 bits, URL-safe."""
    return secrets.token_urlsafe(32)
