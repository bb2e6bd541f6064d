"""What the search tests share: a way to put entries in, and other people's entries beside them."""

from collections.abc import Callable
from itertools import count

import pytest

from app.core.db import Database
from app.search import actions

NOISE = (
    ("Customs forms for traders", "How goods pass the border post.", ("trade",)),
    ("Harbour fees", "Ships pay by tonnage; nothing else is said here.", ("ports",)),
)


@pytest.fixture
def put(database: Database) -> Callable[..., str]:
    """Put an entry in with what a test cares about; return its key. Later ones are newer."""
    numbers = count(1)

    def put_in(title: str = "A title", body: str = "", **given: object) -> str:
        number = next(numbers)
        values = {
            "key": f"practice:{number}",
            "kind": "practice",
            "labels": ("public",),
            "title": title,
            "body": body,
            "language": "en",
            "address": f"/practices/{number}",
            "sort_key": number * 1_000_000,
            **given,
        }
        with database.unit_of_work() as db:
            actions.put(db, **values)
        return values["key"]

    return put_in


@pytest.fixture(autouse=True)
def noise(put) -> None:
    """Entries that no test looks for: open, for the network, and for others alone."""
    for number, (title, body, tags) in enumerate(NOISE):
        for label in ("public", "network", "member:ZZZ", "secretariat"):
            key = f"comment:noise-{number}-{label}"
            put(title, body, tags=tags, labels=(label,), key=key, kind="comment")
