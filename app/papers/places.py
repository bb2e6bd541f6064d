"""A place inside a document, to which its links lead."""

from collections.abc import Callable
from typing import NamedTuple


class Place(NamedTuple):
    """A place inside the file: a chapter, or a block of it (else ``block`` is empty)."""

    slug: str
    block: str = ""

    @property
    def name(self) -> str:
        """A name for the place that no other place of the file has."""
        return self.block or f"c-{self.slug}"


Follow = Callable[[str], Place | str | None]
"""Where a link leads: to a place of the file, an address, or nowhere (None)."""
