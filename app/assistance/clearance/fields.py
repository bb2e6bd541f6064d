"""The fields of a request that go out to be changed."""

from collections.abc import Mapping

from app.assistance.forms import NOTE_MOST, OUTCOME_MOST, TITLE_MOST
from app.assistance.queries import Asked
from app.core.i18n import N_
from app.practices.clearing.fields import Field, Shape

FIELDS = (
    Field(
        "title",
        N_("Title"),
        N_("One line by which a busy colleague knows whether to read on."),
        TITLE_MOST,
        "what",
    ),
    Field(
        "outcome",
        N_("What do you want to be able to do afterwards?"),
        N_("One outcome. No situation in a country, and no names of people."),
        OUTCOME_MOST,
        "what",
        Shape.TEXT,
    ),
    Field(
        "origin",
        N_("A recommendation or a gap in your own assessment"),
        N_("With the document and its number."),
        300,
        "what",
    ),
    Field(
        "for_whom",
        N_("For whom"),
        N_("Ministries or bodies, and about how many people."),
        300,
        "how",
    ),
    Field(
        "contribution",
        N_("What you contribute"),
        N_("Whatever makes it easier to say yes to you."),
        NOTE_MOST,
        "how",
        Shape.TEXT,
    ),
)
"""In the order in which they go out; codes, dates and readers are chosen in the portal."""
BY_NAME: Mapping[str, Field] = {one.name: one for one in FIELDS}


def says(asked: Asked) -> Mapping[str, str]:
    """Return what a request says in each of these fields."""
    return {
        one.name: asked.basis.origin if one.name == "origin" else str(getattr(asked, one.name))
        for one in FIELDS
    }
