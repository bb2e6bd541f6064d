"""A chapter of the manual as a file that was made, for those who ask for every address."""

from app.manual import queries
from app.manual.exports.making import make
from app.web.portal import Portal

NAME = "manual-1-appointing.json"


def keep_chapter(portal: Portal) -> None:
    """Make the chapter ``appointing`` of the current edition as data."""
    with portal.db.read() as conn:
        edition = queries.current(conn)
        assert edition
        heads = queries.heads(conn, edition.number)
        chapter = next(head.chapter_id for head in heads if head.slug == "appointing")
    make(portal, edition, (edition.number, chapter, "json"))
