"""Speaking to everybody from the command line, where nobody signs in."""

from pathlib import Path

from app.core.db import Database
from app.incident import actions
from app.incident.statement import BadStatement, drafts, read, write


def show(name: str) -> str:
    """Return a draft as a file, or the list of drafts.

    Raises:
        BadStatement: for a draft that there is not.
    """
    if not name:
        return "\n".join(f"{key}: {said[0].title}" for key, said in drafts().items())
    if name not in drafts():
        raise BadStatement("There is no draft of that name.")
    return write(drafts()[name]).rstrip("\n")


def publish(database: Database, file: Path) -> str:
    """Publish what a file says and return what was done.

    Raises:
        BadStatement: for a file that cannot be published as it stands.
    """
    said = read(file.read_text(encoding="utf-8"))
    with database.unit_of_work() as db:
        new = actions.publish(db, said)
    return "It stands on every page." if new else "This is what is said already."


def end(database: Database) -> str:
    """End the incident and return what was done."""
    with database.unit_of_work() as db:
        ended = actions.end(db)
    return "The incident is ended." if ended else "No incident is open."
