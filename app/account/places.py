"""Addresses of one's account that pages lead each other to, with the way back."""

from urllib.parse import urlencode

SECURITY = "/account/security"
CONFIRM = "/account/confirm"
NEW_PASSKEY = "/account/passkeys/new"
PASSKEY_CODE = "/account/passkeys/code"
SECOND_FACTOR = "/account/second-factor"
CHECK_WORD = "/account/check-word"
TOKENS = "/account/tokens"


def confirm_then(way_back: str) -> str:
    """Return where one signs in anew, and goes on to ``way_back``."""
    return _then(CONFIRM, way_back)


def second_factor_then(way_back: str) -> str:
    """Return where one shows a second factor, and goes on to ``way_back``."""
    return _then(SECOND_FACTOR, way_back)


def new_passkey_then(way_back: str) -> str:
    """Return where one adds a passkey, and goes on to ``way_back``."""
    return _then(NEW_PASSKEY, way_back)


def passkey_code_then(way_back: str) -> str:
    """Return where one types the code for a first passkey, and goes on to add it."""
    return _then(PASSKEY_CODE, way_back)


def _then(place: str, way_back: str) -> str:
    return f"{place}?{urlencode({'next': way_back})}"
