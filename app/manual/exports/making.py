"""The job: after a publication its files are made one by one, whole ones first."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from time import monotonic

from sqlalchemy import Connection

from app.core import clock, i18n
from app.manual import queries
from app.manual.exports.book import open_book
from app.manual.exports.formats import FORMATS, Made
from app.manual.exports.models import ManualFile
from app.manual.exports.queries import FileInfo, Key, files
from app.manual.values import EditionInfo
from app.web.portal import Portal

_log = logging.getLogger(__name__)
NEWEST = 3
"""Files are made of so many editions; those of earlier ones stay as they were made."""
PASS = 5.0
"""After so many seconds other duties have their turn."""
AGAIN = timedelta(hours=1)
"""What could not be made is tried again after so long."""


def make_due(portal: Portal) -> None:
    """Make files that are missing until the time of a pass is over."""
    began = monotonic()
    with portal.db.read() as conn:
        wanted = list(due(conn))
    for edition, chapter, kind, tries in wanted:
        make(portal, edition, (edition.number, chapter, kind), tries=tries)
        if monotonic() - began > PASS:
            return


def due(conn: Connection) -> Iterator[tuple[EditionInfo, str, str, int]]:
    """Give the files that are to be made, the newest edition first, each with its tries so far."""
    editions = queries.editions(conn)[:NEWEST]
    known = files(conn, [edition.number for edition in editions])
    for edition in editions:
        for key in expected(conn, edition.number):
            found = known.get(key)
            if found is None or _again(found):
                yield edition, key[1], key[2], found.tries if found else 0


def expected(conn: Connection, edition: int) -> Iterator[Key]:
    """Give every file that an edition has: of the whole in each kind, then of each chapter."""
    for chapter in ("", *(head.chapter_id for head in queries.heads(conn, edition))):
        for kind in FORMATS:
            yield edition, chapter, kind


def _again(found: FileInfo) -> bool:
    return not found.there and found.made_at + AGAIN <= clock.now()


def make(portal: Portal, edition: EditionInfo, key: Key, *, tries: int = 0) -> None:
    """Make one file and store it, or that it could not be made: the next one is made anyway."""
    number, chapter, kind = key
    content, missing = _written(portal, edition, chapter, kind)
    with portal.db.unit_of_work() as db:
        db.merge(
            ManualFile(
                edition=number,
                chapter=chapter,
                kind=kind,
                content=content or None,
                size=len(content),
                sha256=sha256(content).hexdigest() if content else "",
                missing=" ".join(missing),
                tries=tries + 1,
                made_at=clock.now(),
            )
        )


def _written(portal: Portal, edition: EditionInfo, chapter: str, kind: str) -> Made:
    try:
        with portal.db.read() as conn:
            book = open_book(conn, edition, chapter, portal.settings.base_url)
        with i18n.use_language(edition.language):
            return FORMATS[kind].write(book)
    except Exception:  # noqa: BLE001 - one file that cannot be made must not stop the others
        _log.exception("a file of edition %s could not be made: %s", edition.number, kind)
        return b"", ()
