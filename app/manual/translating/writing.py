"""Writing a translation: each text is tied to the source that was seen, and of two savers one wins.

What somebody else changed meanwhile and this translator did not touch stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.manual import queries as manual
from app.manual.actions.bodies import keep_bodies
from app.manual.actions.drafting import draft_chapter
from app.manual.figures.checking import ensure as ensure_figures
from app.manual.fitting import ensure_shown
from app.manual.translating import queries
from app.manual.translating.freezing import block_row, head_row
from app.manual.translating.queries import draft_block, draft_head
from app.manual.translating.values import Heading, Said, Translation
from app.manual.values import DRAFT
from app.text.blocks import Block, content_hash

HEAD = "head"


class TranslationChanged(Conflict):
    """Somebody else translated some of the same paragraphs meanwhile; ``names`` says which."""

    message = N_("Someone else translated some of these paragraphs while you were writing.")

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = frozenset(names)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as sent: ``source`` and ``seen`` are the hashes of both texts as they were seen.

    ``block`` is None where nothing was written; ``fits`` says that it fits the source as seen.
    """

    name: str
    source: str
    seen: str
    block: Block | None
    fits: bool

    @property
    def hash(self) -> str:
        """The hash of what was written, nothing for nothing."""
        return content_hash(self.block.source) if self.block else ""

    def touches(self, now: Said | None) -> bool:
        """Whether the translator changed something."""
        tied = self.fits and now is not None and now.source_hash != self.source
        return self.hash != self.seen or tied

    def clashes(self, now: Said | None) -> bool:
        """Whether somebody else wrote another text for it meanwhile."""
        there = content_hash(now.block.source) if now else ""
        return there not in {self.seen, self.hash}


@dataclass(frozen=True, slots=True)
class Written:
    """A chapter's translation as sent; ``seen`` is the mark of the head that was seen."""

    heading: Heading
    seen: str
    fits: bool
    lines: Sequence[Line]


def mark(heading: Heading | None) -> str:
    """Return a mark of what a head says, nothing where there is none."""
    if heading is None:
        return ""
    said = (heading.state, heading.title, heading.readers, *heading.questions)
    return content_hash("\n".join(said))


def save(db: Session, viewer: Viewer, language: str, written: Written) -> bool:
    """Save a chapter's translation; return whether anything was different.

    Raises:
        TranslationChanged: somebody else wrote something else for a paragraph that is sent.
        ChapterTooLarge: put together, the chapter could not be shown.
        FiguresWrong: a figure lacks its words, its source or its picture.
    """
    chapter_id = written.heading.chapter_id
    row = select(draft_chapter.c.chapter_id).where(draft_chapter.c.chapter_id == chapter_id)
    db.execute(row.with_for_update())
    whole = queries.drafted(db.connection(), language).get(language, Translation())
    old = whole.heads.get(chapter_id)
    lines = [line for line in written.lines if line.touches(whole.blocks.get(line.name))]
    heading = _heading(written, old)
    clashes = [line.name for line in lines if line.clashes(whole.blocks.get(line.name))]
    if heading and mark(old) not in {written.seen, mark(heading)}:
        clashes.append(HEAD)
    if clashes:
        raise TranslationChanged(clashes)
    if not lines and heading is None:
        return False
    _ensure_shown(db, chapter_id, whole, lines)
    ensure_figures(db.connection(), [line.block for line in lines if line.block])
    version = old.version + 1 if old else 1
    _put_head(db, viewer, language, heading or old or written.heading, version)
    _put_blocks(db, language, lines)
    record(
        db,
        Event.TRANSLATION_CHANGED,
        viewer=viewer,
        subject=chapter_id,
        detail={"language": language, "version": version, "blocks": len(lines)},
    )
    return True


def _ensure_shown(db: Session, chapter_id: str, whole: Translation, lines: Sequence[Line]) -> None:
    said = dict(whole.blocks)
    for line in lines:
        said.pop(line.name, None)
        if line.block:
            said[line.name] = Said(line.source, line.block)
    ensure_shown(manual.chapter_text(db.connection(), DRAFT, chapter_id).blocks, said)


def _heading(written: Written, old: Heading | None) -> Heading | None:
    """Return the head to be written, None where the translator left it as it was seen."""
    new = written.heading
    if old is None:
        return new
    if mark(new) == written.seen and not (written.fits and old.source != new.source):
        return None
    same = (new.title, new.readers, new.questions) == (old.title, old.readers, old.questions)
    return replace(new, source=old.source) if same and not written.fits else new


def _put_head(db: Session, viewer: Viewer, language: str, one: Heading, version: int) -> None:
    key = (draft_head.c.language == language, draft_head.c.chapter_id == one.chapter_id)
    db.execute(delete(draft_head).where(*key))
    row = {
        **head_row(one),
        "language": language,
        "chapter_id": one.chapter_id,
        "version": version,
        "changed_at": clock.now(),
        "changed_by": viewer.person_id,
    }
    db.execute(insert(draft_head), row)


def _put_blocks(db: Session, language: str, lines: Sequence[Line]) -> None:
    names = [line.name for line in lines]
    gone = (draft_block.c.language == language, draft_block.c.block_id.in_(names))
    db.execute(delete(draft_block).where(*gone))
    rows = list(_rows(language, lines))
    if rows:
        keep_bodies(db, [line.block for line in lines if line.block])
        db.execute(insert(draft_block), rows)


def _rows(language: str, lines: Sequence[Line]) -> Iterator[Mapping[str, object]]:
    for line in lines:
        if line.block:
            said = Said(line.source, line.block)
            yield {"language": language, "block_id": line.name, **block_row(said)}
