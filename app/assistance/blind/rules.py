"""What a sealed request may say without saying who asks. Pure: members and words come in."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.i18n import N_

FEWEST = 8
"""At least so many members must have been able to ask what a card says."""
NAMED, SEALED = "named", "sealed"
APPEARS: Mapping[str, str] = {
    NAMED: N_("By name: its readers see which member asks"),
    SEALED: N_("Sealed: its readers see listed words, and not which member asks"),
}
REGION, LANGUAGES = "region", "languages"
WEEKS_AHEAD = 26
TOO_FEW = N_(
    "Too few members could have asked this, so a sealed request would not hide who asks. Ask by "
    "name, or address fewer members."
)


class Capacity(StrEnum):
    """How much time a member could give."""

    HOURS = "hours"
    DAYS = "days"
    LONGER = "longer"


CAPACITIES: Mapping[str, str] = {
    Capacity.HOURS: N_("Some hours"),
    Capacity.DAYS: N_("Up to five working days"),
    Capacity.LONGER: N_("More than five working days"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What stored facts say of a member with somebody in office: region, languages, labels."""

    member: str
    region: str | None
    languages: frozenset[str]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hiding:
    """What a card may show, how many could have asked it, and the region of who asks."""

    shows: frozenset[str]
    number: int
    region: str | None = None

    @property
    def holds(self) -> bool:
        """Whether they are enough to hide who asks."""
        return self.number >= FEWEST


def week_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def weeks_from(day: date) -> Sequence[date]:
    """Return the Mondays that can be chosen on ``day``."""
    first = week_of(day)
    return [first + timedelta(weeks=number) for number in range(WEEKS_AHEAD)]


def hiding(
    crowd: Iterable[Known], owner: str, languages: Collection[str], *, readers: Collection[str]
) -> Hiding:
    """Return what a card of ``owner`` may show, and among how many it then hides.

    ``readers`` are the labels by which it is read. Who hides are those outside of its readers, or,
    where the owner is one of them, its readers, of whom each knows of itself. That something is not
    shown tells as well: of whom it would have been shown is taken out before the rest is counted.
    """
    everyone = list(crowd)
    addressed = {one.member for one in everyone if one.labels & set(readers)}
    known = int(owner in addressed)
    hidden = [one for one in everyone if (one.member in addressed) == bool(known)]
    region = next((one.region for one in everyone if one.member == owner), None)
    large, rest = _by_region(hidden, set(languages), known)
    if region and region in large:
        return Hiding(frozenset({REGION, LANGUAGES}), large[region], region)
    if rest >= FEWEST:
        return Hiding(frozenset({LANGUAGES}), rest)
    return Hiding(frozenset(), _among_the_rest(hidden, known))


def _by_region(
    hidden: Sequence[Known], languages: Collection[str], known: int
) -> tuple[Mapping[str, int], int]:
    """Return the regions that may be shown with how many hide in each, and how many are left."""
    fit = [one.region for one in hidden if one.languages.issuperset(languages)]
    counts = Counter(region for region in fit if region)
    large = {name: number - known for name, number in counts.items() if number - known >= FEWEST}
    return large, sum(region not in large for region in fit) - known


def _among_the_rest(hidden: Sequence[Known], known: int) -> int:
    """Return among how many somebody hides of whom neither region nor language is shown.

    Whoever speaks several languages that cannot be shown is likelier to have asked, so that the
    number is that of equally likely members.
    """
    spoken = frozenset[str]().union(*(one.languages for one in hidden))
    seen = {language: _by_region(hidden, {language}, known) for language in spoken}
    weights = [
        sum(
            one.region not in seen[language][0] and seen[language][1] < FEWEST
            for language in one.languages
        )
        or int(not one.languages)
        for one in hidden
    ]
    most = max(weights, default=0)
    return sum(weights) // most - known if most else 0


def region_told(regions: Sequence[str | None], region: str | None) -> bool:
    """Whether the region of one of those that could have said a word may be told.

    It is where enough are of it, and enough or none are of those that are too few.
    """
    counts = Counter(regions)
    few = sum(number for number in counts.values() if number < FEWEST)
    return region is not None and counts[region] >= FEWEST and (few == 0 or few >= FEWEST)
