"""Saving a section: whatever others saved meanwhile stays, block by block, or is shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.db import table
from app.core.errors import Conflict as Clash
from app.core.i18n import N_
from app.manual import queries
from app.manual.actions.drafting import Step, change, known
from app.manual.editing import revisions
from app.manual.editing.merging import Conflict, merge
from app.manual.editing.sections import find, span
from app.manual.fitting import ensure_fits
from app.manual.identity import identify
from app.manual.models import DraftBlock, DraftChapter
from app.manual.rules import ChapterChanged
from app.manual.values import DRAFT
from app.text.blocks import Block, content_hash, split

draft_block = table(DraftBlock)
draft_chapter = table(DraftChapter)


class SectionGone(Clash):
    """The heading of the section is no longer in the chapter."""

    message = N_(
        "The heading of this section is no longer in the chapter. Your text stands below. Saving"
        " it again puts it at the end of the chapter."
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """A section as its writer sends it; ``seen`` is the chapter's version that it began from."""

    section: str
    seen: int
    source: str
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What saving would do: the chapter before and after, and the section before and after.

    ``base`` is the section as the writer found it, ``mine`` as typed.
    """

    version: int
    old: tuple[Block, ...]
    new: tuple[Block, ...]
    base: tuple[Block, ...]
    theirs: tuple[Block, ...]
    mine: tuple[Block, ...]
    section: tuple[Block, ...]
    conflicts: tuple[Conflict, ...]
    start: int
    gone: bool


def plan(conn: Connection, chapter_id: str, typed: Typed) -> Plan:
    """Return what saving a section would do to the chapter as it is saved now.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    version = _version(conn, chapter_id)
    old = queries.chapter_text(conn, DRAFT, chapter_id).blocks
    base, elsewhere = _base(conn, chapter_id, typed)
    there = span(old, typed.section, elsewhere) if base else find(old, typed.section)
    there = None if typed.at_end else there
    theirs = there.blocks if there else ()
    written = split(typed.source)
    names = _names(conn, chapter_id, _said(written) - (_said(base or theirs) & _said(theirs)))
    mine = _identified(conn, chapter_id, base or theirs, written, names)
    merged = merge(base, theirs, mine) if there else merge((), (), mine)
    start, stop = (there.start, there.stop) if there else (len(old), len(old))
    outside = {block.id for block in (*old[:start], *old[stop:])}
    outside |= _drafted(conn, merged.blocks, chapter_id)
    free = [replace(b, id=None) if b.id in outside else b for b in merged.blocks]
    section = _identified(conn, chapter_id, theirs, free, names)
    new = (*old[:start], *section, *old[stop:])
    ensure_fits(new)
    return Plan(
        version=version,
        old=old,
        new=new,
        base=base,
        theirs=theirs,
        mine=mine,
        section=section,
        conflicts=merged.conflicts,
        start=start,
        gone=there is None and not typed.at_end,
    )


def _base(
    conn: Connection, chapter_id: str, typed: Typed
) -> tuple[tuple[Block, ...], frozenset[str | None]]:
    """Return the section as its writer found it, and the blocks that stood elsewhere then."""
    lines = revisions.lines_at(conn, chapter_id, typed.seen)
    blocks = revisions.with_texts(conn, lines or ())
    found = find(blocks, typed.section)
    within = found.blocks if found else ()
    return within, frozenset(b.id for b in blocks) - frozenset(b.id for b in within)


def _said(blocks: Sequence[Block]) -> set[str]:
    return {block.source for block in blocks}


def _names(conn: Connection, chapter_id: str, texts: Collection[str]) -> Mapping[str, str]:
    """Return which block of an earlier draft said each of these texts."""
    said = {content_hash(text): text for text in texts}
    found = revisions.earlier_names(conn, chapter_id, said)
    return {said[text]: name for text, name in found.items()}


def _identified(
    conn: Connection,
    chapter_id: str,
    old: Sequence[Block],
    new: Sequence[Block],
    names: Mapping[str, str],
) -> tuple[Block, ...]:
    """Return ``new`` with ids; a text of an earlier draft gets the id it had there."""
    about = known(conn, chapter_id, old, new)
    gone = {
        text: name
        for text, name in names.items()
        if name not in about.elsewhere and name not in {block.id for block in old}
    }
    return identify(new, replace(about, gone={**gone, **about.gone}))


def _drafted(conn: Connection, blocks: Sequence[Block], but: str) -> set[str | None]:
    """Return which of these blocks stand in other chapters of the draft."""
    names = sorted({block.id for block in blocks if block.id})
    asked = select(draft_block.c.block_id).where(
        draft_block.c.block_id.in_(names), draft_block.c.chapter_id != but
    )
    return set(conn.execute(asked).scalars())


def save(db: Session, viewer: Viewer, chapter_id: str, typed: Typed) -> Plan:
    """Save a section unless it is in conflict or gone; return what was, or would be, done.

    Raises:
        ChapterChanged: when somebody saved the chapter in this very moment.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    found = plan(db.connection(), chapter_id, typed)
    if not found.conflicts and not found.gone and found.new != found.old:
        change(db, viewer, Step(chapter_id, found.version, found.old, found.new))
    return found


def rearrange(db: Session, viewer: Viewer, step: Step) -> None:
    """Make blocks that were moved, split or put together the draft; new ones get an id.

    Raises:
        ChapterChanged: the chapter is not what the person looked at.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    conn, chapter_id = db.connection(), step.chapter_id
    saved = queries.chapter_text(conn, DRAFT, chapter_id).blocks
    if _version(conn, chapter_id) != step.seen or saved != tuple(step.old):
        raise ChapterChanged
    new = identify(step.new, known(conn, chapter_id, saved, step.new))
    ensure_fits(new)
    if new != saved:
        change(db, viewer, replace(step, new=new))


def was_there(conn: Connection, chapter_id: str, typed: Typed) -> bool:
    """Tell whether the chapter had the section when its writer began."""
    return bool(_base(conn, chapter_id, typed)[0])


def _version(conn: Connection, chapter_id: str) -> int:
    asked = select(draft_chapter.c.version).where(draft_chapter.c.chapter_id == chapter_id)
    return conn.execute(asked).scalar() or 0
