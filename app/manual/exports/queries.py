"""Which files of an edition are there; contents are read one at a time and only to be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from app.core.db import table
from app.manual.exports.models import ManualFile

file = table(ManualFile)
_META = (
    file.c.edition,
    file.c.chapter,
    file.c.kind,
    file.c.size,
    file.c.sha256,
    file.c.missing,
    file.c.tries,
    file.c.made_at,
)


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a file; one that could not be made has no ``sha256``."""

    edition: int
    chapter: str
    kind: str
    size: int
    sha256: str
    missing: str
    tries: int
    made_at: datetime

    @property
    def there(self) -> bool:
        """Whether it was made."""
        return bool(self.sha256)


Key = tuple[int, str, str]
"""Edition, chapter (empty for the whole) and kind."""


def files(conn: Connection, editions: Sequence[int]) -> Mapping[Key, FileInfo]:
    """Return what is known of the files of some editions."""
    rows = conn.execute(select(*_META).where(file.c.edition.in_(list(editions))))
    return {(row.edition, row.chapter, row.kind): FileInfo(*row) for row in rows}


def find(conn: Connection, key: Key) -> FileInfo | None:
    """Return what is known of one file."""
    row = conn.execute(select(*_META).where(*_is(key))).first()
    return FileInfo(*row) if row else None


def content(conn: Connection, key: Key) -> bytes:
    """Return what is in a file that is there."""
    found: bytes | None = conn.execute(select(file.c.content).where(*_is(key))).scalar()
    return found or b""


def _is(key: Key) -> tuple[ColumnElement[bool], ...]:
    edition, chapter, kind = key
    return file.c.edition == edition, file.c.chapter == chapter, file.c.kind == kind
