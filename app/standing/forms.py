"""What a person may send of a standing offer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.core.i18n import N_
from app.standing.rules import LONGEST
from app.vocabulary import languages, modalities
from app.vocabulary import themes as theme_list
from app.web.forms import Reader

SUMMARY_MOST = 120
CAPACITY_MOST = 160
EXPERIENCE_MOST = 600
MOST_THEMES = 3
MOST_IN_A_YEAR = 99
HOW_OFTEN = N_("Write a number from 1 to %(most)s, or leave it empty.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """An offer as its member declares it; ``example`` is one of its own published practices."""

    summary: str
    experience: str
    capacity: str
    themes: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    example: str
    valid_until: date | None
    language: str
    per_year: int | None = None


def read(reader: Reader, *, today: date, practices: Collection[str], default: str) -> Declared:
    """Read an offer written in the ``default`` language; ``practices`` can be its example."""
    found = Declared(
        summary=reader.line(
            "summary", most=SUMMARY_MOST, missing=N_("Say in one line what you could give.")
        ),
        themes=reader.choices(
            "themes", theme_list.codes(), missing=N_("Choose one to three themes.")
        ),
        modalities=reader.choices(
            "modalities", modalities.codes(), missing=N_("Choose at least one form of help.")
        ),
        languages=reader.choices(
            "languages",
            languages.codes(),
            missing=N_("Choose at least one language in which you can work."),
        ),
        capacity=reader.line(
            "capacity", most=CAPACITY_MOST, missing=N_("Say how much you could give in a year.")
        ),
        per_year=_per_year(reader),
        experience=reader.straight("experience", most=EXPERIENCE_MOST),
        example=reader.choice("example", practices),
        valid_until=reader.day(
            "valid_until", missing=N_("Say until when this offer is meant to stand.")
        ),
        language=reader.choice("language", languages.codes()) or default,
    )
    if len(found.themes) > MOST_THEMES:
        reader.wrong("themes", N_("Choose three themes at most; declare a second offer for more."))
    _check_day(reader, found.valid_until, today)
    return found


def _per_year(reader: Reader) -> int | None:
    """Read how often in a year, where that is said as a number."""
    found = reader.line("per_year", most=6)
    if not found or "per_year" in reader.errors:
        return None
    good = found.isascii() and found.isdigit() and 1 <= int(found) <= MOST_IN_A_YEAR
    if not good:
        reader.wrong("per_year", HOW_OFTEN, most=MOST_IN_A_YEAR)
    return int(found) if good else None


def _check_day(reader: Reader, last: date | None, today: date) -> None:
    if last and last < today:
        reader.wrong("valid_until", N_("Choose a day that is still to come."))
    if last and last > today + LONGEST:
        reader.wrong("valid_until", N_("Choose a day within three years."))


def as_sent(said: Declared) -> dict[str, object]:
    """Return an offer by the names of its fields, to fill its form again."""
    found = {name: getattr(said, name) for name in Declared.__slots__}
    return {**found, "per_year": "" if said.per_year is None else str(said.per_year)}
