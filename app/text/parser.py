"""The two Markdown parsers, without raw HTML, references, strikethrough and guessed links."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.footnote import footnote_plugin

_BROKEN = re.compile("[\0\ud800-\udfff]")
ID_LINE = re.compile(r"\{#([a-z2-7]{8})\}[ \t]*(?=\n|\Z)")
_OFF = ["strikethrough", "linkify", "reference", "html_block", "html_inline"]
_QUIET = ["linkify", "replacements", "smartquotes"]
_MAX_NESTING = 20


def sound(text: str) -> str:
    """Return ``text`` with what is no character at all replaced by the sign for it."""
    return _BROKEN.sub("\ufffd", text)


def _block_id(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Take a line ``{#b7k2x9qa}`` that stands at the very start of a line of the source."""
    start = state.bMarks[line]
    if state.tShift[line] or (start and state.src[start - 1] != "\n"):
        return False
    found = ID_LINE.match(state.src, start)
    if found is None:
        return False
    if not silent:
        token = state.push("block_id", "", 0)
        token.meta = {"id": found[1]}
        token.map = [line, line + 1]
        state.line = line + 1
    return True


def _bare() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"maxNesting": _MAX_NESTING, "html": False})
    return parser.disable([*_OFF, *_QUIET], ignoreInvalid=True)


def _with_notes() -> MarkdownIt:
    parser = _bare().use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    alternatives = ["paragraph", "blockquote", "list", "table", "footnote_def"]
    parser.block.ruler.before("table", "block_id", _block_id, {"alt": alternatives})
    return parser


COMMENT = _bare()
DOCUMENT = _with_notes()
