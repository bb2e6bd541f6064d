"""What a figure needs before it is saved: words in its place, its source, a picture that is there.

A figure that stands elsewhere than at the beginning of a paragraph of its own would not be shown.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.manual.figures import queries
from app.text.blocks import Block
from app.text.figures import SCHEME, addressed
from app.text.parser import DOCUMENT
from app.text.tree import Node, parse

NO_ALT = N_(
    "The figure “%(figure)s” has no alternative text. Say between the brackets in words what it"
    " shows, for whoever does not see it."
)
NO_SOURCE = N_(
    "The figure “%(figure)s” has no source. Say between quotation marks after its address who made"
    " it or where it is from."
)
NO_PICTURE = N_(
    "There is no picture “%(figure)s”. Add it with “Add a figure”, or take its line out."
)
STRAY = N_(
    "A figure stands at the beginning of a paragraph of its own, with an address as “Add a figure”"
    " writes it. Move or mend this one: %(figure)s"
)
SHORT = 40


class Problem(NamedTuple):
    """What is wrong with a figure: a sentence and what it says of which one."""

    msgid: str
    figure: str

    @property
    def sentence(self) -> str:
        """What to do, in the language now spoken."""
        return gettext(self.msgid, figure=self.figure)


class FiguresWrong(Conflict):
    """A text has a figure that cannot be saved as it is."""

    status = 422


def problems(
    conn: Connection,
    blocks: Iterable[Block],
    *,
    public: bool = False,
    shown: Collection[str] = (),
) -> list[Problem]:
    """Return what is wrong with the figures of a text.

    ``public`` ones are published already, or ``shown`` to whoever writes the text.
    """
    those = [block for block in blocks if SCHEME in block.source and block.kind != "code"]
    if not those:
        return []
    wanted = queries.named_in(those)
    there: Mapping[str, int] = queries.sizes(conn, wanted)
    known = {
        name for name in there if not public or name in shown or queries.is_published(conn, name)
    }
    return [problem for block in those for problem in _of_block(block, known)]


def ensure(
    conn: Connection,
    blocks: Iterable[Block],
    *,
    public: bool = False,
    shown: Collection[str] = (),
) -> None:
    """Refuse a text whose figures cannot be saved as they are.

    Raises:
        FiguresWrong: there is one; the sentence says which, and what to do.
    """
    for problem in problems(conn, blocks, public=public, shown=shown):
        raise FiguresWrong(problem.msgid, figure=problem.figure)


def _of_block(block: Block, known: set[str]) -> Iterator[Problem]:
    figures = [node for node in parse(block.source).nodes if node.tag == "figure"]
    every = Counter(addressed(DOCUMENT.parse(block.source)))
    for address in every - Counter(f"{SCHEME}{figure.detail}" for figure in figures):
        yield Problem(STRAY, address)
    for figure in figures:
        yield from _of_figure(figure, known)


def _of_figure(figure: Node, known: set[str]) -> Iterator[Problem]:
    parts = {part.tag: part.text.strip() for part in figure.children}
    called = _called(figure.detail, [text for text in parts.values() if text])
    if not parts["img"]:
        yield Problem(NO_ALT, called)
    if not parts.get("credit"):
        yield Problem(NO_SOURCE, called)
    if figure.detail not in known:
        yield Problem(NO_PICTURE, figure.detail)


def _called(name: str, words: Sequence[str]) -> str:
    said = " ".join(words[0].split()) if words else name
    return said if len(said) <= SHORT else f"{said[:SHORT]}…"
