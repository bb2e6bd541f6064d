"""The fields of a practice that go out to be changed, each with its heading, guidance and limit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import N_, gettext, ngettext
from app.practices.entry import Entry
from app.practices.forms import MOST_SOURCES, MOST_SUMMARY, MOST_TEXT, MOST_TITLE, typed_before
from app.web.components import number


class Shape(StrEnum):
    """How what a field says is written on paper."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, what it is called, what is said about it, and how long it may be.

    ``most`` are characters; of a list they are entries. ``page`` is that of the journey.
    """

    name: str
    label: str
    hint: str
    most: int
    page: str
    shape: Shape = Shape.LINE

    @property
    def guidance(self) -> str:
        """What stands under its heading."""
        said = [gettext(self.hint)] if self.hint else []
        return " ".join([*said, self._limit()])

    def _limit(self) -> str:
        if self.shape == Shape.LINES:
            return ngettext("At most one entry.", "At most %(num)s entries.", self.most)
        most = number(self.most)
        return ngettext(
            "At most %(many)s character.", "At most %(many)s characters.", self.most, many=most
        )


FIELDS = (
    Field("title", N_("Title"), N_("What was done, in one line."), MOST_TITLE, "what"),
    Field(
        "summary",
        N_("The result in one sentence"),
        N_("What has changed because of it, as far as you know."),
        MOST_SUMMARY,
        "what",
    ),
    Field(
        "description",
        N_("What it is"),
        N_("Two or three paragraphs."),
        MOST_TEXT,
        "what",
        Shape.PROSE,
    ),
    Field(
        "responsible_body",
        N_("Responsible body"),
        N_("The ministry, council or office that runs it."),
        300,
        "how",
    ),
    Field("legal_basis", N_("Legal basis"), N_("A law, a decree, a decision."), 500, "how"),
    Field("partners", N_("Partners"), N_("One per line."), 40, "how", Shape.LINES),
    Field(
        "year_from",
        N_("First year"),
        N_("The year in which the measure began, with four digits."),
        4,
        "how",
    ),
    Field("year_to", N_("Last year"), N_("Leave it empty while it goes on."), 4, "how"),
    Field(
        "year_note",
        N_("What these years are"),
        N_("For example: years of the first two rounds."),
        200,
        "how",
    ),
    Field(
        "cost", N_("Cost and staff"), N_("Roughly: people, hours, money."), 1000, "how", Shape.TEXT
    ),
    Field("what_worked", N_("What made it work"), "", MOST_TEXT, "learned", Shape.PROSE),
    Field(
        "what_did_not",
        N_("What did not work"),
        N_("Colleagues learn most from this part."),
        MOST_TEXT,
        "learned",
        Shape.PROSE,
    ),
    Field(
        "transfer_conditions",
        N_("What another state would need"),
        N_("Law, people, money, trust: without what would it fail elsewhere?"),
        MOST_TEXT,
        "learned",
        Shape.PROSE,
    ),
    Field(
        "sources",
        N_("Sources"),
        N_("One per line: a law, a report, an address on the web."),
        MOST_SOURCES,
        "readers",
        Shape.LINES,
    ),
)
"""In the order in which they go out."""
BY_NAME: Mapping[str, Field] = {one.name: one for one in FIELDS}


def says(entry: Entry) -> Mapping[str, str]:
    """Return what a practice says in each of these fields, as its form has it."""
    typed = typed_before(entry)
    return {one.name: _plain(str(typed[one.name])) for one in FIELDS}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
