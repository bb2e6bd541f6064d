"""Checks that the migrations make exactly the tables that the classes describe."""

import sys
import tempfile
from pathlib import Path

from app.core.db import Database
from app.migrating import differences, migrate
from app.schema import HEAD


def problems() -> list[str]:
    """Return how a freshly migrated database differs from the classes."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'check.sqlite3'}")
        migrate(database)
        found = [f"differs: {difference}" for difference in differences(database)]
        if database.ready() != HEAD:
            found.append(f"app/schema.py says {HEAD}, the migrations end at {database.ready()}.")
        database.close()
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
