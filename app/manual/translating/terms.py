"""The agreed terms: words of the glossary that a paragraph links to, and whether they are kept."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.i18n import N_, gettext
from app.text.markdown import to_text

_LINK = re.compile(r"\]\(term:([a-z0-9][a-z0-9-]{0,99})\)")
_ENDING, _SHORTEST = 2, 3

UNLINKED = N_("The link to the term “%(term)s” is missing; its address is term:%(name)s.")
UNUSED = N_("The agreed term for “%(term)s” is “%(agreed)s”. It is not used here.")


@dataclass(frozen=True, slots=True)
class Agreed:
    """A term of the source, and what it is called in the language; empty where not yet agreed."""

    name: str
    title: str
    agreed: str


def linked(source: str, terms: Mapping[str, Agreed]) -> list[Agreed]:
    """Return the terms that a paragraph of the source links to."""
    return [terms[name] for name in dict.fromkeys(_LINK.findall(source)) if name in terms]


def warnings(source: str, target: str, terms: Mapping[str, Agreed]) -> Iterator[str]:
    """Say which terms of the source the translation leaves out, or calls something else."""
    kept = set(_LINK.findall(target))
    words = _plain(to_text(target))
    for term in linked(source, terms):
        if term.name not in kept:
            yield gettext(UNLINKED, term=term.title, name=term.name)
        if term.agreed and not all(stem in words for stem in _stems(term.agreed)):
            yield gettext(UNUSED, term=term.title, agreed=term.agreed)


def _stems(words: str) -> list[str]:
    """Return the words without their endings, which follow number and case."""
    return [one[: max(_SHORTEST, len(one) - _ENDING)] for one in _plain(words).split()]


def _plain(words: str) -> str:
    return unicodedata.normalize("NFC", words).casefold()
