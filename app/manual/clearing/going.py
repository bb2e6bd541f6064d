"""What goes out: a chapter of the current edition, or suggestions of an office, as one document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual import glossary, queries
from app.manual.citing import AUTHOR
from app.manual.clearing.coming import outgoing
from app.manual.clearing.paper import HOW, Section, write
from app.manual.clearing.values import Clearance, Sent
from app.manual.exports.book import Book
from app.manual.figures import queries as figures
from app.manual.suggesting import queries as suggestions
from app.manual.suggesting.queries import Wanted
from app.manual.suggesting.rules import Asks
from app.manual.suggesting.values import Suggestion
from app.manual.values import EditionInfo
from app.papers.reading.parts import MOST_FILE
from app.papers.writing.framed import Frame
from app.text.blocks import Block, content_hash
from app.web.components import date_words

MOST_OWN = 200
MOST_PICTURES = MOST_FILE - 2 * 2**20
"""Bytes of all pictures; a figure beyond goes out in words."""
TO_GO = N_("The office proposes that the next paragraph is taken out:")


@dataclass(frozen=True, slots=True)
class Going:
    """A paragraph that is to go out; ``proposed`` where other words go out in its place.

    It is empty where the office proposes that the paragraph goes: its own words go out then, and
    a line above them says so.
    """

    chapter_id: str
    block_id: str
    base_hash: str
    proposed: str | None


def own(conn: Connection, viewer: Viewer) -> Sequence[Suggestion]:
    """Return the office's suggestions that wait for an answer, the newest of each paragraph.

    One that adds paragraphs stands beside the newest of the others. Those on paragraphs that the
    current edition does not have, or on the text of a consultation, are left out.
    """
    newest: dict[tuple[str, bool], Suggestion] = {}
    for one in _waiting(conn, viewer):
        if one.now is not None and one.consultation is None:
            newest.setdefault((str(one.base.id), one.asks == Asks.ADD), one)
    return list(newest.values())


def suggested_by(
    conn: Connection, viewer: Viewer, consultation: str | None
) -> Mapping[str, set[tuple[Asks, str]]]:
    """Return what the office suggests already, by paragraph: the kind and the hash of its words.

    On the text of a consultation, or on editions where none is named.
    """
    found: dict[str, set[tuple[Asks, str]]] = {}
    for one in _waiting(conn, viewer):
        said = one.asks, content_hash(one.proposed)
        if one.consultation == consultation:
            found.setdefault(str(one.base.id), set()).add(said)
    return found


def _waiting(conn: Connection, viewer: Viewer) -> Sequence[Suggestion]:
    wanted = Wanted(open=True, member=viewer.member)
    return suggestions.listed(conn, viewer, wanted, most=MOST_OWN)


def of_chapter(
    conn: Connection, edition: EditionInfo, chapter_id: str, proposed: Iterable[Suggestion]
) -> Sequence[Going]:
    """Return a whole chapter, as some suggestions would have it."""
    asked = _by_block(proposed)
    text = queries.chapter_text(conn, edition.number, chapter_id)
    return [_going(chapter_id, one, asked) for one in text.blocks]


def of_suggestions(
    conn: Connection, edition: EditionInfo, chosen: Iterable[Suggestion]
) -> Sequence[Going]:
    """Return the paragraphs of some suggestions, in the order in which the manual has them."""
    asked = _by_block(chosen)
    homes = {one.chapter_id for those in asked.values() for one in those}
    texts = queries.texts(conn, edition.number, homes)
    return [
        _going(head.chapter_id, one, asked)
        for head in queries.heads(conn, edition.number)
        if head.chapter_id in texts
        for one in texts[head.chapter_id].blocks
        if str(one.id) in asked
    ]


def _by_block(chosen: Iterable[Suggestion]) -> Mapping[str, Sequence[Suggestion]]:
    found: dict[str, list[Suggestion]] = {}
    for one in chosen:
        found.setdefault(str(one.base.id), []).append(one)
    return found


def _going(chapter_id: str, block: Block, asked: Mapping[str, Sequence[Suggestion]]) -> Going:
    """Return a paragraph as it goes out: reworded, with what is added, or to be removed."""
    words: str | None = None
    for one in asked.get(str(block.id), ()):
        words = one.proposed if one.asks != Asks.ADD else words
    for one in asked.get(str(block.id), ()):
        if one.asks == Asks.ADD:
            first = block.source if words is None else words
            words = f"{first}\n\n{one.proposed}".strip("\n")
    return Going(chapter_id, str(block.id), content_hash(block.source), words)


def wordings(rows: Iterable[Sent]) -> dict[str, str]:
    """Return what went out of each paragraph."""
    return {one.id: one.wording for one in rows}


def document(conn: Connection, one: Clearance, rows: Sequence[Sent], base: str) -> bytes:
    """Return the document as it went out; ``base`` is where the portal is."""
    edition = next(iter(queries.edition_alone(conn, one.edition)))
    book = _book(conn, edition, base)
    with i18n.use_language(one.matter.language):
        pictures = _pictures(conn, rows)
        frame = replace(_frame(one, rows, edition), pictures=pictures)
        return write(frame, _sections(rows), book.follow)


def _pictures(conn: Connection, rows: Sequence[Sent]) -> Mapping[str, bytes]:
    """Return the pictures that go out: so many that the file can come back."""
    texts = [block for row in rows for block in outgoing(row.id, row.wording)]
    found, room = dict[str, bytes](), MOST_PICTURES
    for name in sorted(figures.named_in(texts)):
        content = figures.content(conn, name)
        room -= len(content or b"")
        if room < 0:
            break
        if content:
            found[name] = content
    return found


def _book(conn: Connection, edition: EditionInfo, base: str) -> Book:
    """Return a book without chapters: every link of what goes out leads to the portal."""
    heads = queries.heads(conn, edition.number)
    words = next((h.chapter_id for h in heads if h.slug == glossary.SLUG), "")
    found = queries.texts(conn, edition.number, {words}).get(words)
    return Book(edition, heads, {}, glossary.terms(found.blocks) if found else {}, base)


def _frame(one: Clearance, rows: Sequence[Sent], edition: EditionInfo) -> Frame:
    day = edition.published_at.date().isoformat()
    began = gettext("From edition %(number)s, published on %(day)s", number=edition.number, day=day)
    if one.consultation:
        began = gettext("From a draft on which members are consulted. It is no edition.")
    facts = [gettext("What it is: %(what)s", what=one.what), began]
    if any(row.proposed is not None for row in rows):
        facts.append(gettext("Some paragraphs stand here as the office proposes them."))
    return Frame(
        number=one.number,
        marking=one.marking,
        deadline=date_words(one.deadline),
        readers=one.readers,
        facts=facts,
        how=gettext(HOW),
        language=edition.language,
        author=AUTHOR,
        moment=one.at,
    )


def _sections(rows: Sequence[Sent]) -> Sequence[Section]:
    return [_section(title, list(group)) for title, group in groupby(rows, key=lambda r: r.chapter)]


def _section(title: str, rows: Sequence[Sent]) -> Section:
    blocks = [block for row in rows for block in outgoing(row.id, row.wording)]
    numbers = {row.id: row.number for row in rows if row.number}
    above = {row.id: gettext(TO_GO) for row in rows if row.goes}
    return Section(title, blocks, numbers, above)
