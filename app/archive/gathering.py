"""The data of the whole file: cover, then every part, in the language now spoken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.archive import happened, office, received, work
from app.archive.assistance import Opened
from app.archive.record import facts_as_data
from app.archive.sight import Sight
from app.core import i18n
from app.core.i18n import N_, gettext
from app.directory.office_showing import acting_for, in_full
from app.web.components import moment_words


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is printed, and which requests were opened for it."""

    data: dict[str, object]
    requests: frozenset[str]


PARTS = {
    "office": N_("the office and its appointments"),
    "work": N_("practices, standing offers, open seats and the manual"),
    "help": N_("requests and offers"),
    "history": N_("what happened"),
}
"""What is gathered, in this order."""


def gathered(
    sight: Sight, at: datetime, begin: Callable[[str], None] = lambda _part: None
) -> Gathered:
    """Return everything of the office that the requester reads on the pages.

    ``begin`` hears of each part before it is gathered.
    """
    begin("office")
    found = [*office.parts(sight)]
    begin("work")
    found += work.parts(sight)
    begin("help")
    opened = Opened(sight)
    found += opened.parts
    begin("history")
    found += [received.part(sight), happened.part(sight)]
    data = {**_cover(sight, at), "parts": [one.as_data() for one in found]}
    return Gathered(data, frozenset(opened.read))


def title_of(sight: Sight) -> str:
    """Return what the document is called."""
    return gettext("File of the office: %(office)s", office=_name(sight))


def _name(sight: Sight) -> str:
    return in_full(sight.seat.stage, sight.seat.member_name)


def _cover(sight: Sight, at: datetime) -> dict[str, object]:
    viewer = sight.viewer
    asker = [viewer.name, *([acting_for(viewer.office)] if viewer.office else [])]
    return {
        "language": i18n.language(),
        "title": title_of(sight),
        "mark": gettext("Confidential: %(title)s", title=title_of(sight)),
        "contents": gettext("Contents"),
        "cover": facts_as_data(
            [
                (gettext("Office"), _name(sight)),
                (gettext("Mailbox"), office.mailbox(sight)),
                (gettext("Made for"), asker),
                (gettext("Made on"), moment_words(at)),
            ]
        ),
        "warning": [
            gettext("This document contains confidential text."),
            gettext("Keep it like the note verbale: locked away, copied for nobody else."),
        ],
        "lead": [
            gettext(
                "It holds what this person could read of the office in the portal at that moment,"
                " and nothing else. What is attached is listed with its SHA-256, by which a saved"
                " file is known again; the files themselves and comments are not in it."
            )
        ],
        "unprinted": gettext(
            "Some signs have no shape in the fonts of the portal. \N{REPLACEMENT CHARACTER} stands"
            " in their place:"
        ),
    }
