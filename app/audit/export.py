"""The whole record as lines: entries, the checkpoints between them, and a signed end."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.audit.chain import body_of, head
from app.audit.checkpoints import Kind, Signer, checkpoint, entries_after, line
from app.audit.verify import line_of


def lines(conn: Connection, signer: Signer) -> Iterator[bytes]:
    """Return the lines of an export of the record as it stands, whether it holds or not."""
    rows = conn.execute(select(checkpoint).order_by(checkpoint.c.number)).mappings()
    signed = [(row["entries"], line(row)) for row in rows]
    number, found = head(conn)
    place = 0
    for row in entries_after(conn, 0):
        if row["id"] > number:
            break
        while place < len(signed) and signed[place][0] < row["id"]:
            yield signed[place][1]
            place += 1
        yield line_of(row["hash"], body_of(row))
    yield from (words for _, words in signed[place:])
    yield line(signer.end(len(signed) + 1, Kind.EXPORT, number, found))
