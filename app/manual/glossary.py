"""The glossary of one state of the manual: its third-level headings, and what stands below each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.text.blocks import Block
from app.text.markdown import to_words
from app.text.slugs import slug

SLUG = "glossary"
"""The chapter that ``[words](term:name)`` leads to."""

_ENTRY = "### "


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the manual, the first paragraph on what it means, and the block it stands in."""

    slug: str
    title: str
    meaning: str
    block_id: str


def terms(blocks: Sequence[Block]) -> Mapping[str, Term]:
    """Return the words that ``blocks`` explain, by the name that links use."""
    found: dict[str, Term] = {}
    for term in _terms(blocks):
        found.setdefault(term.slug, term)
    return found


def terms_as(blocks: Sequence[Block], shown: Sequence[Block]) -> Mapping[str, Term]:
    """Return the words that ``blocks`` explain as ``shown`` translates them, block by block.

    Links use the names of the source.
    """
    said = {block.id: to_words(block.source) for block in shown}
    below = {head.id: said[text.id] for head, text in pairwise(blocks) if text.id in said}
    return {
        name: replace(
            term,
            title=said.get(term.block_id, term.title),
            meaning=below.get(term.block_id, term.meaning).partition("\n\n")[0],
        )
        for name, term in terms(blocks).items()
    }


def _terms(blocks: Sequence[Block]) -> Iterator[Term]:
    for head, below in pairwise(blocks):
        if head.kind == "heading" and head.source.startswith(_ENTRY) and below.kind == "paragraph":
            title = to_words(head.source)
            meaning = to_words(below.source).partition("\n\n")[0]
            yield Term(slug(title), title, meaning, head.id or "")
