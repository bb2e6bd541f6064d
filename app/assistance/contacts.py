"""Who answers for a request: an office of the own member, and another one when it cannot."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.i18n import N_
from app.web.forms import Reader


@dataclass(frozen=True, slots=True)
class Contacts:
    """The fourth page: which offices answer for it, by their keys."""

    contact: str
    alternate: str


def read_contacts(reader: Reader, offices: Collection[str]) -> Contacts:
    """Read the fourth page. ``offices`` are the member's own."""
    found = Contacts(reader.choice("contact", offices), reader.choice("alternate", offices))
    if found.alternate and found.alternate == found.contact:
        reader.wrong("alternate", N_("Choose another office than the contact, or none."))
    return found
