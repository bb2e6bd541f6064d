"""The five electoral groups of the United Nations; observers and organisations belong to none."""

from dataclasses import dataclass

from app.core.i18n import N_
from app.vocabulary.term import Term, Terms


@dataclass(frozen=True, slots=True)
class RegionalGroup(Term):
    """A group with the United Nations' name as label and a short name for chips and filters."""

    short: str


REGIONAL_GROUPS = Terms(
    (
        RegionalGroup("african", N_("Group of African States"), N_("African Group")),
        RegionalGroup("asia-pacific", N_("Group of Asia-Pacific States"), N_("Asia-Pacific Group")),
        RegionalGroup(
            "eastern-european",
            N_("Group of Eastern European States"),
            N_("Eastern European Group"),
        ),
        RegionalGroup(
            "grulac",
            N_("Group of Latin American and Caribbean States"),
            N_("Latin American and Caribbean Group"),
        ),
        RegionalGroup(
            "weog",
            N_("Group of Western European and other States"),
            N_("Western European and Others Group"),
        ),
    )
)

codes = REGIONAL_GROUPS.codes
label = REGIONAL_GROUPS.label


def short(code: str) -> str:
    """Return the short msgid of a group; raise ``KeyError`` for an unknown code."""
    return REGIONAL_GROUPS.get(code).short
