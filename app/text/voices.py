"""A text in two languages: which blocks are in the other one, and what its notices begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from app.text.blocks import Block
from app.text.tree import Node


@dataclass(frozen=True, slots=True)
class Voices:
    """``marks`` has the attributes of blocks in another language than the text around them."""

    marks: Mapping[str, Markup] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()

    def mark(self, block: Block) -> Markup:
        """Return the attributes that say in which language a block is, nothing where as all."""
        return self.marks.get(block.id or "", Markup())

    def notice(self, node: Node, words: str) -> bool:
        """Tell whether a quotation is a notice of what could not be verified."""
        start = node.children[0].runs[:1] if node.tag == "blockquote" and node.children else ()
        begins = {words, *self.notices}
        return any(run.marks == (("strong", ""),) and run.text.strip() in begins for run in start)
