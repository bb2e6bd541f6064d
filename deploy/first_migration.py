"""Writes the first migration anew from the classes: until the first release there is only one."""

import sys
import tempfile
from pathlib import Path
from pprint import pformat

from app.core.db import Database
from app.manual import ddl as manual
from app.migrating import revise
from app.schema import HEAD
from app.search import ddl as search

VERSIONS = Path("migrations/versions")
DIALECTS = ("sqlite", "postgresql")
RUN = """    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)
"""
UNDO = """    for statement in DROPS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)
"""


def statements() -> str:
    """Return what the classes cannot say, as Python source."""
    made = {d: (*search.STATEMENTS[d], *manual.STATEMENTS[d]) for d in DIALECTS}
    drops = {d: (*search.DROPS[d], *manual.DROPS[d]) for d in DIALECTS}
    return "".join(
        f"{name} = {pformat(found, width=95, sort_dicts=False)}\n"
        for name, found in (("STATEMENTS", made), ("DROPS", drops))
    )


def write() -> Path:
    """Replace the first migration and return its file."""
    for old in VERSIONS.glob("0001*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        revise(database, "The house", HEAD)
        database.close()
    (made,) = VERSIONS.glob("0001*.py")
    text = made.read_text(encoding="utf-8")
    text = text.replace("\n\ndef upgrade()", f"\n{statements()}\n\ndef upgrade()")
    text = text.replace("\n\n\ndef downgrade()", f"\n{RUN}\n\ndef downgrade()")
    text = text.rstrip() + f"\n{UNDO}"
    made.write_text(text, encoding="utf-8")
    return made


if __name__ == "__main__":
    sys.exit(f"Wrote {write()}.")
