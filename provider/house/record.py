"""The house provider's record: what was done to whose account, when, and by which way."""

from enum import StrEnum

from sqlalchemy import Connection, insert

from provider.house.tables import event


class What(StrEnum):
    """What is recorded."""

    MADE = "account-made"
    OFFERED = "way-in-offered"
    ENROLLED = "way-in-enrolled"
    LISTED = "list-printed"
    CLEARED = "ways-in-removed"
    REMOVED = "account-removed"
    SIGNED_IN = "signed-in"
    REFUSED = "refused"
    MAILED = "code-mailed"
    COPIED = "passkey-copied"


def record(conn: Connection, now: float, what: What, account_id: str | None, way: str = "") -> None:
    """Write one entry in the act's own transaction; it holds no name and no address."""
    conn.execute(insert(event).values(at=now, what=what.value, account_id=account_id, way=way))
