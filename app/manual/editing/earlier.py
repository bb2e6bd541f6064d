"""What a section said before: every text it had in the draft, the newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.manual.editing import revisions
from app.manual.editing.revisions import State
from app.manual.editing.sections import find
from app.text.blocks import Block

MOST = 50


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text of a section, from which version of the chapter and since when, and the one before.

    ``before`` is None for the oldest text that is known.
    """

    version: int
    at: datetime
    blocks: tuple[Block, ...]
    before: tuple[Block, ...] | None


def texts(conn: Connection, chapter_id: str, section: str) -> Sequence[Earlier]:
    """Return the texts of a section; an empty one where it had been taken out."""
    states = revisions.states(conn, chapter_id)
    found: list[tuple[int, datetime, tuple[Block, ...]]] = []
    for state, blocks in _sections(conn, states, section):
        one = (state.version, state.at, blocks)
        if found and found[-1][2] == blocks:
            found[-1] = one
        elif len(found) > MOST:
            break
        else:
            found.append(one)
    else:
        found = found if found and found[-1][2] else found[:-1]
    befores = [*(blocks for _, _, blocks in found[1:]), None]
    return [Earlier(*one, before) for one, before in zip(found, befores, strict=False)][:MOST]


def _sections(
    conn: Connection, states: Sequence[State], section: str
) -> Iterator[tuple[State, tuple[Block, ...]]]:
    """Give the section in each state, the newest first; texts are asked for as they are needed."""
    for start in range(0, len(states), MOST):
        some = states[start : start + MOST]
        said = revisions.said_by(conn, {line.body_hash for state in some for line in state.lines})
        for state in some:
            there = find(revisions.spelled(state.lines, said), section)
            yield state, there.blocks if there else ()


def text_at(conn: Connection, chapter_id: str, section: str, version: int) -> tuple[Block, ...]:
    """Return what a section said at one version of its chapter, nothing where it was not there."""
    lines = revisions.lines_at(conn, chapter_id, version)
    found = find(revisions.with_texts(conn, lines or ()), section)
    return found.blocks if found else ()
