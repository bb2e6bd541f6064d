"""Every state of a chapter's draft is kept: written once with each save, never changed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.manual.editing.models import DraftRevision
from app.manual.models import DraftChapter, ManualBody
from app.text.blocks import Block

revision = table(DraftRevision)
draft_chapter = table(DraftChapter)
body = table(ManualBody)
MOST_AT_ONCE = 500
MOST_STATES = 300
MOST_ASKED = 20
"""Of more texts than these it is cheaper to read the states than to let the database look."""


class Line(NamedTuple):
    """One block of a state: which it is, and the hash of its text."""

    block_id: str
    body_hash: str


class State(NamedTuple):
    """A chapter's draft as it was at one version."""

    version: int
    at: datetime
    lines: tuple[Line, ...]


def keep(db: Session, chapter_id: str, lines: Iterable[Line]) -> None:
    """Keep what the draft of a chapter now is, under its version; a state is kept once."""
    found = db.execute(
        select(draft_chapter.c.version).where(draft_chapter.c.chapter_id == chapter_id)
    ).scalar_one()
    if _has(db.connection(), chapter_id, found):
        return
    blocks = "\n".join(" ".join(line) for line in lines)
    db.add(
        DraftRevision(
            chapter_id=chapter_id,
            version=found,
            at=clock.now(),
            hash=hash_of(blocks),
            blocks=blocks,
        )
    )
    db.flush()


def hash_of(blocks: str) -> str:
    """Return the hash of a state: SHA-256 over its lines."""
    return hashlib.sha256(blocks.encode()).hexdigest()


def _has(conn: Connection, chapter_id: str, version: int) -> bool:
    key = (revision.c.chapter_id == chapter_id, revision.c.version == version)
    return conn.execute(select(revision.c.version).where(*key)).first() is not None


def last_version(conn: Connection, chapter_id: str) -> int:
    """Return the highest version that a chapter's draft ever had, 0 where it had none."""
    highest = select(func.max(revision.c.version)).where(revision.c.chapter_id == chapter_id)
    return conn.execute(highest).scalar() or 0


def states(conn: Connection, chapter_id: str) -> Sequence[State]:
    """Return the kept states of a chapter's draft, the newest first and not more than some."""
    columns = (revision.c.version, revision.c.at, revision.c.blocks)
    asked = select(*columns).where(revision.c.chapter_id == chapter_id)
    rows = conn.execute(asked.order_by(revision.c.version.desc()).limit(MOST_STATES))
    return [State(row.version, row.at, lines_of(row.blocks)) for row in rows]


def lines_at(conn: Connection, chapter_id: str, version: int) -> tuple[Line, ...] | None:
    """Return the blocks of a chapter at one version, None where no such state was kept."""
    key = (revision.c.chapter_id == chapter_id, revision.c.version == version)
    found = conn.execute(select(revision.c.blocks).where(*key)).scalar()
    return None if found is None else lines_of(found)


def lines_of(blocks: str) -> tuple[Line, ...]:
    """Return the blocks of a state from what is kept of it."""
    return tuple(Line(*line.split(" ")) for line in blocks.split("\n") if line)


def with_texts(conn: Connection, lines: Sequence[Line]) -> tuple[Block, ...]:
    """Return blocks with what they said."""
    return spelled(lines, said_by(conn, {line.body_hash for line in lines}))


def spelled(lines: Sequence[Line], said: Mapping[str, tuple[str, str]]) -> tuple[Block, ...]:
    """Return blocks with what they said, as ``said_by`` gives it."""
    return tuple(Block(line.block_id, *said[line.body_hash]) for line in lines)


def said_by(conn: Connection, hashes: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return kind and text of each hash."""
    wanted = sorted(hashes)
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        some = wanted[start : start + MOST_AT_ONCE]
        asked = select(body.c.hash, body.c.kind, body.c.source).where(body.c.hash.in_(some))
        found |= {row.hash: (row.kind, row.source) for row in conn.execute(asked)}
    return found


def earlier_names(conn: Connection, chapter_id: str, hashes: Iterable[str]) -> Mapping[str, str]:
    """Return the block that last said each of these texts in this chapter's draft, by hash.

    A text that nobody ever saved is in no state: what is being typed costs one statement.
    """
    wanted = said_by(conn, hashes).keys()
    if len(wanted) > MOST_ASKED:
        kept = [state.lines for state in states(conn, chapter_id)]
    else:
        kept = [_last_with(conn, chapter_id, one) for one in sorted(wanted)]
    found: dict[str, str] = {}
    for line in (line for lines in kept for line in lines if line.body_hash in wanted):
        found.setdefault(line.body_hash, line.block_id)
    return found


def _last_with(conn: Connection, chapter_id: str, body_hash: str) -> tuple[Line, ...]:
    """Return the line that says a text in the newest state of a chapter that has it."""
    asked = select(revision.c.blocks).where(
        revision.c.chapter_id == chapter_id, revision.c.blocks.contains(body_hash)
    )
    blocks = conn.execute(asked.order_by(revision.c.version.desc()).limit(1)).scalar()
    return tuple(line for line in lines_of(blocks or "") if line.body_hash == body_hash)
