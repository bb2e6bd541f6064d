"""The room that the manual's pages are registered in."""

from app.core.errors import NotFound
from app.manual.values import DRAFT
from app.web.guard import Room

room = Room("manual")

DRAFT_NAME = "draft"
MOST_DIGITS = 6


def number_of(name: str) -> int:
    """Return the edition a piece of an address names; ``draft`` names the draft.

    Raises:
        NotFound: when it names none.
    """
    if name == DRAFT_NAME:
        return DRAFT
    if not (name.isascii() and name.isdigit() and len(name) <= MOST_DIGITS) or name.startswith("0"):
        raise NotFound
    return int(name)
