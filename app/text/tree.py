"""A parsed text as a small tree: what rendering, plain text and the redline all start from."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.text.figures import begun
from app.text.inline import Run, runs
from app.text.parser import DOCUMENT, sound

LEAVES = frozenset(
    {"p", "", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "pre", "hr"}
    | {"img", "figcaption", "credit"}
)
_TIGHT = ""
_PARAGRAPH = 2
"""So many elements are open in a paragraph that stands in no other."""


class Node(NamedTuple):
    """A block element: a leaf holds runs of text, any other holds children."""

    tag: str
    children: tuple["Node", ...] = ()
    runs: tuple[Run, ...] = ()
    detail: str = ""

    @property
    def text(self) -> str:
        """The plain text of a leaf."""
        return "".join(run.text for run in self.runs)

    @property
    def words(self) -> str:
        """The plain text of a leaf without the marks of its notes."""
        return "".join(run.text for run in self.runs if run.atom != "note")

    def leaves(self) -> Iterator["Node"]:
        """Give every leaf below (or this one), in reading order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class Tree(NamedTuple):
    """The blocks of a text, and the definitions of its notes apart from them."""

    nodes: tuple[Node, ...]
    notes: tuple[Node, ...]


class _Builder:
    """Turns the parser's flat tokens into nodes."""

    def __init__(self, *, figures: bool) -> None:
        self.figures = figures
        self.stack: list[tuple[str, str, list[Node]]] = [("", "", [])]
        self.notes: list[Node] = []

    def take(self, token: Token) -> None:
        if token.type == "inline":
            self._inline(token.children or [])
        elif token.type in {"fence", "code_block"}:
            text = token.content.removesuffix("\n")
            self._add(Node("pre", runs=(Run(text),) if text else ()))
        elif token.type == "hr":
            self._add(Node("hr"))
        elif token.nesting == 1:
            self.stack.append((_tag(token), _detail(token), []))
        elif token.nesting == -1:
            self._close()

    def _add(self, node: Node) -> None:
        self.stack[-1][2].append(node)

    def _inline(self, children: Sequence[Token]) -> None:
        """Take the text of a leaf; a paragraph of its own that begins with a figure is one."""
        alone = self.figures and len(self.stack) == _PARAGRAPH and self.stack[-1][0] == "p"
        found = begun(children) if alone else None
        if found is None:
            self._fill(runs(children))
            return
        words = "".join(run.text for run in runs(found.alt)).strip()
        parts = [Node("img", (), (Run(words),) if words else (), found.name)]
        if caption := runs(found.caption):
            parts.append(Node("figcaption", (), caption))
        if found.source:
            parts.append(Node("credit", (), (Run(found.source),)))
        self.stack[-1] = ("figure", found.name, parts)

    def _fill(self, content: tuple[Run, ...]) -> None:
        """Put the text into the open leaf, which closes as soon as its closing token comes."""
        self.stack[-1][2].append(Node("#text", runs=content))

    def _close(self) -> None:
        tag, detail, inside = self.stack.pop()
        if tag in LEAVES:
            self._add(Node(tag, (), inside[0].runs if inside else (), detail))
        elif tag == "note":
            self.notes.append(Node(tag, tuple(inside), (), detail))
        else:
            self._add(Node(tag, tuple(inside), (), detail))


def _tag(token: Token) -> str:
    if token.type == "footnote_reference_open":
        return "note"
    return _TIGHT if token.hidden else token.tag


def _detail(token: Token) -> str:
    if token.type == "footnote_reference_open":
        return str(token.meta["label"])
    return str(token.attrGet("start") or "")


def parse(source: str, parser: MarkdownIt = DOCUMENT) -> Tree:
    """Return the tree of ``source``; whoever calls has checked its limits."""
    builder = _Builder(figures=parser is DOCUMENT)
    for token in parser.parse(sound(source)):
        builder.take(token)
    return Tree(tuple(builder.stack[0][2]), tuple(builder.notes))
