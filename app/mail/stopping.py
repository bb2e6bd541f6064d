"""The address at the end of a letter where its reader stops such letters, without signing in.

It carries its own proof: whoever has the letter, and nobody else, can use it (RFC 8058).
"""

import hmac
from hashlib import sha256

from app.core.config import Settings

DIGEST = "digest"
"""Stops whatever comes in digests; anything else that can be stopped is a class of notices."""
PATH = "/letters/stop/{token}"
ONE_CLICK = "List-Unsubscribe=One-Click"


def address(settings: Settings, person_id: str, what: str) -> str:
    """Return where ``person_id`` stops ``what``."""
    return settings.base_url + PATH.format(token=token(settings, person_id, what))


def token(settings: Settings, person_id: str, what: str) -> str:
    """Return what the address ends with: for whom, what, and that the portal made it."""
    return f"{person_id}.{what}.{_proof(settings, person_id, what)}"


def stopped_by(settings: Settings, given: str) -> tuple[str, str] | None:
    """Return the person, and what is stopped, None for a token that the portal never made."""
    person_id, _, rest = given.partition(".")
    what, _, proved = rest.partition(".")
    proof = _proof(settings, person_id, what)
    return (person_id, what) if hmac.compare_digest(proof.encode(), proved.encode()) else None


def _proof(settings: Settings, person_id: str, what: str) -> str:
    key = settings.secret_key.get_secret_value().encode()
    return hmac.new(key, f"stop:{person_id}:{what}".encode(), sha256).hexdigest()
