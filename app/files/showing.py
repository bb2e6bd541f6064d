"""A file as pages show it: name, kind and size in the language now spoken."""

from dataclasses import dataclass

from app.core.i18n import gettext
from app.files.queries import Attached
from app.files.rules import KINDS, MEGABYTE
from app.web.components import date_words, number

KILOBYTE = 1024
HALF = KILOBYTE // 2


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file in words; ``by`` says who attached it, where several can; ``day`` when."""

    id: str
    name: str
    kind: str
    size: str
    by: str = ""
    day: str = ""


def shown_file(one: Attached, by: str = "") -> ShownFile:
    """Return a file in words."""
    kind, day = gettext(KINDS[one.kind]), date_words(one.at)
    return ShownFile(one.id, one.name, kind, size(one.size), by, day)


def size(of: int) -> str:
    """Return a size in the unit that fits it."""
    if of < MEGABYTE:
        return gettext("%(size)s kB", size=number(max(1, (of + HALF) // KILOBYTE)))
    return gettext("%(size)s MB", size=number(round(of / MEGABYTE, 1)))
