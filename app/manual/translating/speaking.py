"""An opened chapter in another language: what is not translated stays in the source's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup
from sqlalchemy import Connection

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.manual import glossary
from app.manual.figures import queries as figures
from app.manual.opening import Opened
from app.manual.translating import queries
from app.manual.translating.values import NOT_VERIFIED, Coverage, State, Translation, head_hash
from app.manual.values import ChapterHead, EditionInfo
from app.text.blocks import Block, content_hash
from app.text.labels import ChapterWords
from app.text.voices import Voices


@dataclass(frozen=True, slots=True)
class Spoken:
    """A chapter in one language; ``said`` is None where it is shown as it was written.

    ``language`` is that of the text, ``foreign`` are the blocks that stay in the source's
    language, ``stale`` those that translate an earlier wording, ``heads`` the chapters whose
    title is translated.
    """

    opened: Opened
    language: str
    languages: Sequence[Coverage]
    said: Coverage | None = None
    state: str = ""
    foreign: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()

    @staticmethod
    def direction(code: str) -> str:
        """Return the direction in which a language is written."""
        return i18n.direction(code)

    @property
    def dir(self) -> str:
        """The direction of the text."""
        return i18n.direction(self.language)

    @property
    def source(self) -> str:
        """The language that the manual was written in."""
        return self.opened.edition.language

    @property
    def reviewed(self) -> bool:
        """Whether somebody who speaks the language has read this chapter's translation."""
        return self.state == State.REVIEWED

    def tongue(self, chapter_id: str) -> str:
        """Return the language in which a chapter's title is shown."""
        return self.language if chapter_id in self.heads else self.source

    def voices(self) -> Voices:
        """Return how blocks in the source's language are marked, and how notices begin."""
        return voices(self.source, self.language, self.foreign)


def voices(source: str, language: str, foreign: frozenset[str]) -> Voices:
    """Return how blocks that stay in the source's language are marked within a translation."""
    mark = Markup(' lang="{}" dir="{}"').format(source, i18n.direction(source))
    notices = frozenset(not_verified(code) for code in (source, language))
    return Voices(dict.fromkeys(foreign, mark), notices)


def not_verified(language: str) -> str:
    """Return how a notice of what was not verified begins in a language."""
    with i18n.use_language(language if language in i18n.languages() else i18n.SOURCE_LANGUAGE):
        return NOT_VERIFIED.get(language) or gettext(ChapterWords().not_verified)


def speak(conn: Connection, opened: Opened, language: str) -> Spoken | None:
    """Return the chapter in ``language``; None where neither edition nor portal speaks it."""
    own, offered = opened.edition.language, queries.languages(conn, opened.edition.number)
    coverage = next((one for one in offered if one.language == language), None)
    every = frozenset(head.chapter_id for head in opened.heads)
    if language == own:
        return Spoken(opened, own, offered, heads=every)
    if coverage is None:
        spoken = language in i18n.languages()
        return Spoken(opened, own, offered, heads=every) if spoken else None
    blocks = [block.id for block in (*opened.text.blocks, *opened.words)]
    said = queries.published(conn, opened.edition.number, language, blocks)
    made = _spoken(opened, coverage, offered, said)
    named = figures.named_in(made.opened.text.blocks)
    if named <= opened.sizes.keys():
        return made
    shown = replace(made.opened, sizes=figures.sizes(conn, named))
    return replace(made, opened=shown)


def _spoken(
    opened: Opened, coverage: Coverage, offered: Sequence[Coverage], said: Translation
) -> Spoken:
    sources = opened.text.blocks
    names = {block.id or "" for block in sources}
    foreign = frozenset(names - said.blocks.keys())
    head = said.heads.get(opened.head.chapter_id)
    untouched = head is None and foreign == names
    language = opened.edition.language if untouched else coverage.language
    heads = [spoken_head(one, said) for one in opened.heads]
    words = [_block(block, said) for block in opened.words]
    shown = replace(
        opened,
        heads=heads,
        head=next(one for one in heads if one.chapter_id == opened.head.chapter_id),
        text=replace(opened.text, blocks=tuple(_block(block, said) for block in sources)),
        terms=glossary.terms_as(opened.words, words),
    )
    return Spoken(
        opened=shown,
        language=language,
        languages=offered,
        said=coverage,
        state=head.state if head else "",
        foreign=foreign if language == coverage.language else frozenset(),
        stale=frozenset(_stale(opened, said)),
        heads=frozenset(said.heads),
    )


def _block(block: Block, said: Translation) -> Block:
    found = said.blocks.get(block.id or "")
    return found.block if found else block


def spoken_head(head: ChapterHead, said: Translation) -> ChapterHead:
    """Return a head as it is translated, as it is where it is not."""
    found = said.heads.get(head.chapter_id)
    if found is None:
        return head
    return replace(head, title=found.title, readers=found.readers, questions=found.questions)


def _stale(opened: Opened, said: Translation) -> Iterator[str]:
    for block in opened.text.blocks:
        found = said.blocks.get(block.id or "")
        if found and found.source_hash != content_hash(block.source):
            yield found.block.id or ""
    head = said.heads.get(opened.head.chapter_id)
    if head and head.source != head_hash(opened.head):
        yield opened.head.chapter_id


def titled(
    conn: Connection,
    edition: EditionInfo,
    heads: Sequence[ChapterHead],
    language: str,
    offered: Sequence[Coverage],
) -> tuple[Sequence[ChapterHead], frozenset[str]]:
    """Return the heads of an edition in a language, and which chapters are titled in it."""
    if language not in {one.language for one in offered}:
        return heads, frozenset()
    said = queries.published(conn, edition.number, language, ())
    return [spoken_head(head, said) for head in heads], frozenset(said.heads)


def ensure_spoken(conn: Connection, number: int, language: str) -> None:
    """Let pass a language that the portal, or an edition, speaks.

    Raises:
        NotFound: neither does.
    """
    if language in i18n.languages():
        return
    if language not in {one.language for one in queries.languages(conn, number)}:
        raise NotFound
