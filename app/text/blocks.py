"""A text as blocks: each with a permanent id that is never derived from what it says."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from app.text.figures import begun
from app.text.limits import check
from app.text.parser import DOCUMENT, sound

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SIGNS = f"{_LETTERS}234567"
_ID_LENGTH = 8
_LONGEST_ID = "a" * _ID_LENGTH
_ROUNDS = 8
_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
    "footnote_reference_open": "notes",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, figure, heading, list, table, quote, code or rule, with the notes after it.

    ``kind`` is one of heading, paragraph, figure, list, table, quote, code, rule, and notes
    (definitions that stand before any block).
    """

    id: str | None
    kind: str
    source: str


def new_id() -> str:
    """Return a random block id: 8 signs, a letter first and never a word of the language."""
    while True:
        rest = (secrets.choice(_SIGNS) for _ in range(_ID_LENGTH - 1))
        made = secrets.choice(_LETTERS) + "".join(rest)
        if not made.isalpha():
            return made


def normal(source: str) -> str:
    """Return ``source`` with one kind of line end and no empty lines around it."""
    lines = sound(source).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def content_hash(source: str) -> str:
    """Return the SHA-256 (hex) of the normalised source."""
    return hashlib.sha256(normal(source).encode()).hexdigest()


def split(source: str) -> tuple[Block, ...]:
    """Return the blocks of ``source`` in order; lines ``{#b7k2x9qa}`` give the next one its id.

    What is taken stays within the limits when it is put together again, with ids and without: a
    text that was stored can always be shown and edited.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    check(source)
    blocks = _blocks(source)
    for _ in range(_ROUNDS):
        again = _blocks(join(blocks))
        if again == blocks:
            break
        blocks = again
    check(join(replace(block, id=block.id or _LONGEST_ID) for block in blocks))
    return blocks


def _blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks as the parser sees them; put together some of them may still fuse."""
    text = normal(text)
    tokens: list[Token] = []
    DOCUMENT.block.parse(text, DOCUMENT, {}, tokens)
    lines = text.split("\n")
    blocks: list[Block] = []
    given: str | None = None
    for token in tokens:
        if token.level or token.map is None or token.nesting < 0:
            continue
        if token.type == "block_id":
            given = str(token.meta["id"])
            continue
        source = _source(token, lines)
        block = Block(given, _kind(token, source), source)
        blocks[-1:] = _taken(blocks[-1:], block, apart=not lines[token.map[0] - 1].strip())
        given = None
    return tuple(blocks)


def _kind(token: Token, source: str) -> str:
    """Return what a block is; the tree of its text says the same."""
    kind = _KINDS[token.type]
    if kind != "paragraph" or not source.startswith("!["):
        return kind
    first = next((one for one in DOCUMENT.parse(source) if one.type == "inline"), None)
    return "figure" if first and begun(first.children or ()) else kind


def _source(token: Token, lines: Sequence[str]) -> str:
    """Return the lines of one block in their normal form."""
    start, end = token.map or [0, 0]
    source = normal("\n".join(lines[start:end]))
    if token.type in {"paragraph_open", "heading_open"}:
        source = source.strip()
    if token.type == "fence" and not _closed(source, token.markup):
        source = f"{source}\n{token.markup}"
    return source


def _closed(fence: str, markup: str) -> bool:
    """Tell whether a fenced block ends with its fence, so that nothing after it is swallowed."""
    first, _, rest = fence.rpartition("\n")
    last = rest.strip()
    return bool(first) and set(last) == {markup[0]} and len(last) >= len(markup)


def _taken(last: Sequence[Block], block: Block, *, apart: bool) -> list[Block]:
    """Put a block after the last one, or hang definitions of notes on it.

    Definitions that follow each other line by line stay so; others get an empty line.
    """
    if block.kind != "notes" or not last:
        return [*last, block]
    follows = last[0].source.rpartition("\n")[2].startswith(("[^", "    "))
    gap = "\n\n" if apart or not follows else "\n"
    return [replace(last[0], source=f"{last[0].source}{gap}{block.source}")]


def join(blocks: Iterable[Block]) -> str:
    """Return the text of the blocks; an id stands on its own line directly before its block."""
    return "".join(
        f"{'' if not place else chr(10)}{{#{block.id}}}\n{block.source}\n"
        if block.id
        else f"{'' if not place else chr(10)}{block.source}\n"
        for place, block in enumerate(blocks)
    )
