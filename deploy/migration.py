"""Writes the next migration from what the classes say: ``make migration NAME="Add a field"``."""

import sys
import tempfile
from pathlib import Path

from app.core.config import ROOT
from app.core.db import Database
from app.migrating import migrate, revise
from app.schema import HEAD

SCHEMA = ROOT / "app" / "schema.py"


def write(name: str) -> str:
    """Write the revision after the last one and return its number; ``app.schema`` then names it."""
    following = f"{int(HEAD) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'last.sqlite3'}")
        migrate(database)
        revise(database, name, following)
        database.close()
    text = SCHEMA.read_text(encoding="utf-8")
    SCHEMA.write_text(text.replace(f'"{HEAD}"', f'"{following}"'), encoding="utf-8")
    return following


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():  # noqa: PLR2004 - one word: the name
        sys.exit('Say what changes: make migration NAME="Add a field"')
    number = write(sys.argv[1])
    print(f"Wrote revision {number}: read it, then add a test with data.")  # noqa: T201 - a tool
