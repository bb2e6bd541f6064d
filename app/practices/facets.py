"""The facets by which practices are found: their words, their order, and how they are offered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.i18n import N_
from app.vocabulary import practical_steps
from app.vocabulary.languages import LANGUAGES
from app.vocabulary.pillars import PILLARS
from app.vocabulary.practice_status import PRACTICE_STATUS
from app.vocabulary.regional_groups import REGIONAL_GROUPS
from app.vocabulary.risk_factors import RISK_FACTORS
from app.vocabulary.term import Term
from app.vocabulary.themes import THEMES

PILLAR, THEME, GROUP, STATUS = "pillar", "theme", "group", "status"
STEP, FACTOR, STATE = "step", "factor", "state"
LANGUAGE, YEAR = "language", "year"
"""The facets whose words are worked out of an entry and stand in no table of their own."""
FIRST_YEAR, LAST_YEAR = 1945, 2060
"""The years that can be asked for: from the Charter on, and longer than anybody plans now."""
ADAPTED = "adapted"
"""The facet whose words are worked out for each viewer: adaptations have readers of their own."""
YES = "yes"
LIFE, CURRENT, RETIRED = "life", "published", "retired"
"""The facet of what is still used; nothing else is listed unless it is asked for."""

KINDS_AS_GROUPS: Mapping[str, str] = {
    "observer": N_("Observer states"),
    "organisation": N_("Regional organisations"),
}
"""Members without a regional group stand under their kind."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: its name in addresses, its legend, whether it is folded, its words in order.

    ``words`` is None for states: they are known to the database only.
    """

    code: str
    legend: str
    words: tuple[tuple[str, str], ...] | None = None
    folded: bool = False


def _labels(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    return tuple((term.code, term.label) for term in terms)


def _years() -> tuple[tuple[str, str], ...]:
    """Return every year that can be asked for, the latest first."""
    return tuple((str(year), str(year)) for year in range(LAST_YEAR, FIRST_YEAR - 1, -1))


def years_of(first: int | None, last: int | None, *, goes_on: bool, today: date) -> Sequence[str]:
    """Return the years in which a practice was in use, as far as they are known.

    One that goes on and names no last year was in use until ``today``; of one that names a first
    year alone and does not say that it goes on, that year is all that is known.
    """
    known = [year for year in (first, last) if year is not None]
    if not known:
        return ()
    ends = max(today.year, *known) if goes_on and last is None else max(known)
    return [str(year) for year in range(max(min(known), FIRST_YEAR), min(ends, LAST_YEAR) + 1)]


FACETS: Sequence[Facet] = (
    Facet(PILLAR, N_("Pillar"), _labels(PILLARS)),
    Facet(THEME, N_("Theme"), _labels(THEMES)),
    Facet(
        GROUP,
        N_("Regional group"),
        (*((g.code, g.short) for g in REGIONAL_GROUPS), *KINDS_AS_GROUPS.items()),
    ),
    Facet(STATUS, N_("Status"), _labels(PRACTICE_STATUS)),
    Facet(FACTOR, N_("Risk factor"), _labels(RISK_FACTORS), folded=True),
    Facet(STEP, N_("Practical step"), _labels(practical_steps.offered()), folded=True),
    Facet(YEAR, N_("Year"), _years(), folded=True),
    Facet(LANGUAGE, N_("Language of the entry"), _labels(LANGUAGES), folded=True),
    Facet(ADAPTED, N_("By others"), ((YES, N_("Adapted by others")),)),
    Facet(LIFE, N_("No longer used"), ((RETIRED, N_("Only those no longer used")),)),
    Facet(STATE, N_("State or organisation"), folded=True),
)
CODES = tuple(facet.code for facet in FACETS)


def group_of(kind: str, regional_group: str | None) -> str:
    """Return the group under which a member stands in the filter."""
    return regional_group or kind


Named = Callable[[str], str | None]


def name_of(facet: Facet, value: str, members: Named) -> str | None:
    """Return the msgid of a facet's word, None where nobody knows it.

    ``members`` gives the name of a member by its code.
    """
    return members(value) if facet.words is None else dict(facet.words).get(value)
