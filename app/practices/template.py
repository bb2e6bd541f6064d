"""The versions of the form of a practice: which fields an entry has, in their order.

A version of an entry says with which form it was written and keeps its fields; a change of the
entry is written with the newest form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import N_
from app.practices import facets

CURRENT = 2


class Shape(StrEnum):
    """How what a field says is written."""

    WORDS = "words"
    LINES = "lines"
    PROSE = "prose"
    YEAR = "year"
    STATUS = "status"
    LANGUAGE = "language"
    FACET = "facet"
    OFFICE = "office"
    ORIGIN = "origin"
    SOURCES = "sources"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: under which name it is kept, what it is called, and how it is written."""

    name: str
    label: str
    shape: Shape = Shape.WORDS


_FIRST: Sequence[Field] = (
    Field("title", N_("Title")),
    Field("summary", N_("The result in one sentence")),
    Field("language", N_("Language of the entry"), Shape.LANGUAGE),
    Field("description", N_("What it is"), Shape.PROSE),
    Field("what_worked", N_("What made it work"), Shape.PROSE),
    Field("what_did_not", N_("What did not work"), Shape.PROSE),
    Field("transfer_conditions", N_("What another state would need"), Shape.PROSE),
    Field("responsible_body", N_("Responsible body")),
    Field("legal_basis", N_("Legal basis")),
    Field("partners", N_("Partners"), Shape.LINES),
    Field("year_from", N_("First year"), Shape.YEAR),
    Field("year_to", N_("Last year"), Shape.YEAR),
    Field("year_note", N_("What these years are")),
    Field("status", N_("Status"), Shape.STATUS),
    Field("cost", N_("Cost and staff")),
    Field(facets.PILLAR, N_("Pillars"), Shape.FACET),
    Field(facets.THEME, N_("Themes"), Shape.FACET),
    Field(facets.FACTOR, N_("Risk factors"), Shape.FACET),
    Field(facets.STEP, N_("Practical steps"), Shape.FACET),
    Field("contact_office", N_("Contact office"), Shape.OFFICE),
    Field("source_kind", N_("Where it comes from"), Shape.ORIGIN),
    Field("sources", N_("Sources"), Shape.SOURCES),
    Field("files", N_("Files"), Shape.FILES),
)
_SECOND = (
    Field("second_language", N_("Language of the second summary"), Shape.LANGUAGE),
    Field("second_summary", N_("Summary in a second language")),
)
FORMS: Mapping[int, Sequence[Field]] = {
    1: _FIRST,
    2: (*_FIRST[:3], *_SECOND, *_FIRST[3:]),
}
"""By number: every field of the form, in the order in which it is read."""


def fields_of(*forms: int) -> Sequence[Field]:
    """Return the fields of all these forms, the newest form's first, each once."""
    found: dict[str, Field] = {}
    for form in sorted(forms, reverse=True):
        for field in FORMS.get(form, ()):
            found.setdefault(field.name, field)
    return tuple(found.values())
