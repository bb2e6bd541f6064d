"""A picture of a Word document as a figure, until it has a name of its own."""

from dataclasses import dataclass

from app.text.figures import written
from app.text.markdown import to_text

CAPTION, CREDIT, HELD = "caption", "source of a figure", "word-"
"""The styles of what stands below a picture, and how its name begins meanwhile."""


@dataclass(slots=True)
class Figure:
    """A picture with the words in its place, the name it is known by, and what stands below."""

    words: str
    key: str
    source: str = ""
    caption: str = ""

    def below(self, style: str, line: str) -> None:
        """Take what stands below a picture of the portal's own documents, or of Word's."""
        if style == CREDIT:
            self.source = to_text(line).partition(":")[2].strip()
        else:
            self.caption = line

    @property
    def markdown(self) -> str:
        """The figure as Markdown."""
        return written(f"{HELD}{self.key}", self.words, self.source, self.caption)
