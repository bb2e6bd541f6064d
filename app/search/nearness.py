"""The words of public texts, each kept by its two halves: what a slip leaves whole is found by it.

They stand in ``search_text_near``, which is part of the index: a word is in it exactly as long as
something that everybody reads holds it. So help with spelling is one look-up, whatever there is.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from types import MappingProxyType

from sqlalchemy import Connection, text
from sqlmodel import Session

from app.access.labels import PUBLIC
from app.core.reading import Reading
from app.search.matching import DIALECTS
from app.search.terms import label_term

SHORTEST, LONGEST = 4, 24
"""Words in which a slip is mended; one letter of a shorter word makes another word of it."""
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤ",
)
"""As words are folded; Chinese is written without letters, so that none can be mistyped."""

_AMONG = MappingProxyType(
    {
        "sqlite": "IN (SELECT value FROM json_each(:some))",
        "postgresql": "= ANY(ARRAY(SELECT jsonb_array_elements_text(CAST(:some AS jsonb))))",
    }
)


def _reading(asked: str) -> MappingProxyType[str, Reading]:
    return MappingProxyType({d: Reading(text(asked + among)) for d, among in _AMONG.items()})


_NEAR = _reading("SELECT DISTINCT word FROM search_text_near WHERE near ")
_KNOWN = _reading("SELECT DISTINCT word FROM search_text_near WHERE word ")
_THERE = MappingProxyType(
    {
        "sqlite": Reading(
            text(
                "SELECT one.key AS place FROM json_each(:wanted) AS one WHERE"
                " EXISTS (SELECT 1 FROM search_text WHERE search_text MATCH one.value)"
            )
        ),
        "postgresql": Reading(
            text(
                "SELECT place - 1 AS place FROM search_text_there("
                "ARRAY(SELECT jsonb_array_elements_text(CAST(:wanted AS jsonb)))) AS place"
            )
        ),
    }
)
_HELD = MappingProxyType(
    {
        "sqlite": Reading(
            text(
                "SELECT title || ' ' || tags || ' ' || body AS words FROM search_text"
                " WHERE rowid = :id"
            )
        ),
        "postgresql": Reading(
            text(
                "SELECT array_to_string(tsvector_to_array(vector), ' ') AS words FROM search_text"
                " WHERE id = :id"
            )
        ),
    }
)
_PUT_IN = text("INSERT INTO search_text_near (near, word) VALUES (:near, :word)")
_TAKE_OUT = text("DELETE FROM search_text_near WHERE word = :word")
_EMPTY = text("DELETE FROM search_text_near")


def alphabet(word: str) -> str:
    """Return the letters among which ``word`` is written, nothing where there are others in it."""
    return next((letters for letters in ALPHABETS if set(word) <= set(letters)), "")


def mendable(words: Iterable[str]) -> frozenset[str]:
    """Return those of ``words`` that can be meant by one with a slip."""
    return frozenset(
        word for word in words if SHORTEST - 1 <= len(word) <= LONGEST + 1 and alphabet(word)
    )


def near(conn: Connection, typed: str) -> frozenset[str]:
    """Return public words among which every one is that is a slip away from ``typed``."""
    values = {"some": json.dumps(sorted(halves_near(typed)), ensure_ascii=False)}
    rows = _NEAR[conn.dialect.name].all(conn, values)
    return frozenset(row.word for row in rows)


def halves(word: str, length: int) -> tuple[str, str]:
    """Return the marks of both halves of a word of ``length`` letters, as ``word`` shows them."""
    half = length // 2
    return f"{length}<{word[:half]}", f"{length}>{word[-half:]}"


def halves_near(typed: str) -> set[str]:
    """Return the marks of halves: one of each word that is a slip away is among them.

    Only where the two letters in the middle changed places both halves differ.
    """
    count, middle = len(typed), len(typed) // 2
    turned = typed[: middle - 1] + typed[middle] + typed[middle - 1] + typed[middle + 1 :]
    found = {one for length in (count - 1, count, count + 1) for one in halves(typed, length)}
    return found | set(halves(turned, count))


def held(db: Session, number: int) -> frozenset[str]:
    """Return the words that the entry ``number`` of the index holds."""
    conn = db.connection()
    row = _HELD[conn.dialect.name].first(conn, {"id": number})
    return mendable(row.words.split()) if row else frozenset()


def changed(db: Session, before: Collection[str], after: Collection[str]) -> None:
    """Keep the list true after a public text held ``before`` and holds ``after``."""
    more, fewer = sorted(set(after) - set(before)), sorted(set(before) - set(after))
    if more:
        _add(db, more)
    if fewer and (gone := _gone(db, fewer)):
        db.execute(_TAKE_OUT, [{"word": word} for word in gone])


def anew(db: Session, words: Iterable[str]) -> None:
    """Let the list hold exactly ``words``."""
    db.execute(_EMPTY)
    if rows := list(_rows(sorted(words))):
        db.execute(_PUT_IN, rows)


def _add(db: Session, words: Collection[str]) -> None:
    """Put in what is not there; of two who do so at once both may, which does no harm."""
    conn = db.connection()
    values = {"some": json.dumps(list(words), ensure_ascii=False)}
    known = {row.word for row in _KNOWN[conn.dialect.name].all(conn, values)}
    if rows := list(_rows(word for word in words if word not in known)):
        db.execute(_PUT_IN, rows)


def _rows(words: Iterable[str]) -> Iterator[dict[str, str]]:
    return ({"near": one, "word": word} for word in words for one in halves(word, len(word)))


def _gone(db: Session, words: Collection[str]) -> list[str]:
    """Return those of ``words`` that nothing holds any more that everybody reads."""
    conn = db.connection()
    write = DIALECTS[conn.dialect.name]
    public = write.word(label_term(PUBLIC))
    wanted = [write.all_of([write.word(word), public]) for word in words]
    values = {"wanted": json.dumps(wanted, ensure_ascii=False)}
    there = {int(row.place) for row in _THERE[conn.dialect.name].all(conn, values)}
    return [word for place, word in enumerate(words) if place not in there]
