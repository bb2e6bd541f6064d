"""From texts to the terms of the index: words by place, and marks for labels, kind and language.

Words never hold an underscore, marks always do, so that a word typed can never be a mark:
``t_`` word of a title, ``g_`` of a tag, ``p_`` beginning of a title's word, ``e_`` a whole title,
``l_`` label, ``v_`` circle of labels, ``k_`` kind, ``n_`` language.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.access.labels import NETWORK, PUBLIC, SECRETARIAT
from app.text.normalise import normalise
from app.text.scripts import is_cjk

MOST_WORDS = 15_000
"""PostgreSQL knows 16,383 positions; what stands further back in one entry is not found."""

LONGEST_WORD = 60
LONGEST_BEGINNING = 12
LONGEST_TITLE = 8
CIRCLES = (
    ("v_secretariat", frozenset({PUBLIC, NETWORK, SECRETARIAT})),
    ("v_network", frozenset({PUBLIC, NETWORK})),
)
"""Labels that many viewers hold together, widest first: one term instead of three."""


@dataclass(frozen=True, slots=True)
class Document:
    """An entry as the index holds it."""

    title: Sequence[str]
    tags: Sequence[str]
    body: Sequence[str]
    terms: Sequence[str]
    labels: Sequence[str]

    def read(self) -> Iterator[str]:
        """Give the words that a reader reads, wherever they stand."""
        return chain(self.title, self.tags, self.body)


def words_of(text: str) -> list[str]:
    """Return the index words of ``text`` in order."""
    return [word[:LONGEST_WORD] for word in normalise(text).split()]


def label_term(label: str) -> str:
    """Return ``label`` as a term: two labels never give one term."""
    return "l_" + "".join(c if "a" <= c <= "z" or "0" <= c <= "9" else _escaped(c) for c in label)


def _escaped(character: str) -> str:
    return "".join(f"_{byte:02x}" for byte in character.encode())


def label_terms(labels: Iterable[str]) -> list[str]:
    """Return the terms of an entry with ``labels``, and of the circles that see it by them."""
    held = frozenset(labels)
    circles = [term for term, circle in CIRCLES if held & circle]
    return sorted({*circles, *(label_term(label) for label in held)})


def seeing_terms(labels: Iterable[str]) -> list[str]:
    """Return the terms a viewer with ``labels`` sees by: one of them, exactly if one of these."""
    held = frozenset(labels)
    term, circle = next((one for one in CIRCLES if one[1] <= held), ("", frozenset[str]()))
    return sorted({*filter(None, (term,)), *(label_term(label) for label in held - circle)})


def kind_term(kind: str) -> str:
    """Return the mark of a kind."""
    return f"k_{kind}"


def language_term(language: str) -> str:
    """Return the mark of a language."""
    return "n_" + "".join(c if c.isalnum() and c.isascii() else "_" for c in language.lower())


def whole_title(words: Sequence[str]) -> str | None:
    """Return the mark of a title that consists of exactly ``words``, None for a long one."""
    return "e_" + "_".join(words) if 0 < len(words) <= LONGEST_TITLE else None


def document(  # noqa: PLR0913 - a document has this many parts, all by name
    *,
    kind: str,
    language: str,
    titles: Sequence[str],
    tags: Sequence[str],
    body: str,
    labels: Iterable[str],
) -> Document:
    """Return the document of an entry; every one of its ``titles`` counts as a title."""
    by_title = [words_of(title) for title in titles]
    title_words = [word for words in by_title for word in words]
    tag_words = [word for tag in tags for word in words_of(tag)]
    body_words = words_of(body)[: MOST_WORDS - len(title_words) - len(tag_words)]
    marks = {kind_term(kind), language_term(language)}
    marks |= {f"t_{word}" for word in title_words} | {f"g_{word}" for word in tag_words}
    marks |= {f"p_{start}" for word in title_words for start in _beginnings(word)}
    marks |= {whole for words in by_title if (whole := whole_title(words))}
    marks |= {c for word in (*tag_words, *body_words) for c in word if is_cjk(c)}
    return Document(title_words, tag_words, body_words, sorted(marks), label_terms(labels))


def _beginnings(word: str) -> Iterator[str]:
    return (word[:n] for n in range(1, min(len(word), LONGEST_BEGINNING) + 1))
