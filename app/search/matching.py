"""From a query to the expressions of the index, one for each tier, filtered by labels first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.search.terms import (
    LONGEST_BEGINNING,
    LONGEST_WORD,
    kind_term,
    language_term,
    seeing_terms,
    whole_title,
    words_of,
)
from app.text.query import Phrase, Query, query_terms

TITLE, TAGS, BODY = "A", "B", "C"
ANYWHERE = TITLE + TAGS + BODY
_COLUMNS = MappingProxyType(
    {TITLE: "title", TITLE + TAGS: "title tags", ANYWHERE: "title tags body"}
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database writes an expression. Words hold no sign but the underscore of marks."""

    both: str
    either: str
    without: str
    word: Callable[[str], str]
    phrase: Callable[[Phrase, str], str]

    def all_of(self, parts: Sequence[str]) -> str:
        """Join what must all hold."""
        return self.both.join(parts)

    def one_of(self, parts: Sequence[str]) -> str:
        """Join what one of must hold, in brackets."""
        return parts[0] if len(parts) == 1 else f"({self.either.join(parts)})"


def _fts5_phrase(words: Phrase, places: str) -> str:
    return f'{{{_COLUMNS[places]}}} : "{" ".join(words)}"'


def _tsquery_phrase(words: Phrase, places: str) -> str:
    weights = "" if places == ANYWHERE else f":{places}"
    return "(" + " <-> ".join(f"'{word}'{weights}" for word in words) + ")"


DIALECTS = MappingProxyType(
    {
        "sqlite": Dialect(" AND ", " OR ", " NOT ", '"{}"'.format, _fts5_phrase),
        "postgresql": Dialect(" & ", " | ", " & !", "'{}'".format, _tsquery_phrase),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query with what narrows it; ``whole`` is the mark of a title that says just this.

    ``within`` are the kinds that may be found at all, every one where it is empty.
    """

    query: Query
    whole: str | None
    labels: Sequence[str]
    language: str | None = None
    within: Sequence[str] = ()

    @classmethod
    def read(
        cls,
        q: str,
        labels: Iterable[str],
        language: str | None = None,
        within: Sequence[str] = (),
    ) -> "Wanted":
        """Return what ``q`` asks for, among what ``labels`` see and ``within``, if that is said."""
        query = query_terms(q)
        whole = None if query.excluded else whole_title(words_of(q))
        return cls(query, whole, seeing_terms(labels), language, within)


def matches(wanted: Wanted, dialect: Dialect, kinds: Sequence[str] = ()) -> str:
    """Return the expression of everything that matches and may be seen."""
    return _narrowed(wanted, dialect, kinds, _parts(wanted.query, dialect, ANYWHERE), ())


def tiers(wanted: Wanted, dialect: Dialect, kinds: Sequence[str] = ()) -> list[str]:
    """Return one expression for each tier, best first; nothing stands in two of them.

    A title that says just this; everything in the title; in title and tags; something in the
    title; all else that matches.
    """
    in_title = _parts(wanted.query, dialect, TITLE)
    anywhere = _parts(wanted.query, dialect, ANYWHERE)
    ranked = [in_title, _parts(wanted.query, dialect, TITLE + TAGS)]
    if wanted.whole:
        ranked.insert(0, [dialect.word(wanted.whole)])
    if len(in_title) > 1:
        ranked.append([*anywhere, dialect.one_of(in_title)])
    ranked.append(anywhere)
    return [
        _narrowed(wanted, dialect, kinds, parts, [_together(dialect, one) for one in ranked[:n]])
        for n, parts in enumerate(ranked)
    ]


def _narrowed(
    wanted: Wanted,
    dialect: Dialect,
    kinds: Sequence[str],
    parts: Sequence[str],
    better: Sequence[str],
) -> str:
    """Add to ``parts`` who sees it, kinds and language, and what is left out or ranks better."""
    word = dialect.word
    narrow = [dialect.one_of([word(term) for term in wanted.labels])]
    choices = filter(None, (kinds, wanted.within))
    narrow += [dialect.one_of([word(kind_term(one)) for one in some]) for some in choices]
    if wanted.language:
        narrow.append(word(language_term(wanted.language)))
    found = dialect.all_of([*parts, *narrow])
    excluded = [_of(dialect, words, ANYWHERE) for words in wanted.query.excluded]
    left_out = dialect.either.join([*excluded, *better])
    return f"({found}){dialect.without}({left_out})" if left_out else found


def _together(dialect: Dialect, parts: Sequence[str]) -> str:
    return f"({dialect.all_of(parts)})"


def _parts(query: Query, dialect: Dialect, places: str) -> list[str]:
    """Return one expression for each thing asked for, to be found in ``places``."""
    found = [
        dialect.one_of([dialect.word(term) for word in words for term in _spelled(word, places)])
        for words in query.words
    ]
    found += [_of(dialect, words, places) for words in query.phrases]
    if query.prefix:
        terms = [
            term for start in query.prefix for term in (*_spelled(start, places), *_begun(start))
        ]
        found.append(dialect.one_of([dialect.word(term) for term in terms]))
    return found


def _of(dialect: Dialect, words: Phrase, places: str) -> str:
    if len(words) > 1:
        return dialect.phrase(tuple(word[:LONGEST_WORD] for word in words), places)
    return dialect.one_of([dialect.word(term) for term in _spelled(words[0], places)])


def _spelled(word: str, places: str) -> tuple[str, ...]:
    """Return the terms that say ``word`` stands in one of ``places``."""
    kept = word[:LONGEST_WORD]
    marks = {TITLE: (f"t_{kept}",), TITLE + TAGS: (f"t_{kept}", f"g_{kept}")}
    return marks.get(places, (kept,))


def _begun(start: str) -> tuple[str, ...]:
    """Return the term of titles in which a word begins so; the longest are found as words."""
    return (f"p_{start}",) if len(start) <= LONGEST_BEGINNING else ()
