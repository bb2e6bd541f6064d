"""What came back of a text that went out, block by block."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.reading.placed import Comment
from app.papers.reading.told import Tracked


@dataclass(frozen=True, slots=True)
class Wording:
    """A block as it came; ``text`` is empty where it was removed.

    ``into`` is the block that its words went to; ``parts`` where it came as several paragraphs:
    its own words split, or others added after them.
    """

    text: str
    into: str = ""
    split: bool = False
    added: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Came:
    """A block that went out: None for what it still says, with what was noted beside it.

    ``changed`` counts its tracked changes as made; it is what ``plain`` is where it has none.
    """

    id: str
    plain: Wording | None
    changed: Wording | None
    comments: Sequence[Comment]
    tracked: Sequence[Tracked]


@dataclass(frozen=True, slots=True)
class Returned:
    """A document that came back; ``marked`` unless all its hidden marks were lost."""

    blocks: Sequence[Came]
    comments: Sequence[Comment]
    tracked: Sequence[Tracked]
    lines: Sequence[str]
    marked: bool

    @property
    def changes(self) -> bool:
        """Whether it says anything else than what went out."""
        return any(one.plain or one.changed for one in self.blocks)
