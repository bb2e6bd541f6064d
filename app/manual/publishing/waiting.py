"""What whoever changes the draft is told: an edition was submitted, and a change calls it off."""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.manual.publishing.queries import open_of
from app.manual.publishing.rules import Kind


@dataclass(frozen=True, slots=True)
class Submitted:
    """An edition that waits for an answer, or for its moment."""

    key: str
    number: int


def submitted(conn: Connection) -> Submitted | None:
    """Return the edition that a change of the draft or of a translation calls off, if any."""
    row = open_of(conn, Kind.EDITION)
    return Submitted(row.id, row.number) if row else None
