"""The letters by which an office asked, or a UN entity answered: gone with the words."""

from collections.abc import Sequence

from sqlalchemy import Connection, inspect, select

from app.assistance.behalf.queries import LETTERS
from app.assistance.entities.queries import LETTERS as ANSWERS
from app.assistance.entities.queries import entity


def letter_files(conn: Connection, request_id: str) -> Sequence[str]:
    """Return the files of all letters about a request.

    Also in a schema that knows none of these tables yet: a restored backup may be older.
    """
    there = inspect(conn)
    found: list[str] = []
    if there.has_table(LETTERS.letter.name):
        found += LETTERS.files(conn, request_id)
    if there.has_table(ANSWERS.letter.name):
        of_entities = (
            select(ANSWERS.letter.c.attachment_id)
            .join(entity, entity.c.id == ANSWERS.letter.c.item_id)
            .where(entity.c.item_id == request_id)
        )
        found += conn.execute(of_entities).scalars()
    return found
