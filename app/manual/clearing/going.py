"""What goes out: a chapter of the current edition, or suggestions of an office, as one document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core import i18n
from app.core.i18n import gettext
from app.manual import glossary, queries
from app.manual.citing import AUTHOR
from app.manual.clearing.coming import outgoing
from app.manual.clearing.paper import Paper, Section, write
from app.manual.clearing.values import Clearance, Sent
from app.manual.exports.book import Book
from app.manual.suggesting import queries as suggestions
from app.manual.suggesting.queries import Wanted
from app.manual.suggesting.values import Suggestion
from app.manual.values import EditionInfo
from app.text.blocks import content_hash
from app.web.components import date_words

MOST_OWN = 200


@dataclass(frozen=True, slots=True)
class Going:
    """A paragraph that is to go out; ``proposed`` where other words go out in its place."""

    chapter_id: str
    block_id: str
    base_hash: str
    proposed: str | None


def own(conn: Connection, viewer: Viewer) -> Sequence[Suggestion]:
    """Return the office's suggestions that wait for an answer, the newest of each paragraph.

    Those on paragraphs that the current edition does not have are left out.
    """
    wanted = Wanted(open=True, member=viewer.member)
    newest: dict[str, Suggestion] = {}
    for one in suggestions.listed(conn, viewer, wanted, most=MOST_OWN):
        if one.now is not None:
            newest.setdefault(str(one.base.id), one)
    return list(newest.values())


def suggested_by(conn: Connection, viewer: Viewer) -> Mapping[str, set[str]]:
    """Return what the office suggests already, by paragraph: the hashes of its words."""
    found: dict[str, set[str]] = {}
    wanted = Wanted(open=True, member=viewer.member)
    for one in suggestions.listed(conn, viewer, wanted, most=MOST_OWN):
        found.setdefault(str(one.base.id), set()).add(content_hash(one.proposed))
    return found


def of_chapter(
    conn: Connection, edition: EditionInfo, chapter_id: str, proposed: Iterable[Suggestion]
) -> Sequence[Going]:
    """Return a whole chapter, with the words of some suggestions in the place of its own."""
    words = {str(one.base.id): one.proposed for one in proposed}
    text = queries.chapter_text(conn, edition.number, chapter_id)
    return [
        Going(chapter_id, str(one.id), content_hash(one.source), words.get(str(one.id)))
        for one in text.blocks
    ]


def of_suggestions(
    conn: Connection, edition: EditionInfo, chosen: Iterable[Suggestion]
) -> Sequence[Going]:
    """Return the paragraphs of some suggestions, in the order in which the manual has them."""
    words = {str(one.base.id): one.proposed for one in chosen}
    order = queries.placed(conn, edition.number)
    return [
        Going(head.chapter_id, one.block_id, one.body_hash, words[one.block_id])
        for head in queries.heads(conn, edition.number)
        for one in order.get(head.chapter_id, ())
        if one.block_id in words
    ]


def wordings(rows: Iterable[Sent]) -> dict[str, str]:
    """Return what went out of each paragraph."""
    return {one.id: one.wording for one in rows}


def document(conn: Connection, one: Clearance, rows: Sequence[Sent], base: str) -> bytes:
    """Return the document as it went out; ``base`` is where the portal is."""
    edition = next(iter(queries.edition_alone(conn, one.edition)))
    book = _book(conn, edition, base)
    with i18n.use_language(one.matter.language):
        return write(_paper(one, rows, edition), book.follow)


def _book(conn: Connection, edition: EditionInfo, base: str) -> Book:
    """Return a book without chapters: every link of what goes out leads to the portal."""
    heads = queries.heads(conn, edition.number)
    words = next((h.chapter_id for h in heads if h.slug == glossary.SLUG), "")
    found = queries.texts(conn, edition.number, {words}).get(words)
    return Book(edition, heads, {}, glossary.terms(found.blocks) if found else {}, base)


def _paper(one: Clearance, rows: Sequence[Sent], edition: EditionInfo) -> Paper:
    day = edition.published_at.date().isoformat()
    facts = [
        gettext("What it is: %(what)s", what=one.what),
        gettext("From edition %(number)s, published on %(day)s", number=edition.number, day=day),
    ]
    if any(row.proposed is not None for row in rows):
        facts.append(gettext("Some paragraphs stand here as the office proposes them."))
    return Paper(
        number=one.number,
        marking=one.marking,
        deadline=date_words(one.deadline),
        readers=one.readers,
        facts=facts,
        language=edition.language,
        author=AUTHOR,
        moment=one.at,
        sections=[
            _section(title, list(group)) for title, group in groupby(rows, key=lambda r: r.chapter)
        ],
    )


def _section(title: str, rows: Sequence[Sent]) -> Section:
    blocks = [block for row in rows for block in outgoing(row.id, row.wording)]
    return Section(title, blocks, {row.id: row.number for row in rows if row.number})
