"""A chapter is checked as a whole, as it is shown: what is published can be opened for ever."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.core.errors import TooLarge
from app.core.i18n import N_
from app.manual.rules import MOST_CHAPTER
from app.manual.translating.values import Said, Translation
from app.manual.values import ChapterHead, ChapterText
from app.text.blocks import Block, join
from app.text.limits import check
from app.text.shortening import shortened

OPENING = 60
"""So many characters of a paragraph name it."""


class ChapterTooLarge(TooLarge):
    """A chapter is too large in a language, though each of its paragraphs is not."""

    message = N_(
        "Put together, the chapter is too long in this language, or has too many marks to be"
        " shown in good time. Shorten some of its paragraphs."
    )


class BlockTooIntricate(ChapterTooLarge):
    """A paragraph costs more than one may that stands alone, as search and comparisons show it."""

    message = N_(
        "The paragraph or table that begins with “%(start)s” has too many marks to be shown in"
        " good time. Split it into parts."
    )


def ensure_fits(blocks: Sequence[Block]) -> None:
    """Refuse a chapter that could not be shown, or not be edited as a whole or by paragraphs.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a chapter may.
        BlockTooIntricate: one of its paragraphs costs more than one may.
    """
    ensure_each_fits(blocks)
    check(join(blocks))
    check(join(Block(None, block.kind, block.source) for block in blocks), MOST_CHAPTER)


def ensure_each_fits(blocks: Iterable[Block]) -> None:
    """Refuse a paragraph that could not be shown where it stands without its chapter.

    A chapter is allowed more marks the longer it is, so plain words around it do not help.

    Raises:
        BlockTooIntricate: there is one.
    """
    for block in blocks:
        try:
            check(block.source)
            check(join((block,)))
        except TooLarge as refusal:
            raise BlockTooIntricate(start=shortened(block.source, OPENING)) from refusal


def ensure_shown(blocks: Iterable[Block], said: Mapping[str, Said]) -> None:
    """Refuse a chapter that could not be shown in a language, untranslated paragraphs included.

    Raises:
        ChapterTooLarge: it could not, or a paragraph could not (BlockTooIntricate).
    """
    shown = [one.block if (one := said.get(block.id or "")) else block for block in blocks]
    try:
        ensure_fits(shown)
    except BlockTooIntricate:
        raise
    except TooLarge as refusal:
        raise ChapterTooLarge from refusal


def too_large(
    heads: Sequence[ChapterHead],
    texts: Mapping[str, ChapterText],
    said: Mapping[str, Translation],
) -> Iterator[tuple[str, ChapterHead]]:
    """Give the language and the chapter of everything that could not be shown."""
    for code, one in said.items():
        for head in heads:
            try:
                ensure_shown(texts[head.chapter_id].blocks, one.blocks)
            except ChapterTooLarge:
                yield code, head
