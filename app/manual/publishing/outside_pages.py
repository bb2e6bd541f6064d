"""What an edition would change, for who is asked about it from outside the Secretariat's staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Row
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.directory.second_matter import What, place_of, role_in
from app.manual.changes import Changes
from app.manual.pages.comparing import Row as ChapterRow
from app.manual.pages.room import room
from app.manual.publishing import going_on, outside, queries
from app.manual.publishing.language_pages import page_of
from app.manual.publishing.measuring import LanguageRow, language_rows, measure
from app.manual.publishing.rules import Fixed, Kind
from app.manual.publishing.shown import chapter_rows, in_chapter
from app.manual.translating.values import TARGETS
from app.manual.wording import share_words
from app.web.ask import Ask
from app.web.render import Page

CHANGES = place_of(What.EDITION, "{key}") + "/changes"


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """Every chapter and language that changes; ``place`` is where the answer is given."""

    template: ClassVar[str] = "manual/submitted_changes.html"

    number: int
    place: str
    changes: Changes
    share: str
    rows: Sequence[ChapterRow]
    languages: Sequence[LanguageRow]


@room.get(CHANGES, P.SECOND_DECIDE)
def whole(ask: Ask, key: str) -> Response:
    """Show which chapters and languages change."""
    row, here = _row(ask, key)
    found = measure(ask.conn, row.after)
    return ask.page(
        ChangesPage(
            number=row.number,
            place=place_of(What.EDITION, key),
            changes=found.source,
            share=share_words(found.source.share),
            rows=chapter_rows(found.source, here),
            languages=language_rows(found, f"{here}/languages/"),
        )
    )


@room.get(CHANGES + "/{chapter}", P.SECOND_DECIDE)
def chapter(ask: Ask, key: str, chapter: str) -> Response:
    """Show what changes in one chapter."""
    row, here = _row(ask, key)
    return ask.page(in_chapter(ask, row, chapter, here))


@room.get(CHANGES + "/languages/{language}", P.SECOND_DECIDE)
def in_language(ask: Ask, key: str, language: str) -> Response:
    """Show what changes in one language."""
    row, here = _row(ask, key)
    if language not in TARGETS:
        raise NotFound
    return ask.page(page_of(ask, row, language, here))


def _row(ask: Ask, key: str) -> tuple[Row[Any], str]:
    """Return the edition that waits for the viewer's answer, and where its changes are shown.

    Raises:
        NotFound: for who is not asked about one that waits.
        Fixed: when the draft or the current edition was changed since.
    """
    row, matter = queries.one(ask.conn, key), outside.find(ask.conn, key)
    if row is None or matter is None or role_in(ask.conn, ask.viewer, matter) is None:
        raise NotFound
    ask.ensure(P.SECOND_DECIDE, matter)
    if row.kind != Kind.EDITION or not matter.waits:
        raise NotFound
    if not going_on.as_submitted(ask.conn, row):
        raise Fixed
    return row, matter.reads
