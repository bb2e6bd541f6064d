"""Where the words of a paragraph went: found once, when an edition is published, by three words.

A merge keeps the identity of the first paragraph and a split that of the first half. The other
one is found by the words that left one block and stand in another which did not have them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, bindparam, insert, select
from sqlmodel import Session

from app.core.db import table
from app.core.reading import Reading
from app.manual import queries
from app.manual.discussing.models import ManualHeir
from app.manual.values import ChapterText, EditionInfo
from app.text.markdown import to_words
from app.text.tokens import cut

heir = table(ManualHeir)
TOGETHER = 3
"""So many words in a row are taken for the same words."""
LEAST = 3
"""So many of these have to have gone over: a phrase that stands in two places says nothing."""
Words = frozenset[tuple[str, ...]]
Sources = Mapping[str, str]
_ALL = Reading(
    select(heir.c.edition, heir.c.block_id, heir.c.heir).where(
        heir.c.edition.in_(bindparam("line", expanding=True))
    )
)


def heirs(old: Sources, new: Sources) -> Collection[tuple[str, str]]:
    """Return (block, heir) for all whose words went over from ``old`` to ``new``, texts by id."""
    lost = {name: _words(text) - _words(new.get(name, "")) for name, text in _differ(old, new)}
    won = {name: _words(text) - _words(old.get(name, "")) for name, text in _differ(new, old)}
    where: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, words in won.items():
        for one in words:
            where[one].add(name)
    return [
        (name, other)
        for name, words in lost.items()
        for other, common in _common(words, where).items()
        if common >= LEAST
        and (
            (name not in new and 2 * common >= len(words))
            or (other not in old and 2 * common >= len(won[other]))
        )
    ]


def _differ(texts: Sources, others: Sources) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in texts.items() if others.get(name) != text)


def _words(text: str) -> Words:
    found = [core.casefold() for _, core in cut(to_words(text)) if core.isalnum()]
    return frozenset(zip(*(found[n:] for n in range(TOGETHER)), strict=False))


def _common(words: Words, where: Mapping[tuple[str, ...], Collection[str]]) -> Mapping[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for name in chain.from_iterable(where.get(one, ()) for one in words):
        counted[name] += 1
    return counted


def note(
    db: Session, last: EditionInfo | None, number: int, new: Mapping[str, ChapterText]
) -> None:
    """Keep where words went with edition ``number``, which is new and follows ``last``.

    Those of withdrawn editions between the two were commented on as well.
    """
    conn = db.connection()
    before = {*range(last.number if last else 0, number)} - {0}
    found = {
        pair
        for one in sorted(before)
        for pair in heirs(_sources(_texts(conn, one).values()), _sources(new.values()))
    }
    rows = [{"edition": number, "block_id": old, "heir": to} for old, to in sorted(found)]
    if rows:
        db.execute(insert(heir), rows)


def _texts(conn: Connection, number: int) -> Mapping[str, ChapterText]:
    return queries.texts(conn, number, (h.chapter_id for h in queries.heads(conn, number)))


def _sources(texts: Collection[ChapterText]) -> Sources:
    return {str(block.id): block.source for text in texts for block in text.blocks}


class Lines:
    """Where words came from and went to, up to the current edition."""

    def __init__(self, rows: Sequence[tuple[int, str, str]]) -> None:
        self._came: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._went: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for edition, old, new in rows:
            self._came[new].append((edition, old))
            self._went[old].append((edition, new))

    def came(self, block: str) -> Mapping[str, int]:
        """Return from which blocks words of this one came, each with the edition they left it in.

        What was said of such a block before that edition was said of these words.
        """
        found: dict[str, int] = {}
        todo = [(edition, old) for edition, old in self._came[block] if old != block]
        while todo:
            edition, old = todo.pop()
            if old != block and found.get(old, 0) < edition:
                found[old] = edition
                todo += [(e, older) for e, older in self._came[old] if e <= edition]
        return found

    def went(self, block: str) -> Collection[str]:
        """Return all blocks to which words of this one went, the last ones first."""
        found: dict[str, int] = {}
        todo = [*self._went[block]]
        while todo:
            edition, new = todo.pop()
            if new != block and found.get(new, 0) < edition:
                found[new] = edition
                todo += [(e, newer) for e, newer in self._went[new] if e >= edition]
        return sorted(found, key=lambda name: (-found[name], name))


def line(editions: Iterable[EditionInfo]) -> Collection[int]:
    """Return the current edition, the one that was current when it came out, and so on.

    What words did in an edition that was withdrawn before another came out is undone: that one
    was held against the edition before. What came out of an edition withdrawn later goes on.
    """
    found: list[int] = []
    came: datetime | None = None
    for one in sorted(editions, key=lambda one: -one.number):
        gone = one.withdrawal
        if gone is None or (came is not None and gone.at > came):
            found.append(one.number)
            came = one.published_at
    return found


def lines(conn: Connection, editions: Iterable[EditionInfo]) -> Lines:
    """Return where words went on the way to the current edition."""
    rows = _ALL.all(conn, {"line": line(editions)})
    return Lines([(row.edition, row.block_id, row.heir) for row in rows])
