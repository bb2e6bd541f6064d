"""A picture of a Word document as a figure, until it has a name of its own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.text.figures import SCHEME, written
from app.text.markdown import to_text

CAPTION, CREDIT, HELD = "caption", "source of a figure", "word-"
"""The styles of what stands below a picture, and how its name begins meanwhile."""
_HELD = re.compile(rf"{SCHEME}{HELD}(\w{{1,40}})")


@dataclass(slots=True)
class Figure:
    """A picture with the words in its place, the name it is known by, and what stands below.

    ``id`` is that of the block it is, where the document says one.
    """

    words: str
    key: str
    source: str = ""
    caption: str = ""
    id: str = ""

    def below(self, style: str, line: str) -> None:
        """Take what stands below a picture of the portal's own documents, or of Word's."""
        if style == CREDIT:
            self.source = to_text(line).partition(":")[2].strip()
        else:
            self.caption = line

    @property
    def markdown(self) -> str:
        """The figure as Markdown."""
        mark = f"{{#{self.id}}}\n" if self.id else ""
        return mark + written(f"{HELD}{self.key}", self.words, self.source, self.caption)


def told_by_bytes(text: str, pictures: Mapping[str, bytes], named: Callable[[bytes], str]) -> str:
    """Return a text whose figures have the names that the bytes of their pictures make."""

    def name(found: re.Match[str]) -> str:
        return f"{SCHEME}{named(pictures[found[1]])}" if found[1] in pictures else found[0]

    return _HELD.sub(name, text)
