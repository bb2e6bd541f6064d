"""Where a page of a list that is sorted by moments goes on, as it stands in an address."""

from datetime import UTC, datetime

LAST = datetime.max.replace(tzinfo=UTC)


def written(at: datetime, key: str) -> str:
    """Return the place after an entry, for an address."""
    return f"{at.astimezone(UTC).isoformat()}~{key}"


def read(after: str) -> tuple[datetime, str]:
    """Return the place that an address names; the beginning for what is no place."""
    said, _, key = after.partition("~")
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return LAST, ""
    return (at, key[:12]) if at.tzinfo and key else (LAST, "")
