"""Whoever opened the page of a code may send a file for a week: known before it is read.

The ticket stands in the address of the form, the code in the form; neither suffices alone.
"""

import hmac
from hashlib import sha256

from app.core import clock
from app.core.config import Settings

LASTS = 7 * 24 * 3600
"""So many seconds: a submission is not written in one sitting."""


def made(settings: Settings, guest_id: str) -> str:
    """Return a ticket for a guest, which lasts for a week."""
    until = int(clock.wall().timestamp()) + LASTS
    return f"{guest_id}.{until}.{_mark(settings, guest_id, until)}"


def holds(settings: Settings, ticket: str) -> bool:
    """Whether the portal made a ticket, however long ago."""
    guest_id, _, rest = ticket.partition(".")
    said, _, mark = rest.partition(".")
    if not (said.isascii() and said.isdigit() and len(said) < len(str(2**63))):
        return False
    wanted = _mark(settings, guest_id, int(said))
    return hmac.compare_digest(wanted.encode(), mark.encode())


def over(ticket: str) -> bool:
    """Whether a ticket that the portal made lasts no longer."""
    return int(ticket.split(".")[1]) <= clock.wall().timestamp()


def _mark(settings: Settings, guest_id: str, until: int) -> str:
    secret = settings.secret_key.get_secret_value().encode()
    return hmac.new(secret, f"voice:{guest_id}:{until}".encode(), sha256).hexdigest()[:32]
