"""What a person typed into the search field, in the words the index holds."""

import re
from dataclasses import dataclass

from app.text.normalise import pairs, runs

MOST_CHARACTERS = 200
MOST_TERMS = 12
_PART = re.compile(
    r'(?P<minus>(?<!\S)[-−–](?=\S))?(?:["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]|(?P<word>[^\s"“”„«»]+))'
)
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_ARTICLE = "ال"
_SHORTEST_STEM = 2

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What must occur, what must not, and the word still being typed.

    Each entry of ``words`` holds spellings of which one must occur; each of ``phrases`` and
    ``excluded`` holds words that stand side by side; ``prefix`` holds beginnings of which one
    must occur (the last word, also as a whole).
    """

    words: tuple[Phrase, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    prefix: Phrase = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for (only excluding finds nothing)."""
        return not (self.words or self.phrases or self.prefix)


def query_terms(text: str) -> Query:
    """Return the query in ``text``: words, "phrases", -excluded; a word at the end is a beginning.

    Only the first 200 characters and 12 terms count.
    """
    words: list[Phrase] = []
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []
    prefix: Phrase = ()
    for part in list(_PART.finditer(text[:MOST_CHARACTERS]))[:MOST_TERMS]:
        words += [prefix] if prefix else []
        prefix = ()
        terms = _terms(part["phrase"] or part["word"] or "")
        if part["minus"]:
            excluded += [terms] if terms else []
        elif part["phrase"] is not None or len(terms) > 1:
            phrases += [terms] if terms else []
        elif terms:
            prefix = spellings(terms[0])
    return Query(tuple(words), tuple(phrases), tuple(excluded), prefix)


def _terms(text: str) -> Phrase:
    """Return the index words of ``text`` in order."""
    return tuple(term for run, is_cjk in runs(text) for term in (pairs(run) if is_cjk else (run,)))


def spellings(word: str) -> Phrase:
    """Return ``word`` and, if it is Arabic, the same with or without the article."""
    if not _ARABIC.fullmatch(word):
        return (word,)
    stem = word.removeprefix(_ARTICLE)
    if stem == word:
        return (word, _ARTICLE + word)
    return (word, stem) if len(stem) >= _SHORTEST_STEM else (word,)
