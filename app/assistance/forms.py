"""What a person may send: the pages of a request, an offer, a reason, a result."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.access.audience import Audience
from app.assistance.blind.rules import APPEARS, SEALED
from app.assistance.readers import CHOICES
from app.assistance.sealing import Basis
from app.assistance.waits import LATEST_ANSWER_DAYS, LATEST_WANTED_DAYS
from app.core.i18n import N_
from app.directory import reader_form
from app.directory.reader_form import Choosable
from app.vocabulary import languages, modalities, practical_steps, results
from app.vocabulary import risk_factors as factors
from app.vocabulary import themes as theme_list
from app.web.forms import Reader

TITLE_MOST = 120
OUTCOME_MOST = 600
NOTE_MOST = 600
REASON_MOST = 1000
MOST_THEMES = 3


@dataclass(frozen=True, slots=True)
class What:
    """The first page: what the office wants to be able to do."""

    title: str
    outcome: str
    themes: tuple[str, ...]
    basis: Basis
    language: str


@dataclass(frozen=True, slots=True)
class How:
    """The second page: in which form, for whom, and when."""

    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    for_whom: str
    wanted_from: date | None
    wanted_to: date | None
    answer_by: date | None
    contribution: str
    travel_money: bool


@dataclass(frozen=True, slots=True)
class Readers:
    """The third page: who is asked, and whether without a name."""

    audience: Audience
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer of help."""

    message: str
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    period: str
    language: str


def read_what(reader: Reader, *, practices: Collection[str], whole: bool = True) -> What:
    """Read the first page; ``whole`` asks for what is missing, otherwise gaps may stay."""
    found = What(
        title=reader.line(
            "title", most=TITLE_MOST, missing=N_("Write a title of one line.") if whole else ""
        ),
        outcome=reader.straight(
            "outcome",
            most=OUTCOME_MOST,
            missing=N_("Say what you want to be able to do afterwards.") if whole else "",
        ),
        themes=reader.choices(
            "themes",
            theme_list.codes(),
            missing=N_("Choose one to three themes.") if whole else "",
        ),
        basis=Basis(
            practices=reader.choices("practices", practices, most=5),
            risk_factors=reader.choices("risk_factors", factors.codes()),
            practical_steps=reader.choices(
                "practical_steps", [step.code for step in practical_steps.offered()]
            ),
            origin=reader.line("origin", most=300),
        ),
        language=reader.choice("language", languages.codes()),
    )
    if len(found.themes) > MOST_THEMES:
        reader.wrong("themes", N_("Choose three themes at most; a narrow request is answered."))
    return found


def read_how(reader: Reader, *, today: date, whole: bool = True) -> How:
    """Read the second page."""
    found = How(
        modalities=reader.choices(
            "modalities",
            modalities.codes(),
            missing=N_("Choose at least one form of help.") if whole else "",
        ),
        languages=reader.choices(
            "languages",
            languages.codes(),
            missing=N_("Choose at least one language in which you can work.") if whole else "",
        ),
        for_whom=reader.line("for_whom", most=300),
        wanted_from=reader.day("wanted_from"),
        wanted_to=reader.day("wanted_to"),
        answer_by=reader.day(
            "answer_by", missing=N_("Say by when you want an answer.") if whole else ""
        ),
        contribution=reader.straight("contribution", most=NOTE_MOST),
        travel_money=reader.checked("travel_money"),
    )
    _check_days(reader, found, today)
    return found


def _check_days(reader: Reader, how: How, today: date) -> None:
    if how.wanted_from and how.wanted_to and how.wanted_to < how.wanted_from:
        reader.wrong("wanted_to", N_("The last day must not come before the first."))
    if how.wanted_to and how.wanted_to > today + timedelta(days=LATEST_WANTED_DAYS):
        reader.wrong("wanted_to", N_("Choose a day within five years."))
    if how.answer_by and how.answer_by < today:
        reader.wrong("answer_by", N_("Choose a day that is still to come."))
    if how.answer_by and how.answer_by > today + timedelta(days=LATEST_ANSWER_DAYS):
        reader.wrong("answer_by", N_("Choose a day within a year."))


def read_readers(reader: Reader, given: Choosable, *, sealed: bool = False) -> Readers | None:
    """Read the third page; None where the choice is not complete.

    ``sealed`` says how the draft is now: what says nothing of it, as programmes may, leaves it so.
    """
    missing = N_("Choose whom you ask.")
    audience = reader_form.read(reader, "circle", CHOICES, given, missing=missing)
    sealed = (reader.choice("appears", APPEARS) or (SEALED if sealed else "")) == SEALED
    return Readers(audience, sealed) if audience else None


def read_offer(reader: Reader, default: str) -> Offered:
    """Read an offer; it is written in the ``default`` language unless its form says another."""
    return Offered(
        message=reader.straight(
            "message", most=NOTE_MOST, missing=N_("Say in a few words what you can do.")
        ),
        modalities=reader.choices(
            "modalities", modalities.codes(), missing=N_("Choose at least one form of help.")
        ),
        languages=reader.choices(
            "languages",
            languages.codes(),
            missing=N_("Choose at least one language in which you can work."),
        ),
        period=reader.line("period", most=120),
        language=reader.choice("language", languages.codes()) or default,
    )


def read_reason(reader: Reader) -> str:
    """Read why a request is returned."""
    return reader.straight(
        "reason", most=REASON_MOST, missing=N_("Write the reason, as to a colleague.")
    )


def read_why(reader: Reader, *, needed: bool) -> str:
    """Read why a request is withdrawn; once others have seen it that is ``needed``."""
    missing = N_("Say in a few words why you withdraw it.") if needed else ""
    return reader.straight("why", most=NOTE_MOST, missing=missing)


def read_result(reader: Reader) -> tuple[str, str]:
    """Read how a request ended: the result and a few words."""
    return (
        reader.choice("result", results.codes(), missing=N_("Choose how it ended.")),
        reader.straight("note", most=NOTE_MOST, missing=N_("Say in a few words what came of it.")),
    )


def as_sent(values: Mapping[str, object]) -> dict[str, list[str]]:
    """Return stored values as a form would send them, to fill and to check the pages again."""
    sent: dict[str, list[str]] = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            sent[name] = [str(one) for one in value]
        elif isinstance(value, bool):
            sent[name] = ["yes"] if value else []
        else:
            sent[name] = [] if value is None else [str(value)]
    return sent
