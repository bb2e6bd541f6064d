"""How entries come into the two tables of the index, in the words of each database."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, text
from sqlmodel import Session

from app.access.labels import PUBLIC
from app.core.db import table
from app.core.reading import Reading
from app.core.writing import Writing
from app.search import nearness
from app.search.entries import Entry
from app.search.folding import folded, plain
from app.search.kinds import CODES, SearchKind
from app.search.models import SearchEntry
from app.search.terms import Document, document, label_term, label_terms

entry = table(SearchEntry)

MICROSECONDS = 1000
LAST_MOMENT = 2**42 - 1
BATCH = 1000
KIND_BITS = 4
TIE_BITS = 16
TIES = 1 << TIE_BITS

_PUT_IN = MappingProxyType(
    {
        "sqlite": Writing(
            text(
                "INSERT INTO search_text (rowid, title, tags, body, terms, labels)"
                " VALUES (:id, :title, :tags, :body, :terms, :labels)"
            )
        ),
        "postgresql": Writing(
            text(
                "INSERT INTO search_text (id, vector) VALUES (:id, CAST(:vector AS tsvector)"
                " || array_to_tsvector(search_text_pieces(CAST(:id AS bigint))))"
            )
        ),
    }
)
_TAKE_OUT = MappingProxyType(
    {
        "sqlite": text("DELETE FROM search_text WHERE rowid = :id"),
        "postgresql": text("DELETE FROM search_text WHERE id = :id"),
    }
)
_RELABEL = MappingProxyType(
    {
        "sqlite": text("UPDATE search_text SET labels = :labels WHERE rowid = :id"),
        "postgresql": text(
            "UPDATE search_text SET vector = ts_delete(vector, CAST(:old AS text[]))"
            " || CAST(:labels AS tsvector) WHERE id = :id"
        ),
    }
)
_EMPTY = text("DELETE FROM search_text")
_LISTED = Writing(insert(entry))
_KNOWN = Reading(select(entry.c.id, entry.c.labels).where(entry.c.key == bindparam("key")))
_OF_ITEM = Reading(
    select(entry.c.key).where(
        entry.c.item_id == bindparam("item_id"), entry.c.kind == bindparam("kind")
    )
)
_THERE = Reading(
    select(entry.c.key).where(or_(entry.c.key == bindparam("key"), entry.c.id == bindparam("id")))
)
_TAKEN = Reading(select(entry.c.id).where(entry.c.id == bindparam("id")))
_IDS = select(entry.c.id)


def write(db: Session, made: Entry) -> None:
    """Write ``made`` in place of what stood under its key; mostly nothing did."""
    conn = db.connection()
    free = _number(made, lambda _: False)
    there = _THERE.all(conn, {"key": made.key, "id": free})
    known = any(row.key == made.key for row in there)
    before = _taken_out(db, made.key) if known else ()
    if there:
        free = _number(made, lambda wanted: _TAKEN.first(conn, {"id": wanted}) is not None)
    nearness.changed(db, before, _insert(db, [(free, made)]))


def take_out(db: Session, key: str) -> None:
    """Delete the entry ``key`` and its words, if there is one."""
    nearness.changed(db, _taken_out(db, key), ())


def _taken_out(db: Session, key: str) -> Collection[str]:
    """Delete the entry ``key`` and give the words that everybody could read there."""
    known = _KNOWN.first(db.connection(), {"key": key})
    if known is None:
        return ()
    words = nearness.held(db, known.id) if PUBLIC in known.labels.split() else ()
    db.execute(_TAKE_OUT[_dialect(db)], {"id": known.id})
    db.execute(delete(entry).where(entry.c.id == known.id))
    return words


def take_out_all(db: Session, kind: str, item_id: str, but: Collection[str]) -> None:
    """Delete the entries of a kind that one item has, and their words, ``but`` some."""
    for row in _OF_ITEM.all(db.connection(), {"kind": kind, "item_id": item_id}):
        if row.key not in but:
            take_out(db, row.key)


def relabel(db: Session, key: str, labels: Iterable[str]) -> None:
    """Change who finds the entry ``key``; its words stay."""
    known = _KNOWN.first(db.connection(), {"key": key})
    if known is None:
        return
    kept = sorted(set(labels))
    values: dict[str, Any] = {"id": known.id, "labels": " ".join(label_terms(kept))}
    if _dialect(db) == "postgresql":
        values["old"] = label_terms(known.labels.split())
        values["labels"] = _lexemes(label_terms(kept))
    db.execute(_RELABEL[_dialect(db)], values)
    db.execute(entry.update().where(entry.c.id == known.id).values(labels=" ".join(kept)))
    was, is_now = PUBLIC in known.labels.split(), PUBLIC in kept
    if was != is_now:
        words = nearness.held(db, known.id)
        nearness.changed(db, words if was else (), words if is_now else ())


def rebuild(db: Session, entries: Iterable[Entry]) -> int:
    """Write the whole index anew, in batches ordered by id (FTS5 likes them rising)."""
    db.execute(_EMPTY)
    db.execute(delete(entry))
    taken: set[int] = set()
    words: set[str] = set()
    waiting = iter(entries)
    while batch := list(islice(waiting, BATCH)):
        numbered = []
        for made in batch:
            number = _number(made, taken.__contains__)
            taken.add(number)
            numbered.append((number, made))
        words |= _insert(db, sorted(numbered, key=lambda pair: pair[0]))
    nearness.anew(db, words)
    if _dialect(db) == "sqlite":
        db.execute(text("INSERT INTO search_text (search_text) VALUES ('optimize')"))
    return len(taken)


def _dialect(db: Session) -> str:
    return db.get_bind().dialect.name


def _number(made: Entry, is_taken: Callable[[int], bool]) -> int:
    """Return a free id: time left from its moment, then a tie-break from the key, then the kind.

    The newest has the lowest, because FTS5 walks upwards at half the cost. The order of entries
    of one moment depends on their keys alone, so that it is the same on every database and tells
    nothing of what a viewer does not see.
    """
    left = LAST_MOMENT - min(max(made.sort_key // MICROSECONDS, 0), LAST_MOMENT)
    tie = int.from_bytes(sha256(made.key.encode()).digest()[:2])
    while True:
        number = (((left << TIE_BITS) | tie) << KIND_BITS) | CODES[SearchKind(made.kind)]
        if not is_taken(number):
            return number
        tie = (tie + 1) % TIES


def _insert(db: Session, numbered: Sequence[tuple[int, Entry]]) -> frozenset[str]:
    """Put entries in; return the words of those that everybody reads."""
    dialect = _dialect(db)
    _LISTED.run(db, [_row(number, made) for number, made in numbered])
    documents = [_document(made) for _, made in numbered]
    texts = [
        {"id": number, **_WORDS[dialect](words)}
        for (number, _), words in zip(numbered, documents, strict=True)
    ]
    _PUT_IN[dialect].run(db, texts)
    public = label_term(PUBLIC)
    open_to_all = (words for words in documents if public in words.labels)
    return nearness.mendable(word for words in open_to_all for word in words.read())


def _row(number: int, made: Entry) -> dict[str, Any]:
    body = plain(made.body)
    return {
        "id": number,
        "key": made.key,
        "kind": made.kind,
        "item_id": made.item_id,
        "address": made.address,
        "language": made.language,
        "labels": " ".join(sorted(set(made.labels))),
        "title": plain(made.title),
        "body": body,
        "folded": folded(body),
        "last_day": made.last_day,
    }


def _document(made: Entry) -> Document:
    return document(
        kind=made.kind,
        language=made.language,
        titles=[plain(title) for title in (made.title, *made.other_titles)],
        tags=[plain(tag) for tag in made.tags],
        body=plain(made.body),
        labels=made.labels,
    )


def _columns(words: Document) -> dict[str, str]:
    """Return the columns of FTS5."""
    return {
        "title": " ".join(words.title),
        "tags": " ".join(words.tags),
        "body": " ".join(words.body),
        "terms": " ".join(words.terms),
        "labels": " ".join(words.labels),
    }


def _vector(words: Document) -> dict[str, str]:
    """Return the tsvector as PostgreSQL reads it; a gap keeps phrases inside one column."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, column in (("A", words.title), ("B", words.tags), ("C", words.body)):
        position += 1
        for word in column:
            position += 1
            places.setdefault(word, []).append(f"{position}{weight}")
    placed = " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())
    return {"vector": f"{placed} {_lexemes((*words.terms, *words.labels))}"}


def _lexemes(words: Iterable[str]) -> str:
    return " ".join(f"'{word}'" for word in words)


_WORDS: Mapping[str, Callable[[Document], Mapping[str, str]]] = MappingProxyType(
    {"sqlite": _columns, "postgresql": _vector}
)
