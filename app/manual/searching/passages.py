"""What an edition says to a query: every paragraph, note and title in which all of it occurs.

The index of the whole portal holds the current edition's sections; here every edition is read,
in every language it was published in. Texts are prepared once: most editions share most of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from app.manual import queries
from app.manual.translating import queries as translations
from app.manual.translating.speaking import spoken_head
from app.manual.translating.values import Translation
from app.manual.values import ChapterHead, ChapterText, EditionInfo
from app.search.folding import plain
from app.text.markdown import is_rough, to_words
from app.text.normalise import normalise
from app.text.query import Phrase, Query

MOST_KEPT = 8_192
_SPACE = " "


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that was found; a chapter's title has no ``block_id``.

    Of a ``rough`` one, which has very many marks, these were taken out sign by sign.
    """

    head: ChapterHead
    block_id: str
    number: str
    text: str
    language: str
    rough: bool = False


@lru_cache(maxsize=MOST_KEPT)
def _read(source: str) -> tuple[str, str, bool]:
    """Return the plain words of a block, as a query is held against them, and if they are rough."""
    text = plain(to_words(source))
    return text, _words(text), is_rough(source)


def _words(text: str) -> str:
    return f" {normalise(text)} "


def passages(
    conn: Connection, edition: EditionInfo, language: str, query: Query
) -> Sequence[Passage]:
    """Return what fits ``query`` in an edition as it is read in ``language``, in reading order."""
    if query.is_empty:
        return ()
    heads = queries.heads(conn, edition.number)
    texts = queries.texts(conn, edition.number, (head.chapter_id for head in heads))
    said = Translation()
    if language != edition.language:
        names = [block.id for text in texts.values() for block in text.blocks]
        said = translations.published(conn, edition.number, language, names)
    found = (
        one
        for head in heads
        for one in _of_chapter(Tongue(edition.language, language, said), head, texts)
    )
    return [passage for passage, words in found if fits(query, words)]


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language asked for, that of the source, and what is said in the one of the other."""

    source: str
    language: str
    said: Translation


def _of_chapter(
    tongue: Tongue, head: ChapterHead, texts: Mapping[str, ChapterText]
) -> Iterator[tuple[Passage, str]]:
    """Give every passage of a chapter with its words, the title first."""
    text, said = texts[head.chapter_id], tongue.said
    shown = spoken_head(head, said)
    titled = tongue.language if head.chapter_id in said.heads else tongue.source
    title = plain(shown.title)
    yield Passage(shown, "", "", title, titled), _words(title)
    for block in text.blocks:
        name = block.id or ""
        other = said.blocks.get(name)
        language = tongue.language if other else tongue.source
        body, words, rough = _read(other.block.source if other else block.source)
        number = text.numbers.get(name, "")
        yield Passage(shown, name, number, body, language, rough), words


def fits(query: Query, words: str) -> bool:
    """Tell whether all that is asked for occurs in ``words``, and nothing of what is not."""
    return (
        all(any(_side_by_side((word,), words) for word in spelled) for spelled in query.words)
        and all(_side_by_side(phrase, words) for phrase in query.phrases)
        and not any(_side_by_side(phrase, words) for phrase in query.excluded)
        and (not query.prefix or any(f" {start}" in words for start in query.prefix))
    )


def _side_by_side(phrase: Phrase, words: str) -> bool:
    return f" {_SPACE.join(phrase)} " in words
