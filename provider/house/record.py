"""The house provider's record: what was done to whose account, when, and by which way."""

from enum import StrEnum

from sqlalchemy import Connection, insert

from provider.house.tables import event


class What(StrEnum):
    """What is recorded."""

    MADE = "account-made"
    OFFERED = "way-in-offered"
    ENROLLED = "way-in-enrolled"
    CONFIRMED = "address-confirmed"
    LISTED = "list-printed"
    CLEARED = "ways-in-removed"
    REMOVED = "account-removed"
    SIGNED_IN = "signed-in"
    REFUSED = "refused"
    MAILED = "code-mailed"
    RESET_PROPOSED = "reset-proposed"
    RESET_TOLD = "reset-told"
    RESET_OPENED = "reset-opened"
    RESET_STOPPED = "reset-stopped"
    DECIDED = "reset-decided"
    TEAM_WRITTEN = "colleagues-written"
    TEAM_TOLD = "colleagues-told"
    COPIED = "passkey-copied"


def record(conn: Connection, now: float, what: What, account_id: str | None, way: str = "") -> int:
    """Write one entry in the act's own transaction; it holds no name and no address.

    Returns:
        Its number.
    """
    row = {"at": now, "what": what.value, "account_id": account_id, "way": way}
    made = conn.execute(insert(event).values(**row).returning(event.c.id))
    return int(made.scalar_one())
