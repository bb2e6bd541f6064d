"""Whoever opened the page of a code may send a file for some hours: known before it is read.

The ticket stands in the address of the form, the code in the form; neither suffices alone.
"""

import hmac
from hashlib import sha256

from app.core import clock
from app.core.config import Settings

HOURS = 6


def made(settings: Settings, guest_id: str) -> str:
    """Return a ticket for a guest, which lasts for some hours."""
    until = int(clock.wall().timestamp()) + HOURS * 3600
    return f"{guest_id}.{until}.{_mark(settings, guest_id, until)}"


def holds(settings: Settings, ticket: str) -> bool:
    """Whether the portal made a ticket, not longer ago than it lasts."""
    guest_id, _, rest = ticket.partition(".")
    said, _, mark = rest.partition(".")
    if not (said.isascii() and said.isdigit() and len(said) < len(str(2**63))):
        return False
    wanted = _mark(settings, guest_id, int(said))
    return hmac.compare_digest(wanted.encode(), mark.encode()) and int(said) > int(
        clock.wall().timestamp()
    )


def _mark(settings: Settings, guest_id: str, until: int) -> str:
    secret = settings.secret_key.get_secret_value().encode()
    return hmac.new(secret, f"voice:{guest_id}:{until}".encode(), sha256).hexdigest()[:32]
