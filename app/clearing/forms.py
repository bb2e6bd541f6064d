"""What an office sends of every clearance: how it is marked, who reads it, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.clearing.rules import LONGEST, MOST_MARKING, MOST_READERS, USUAL
from app.core import clock, i18n
from app.core.i18n import N_, gettext
from app.vocabulary.labels import LANGUAGES, options
from app.web.forms import Reader

MARKED = N_("For clearance. Not a decision, not a position.")
NO_MARKING = N_("Write how the file is marked, such as “For clearance”.")
NO_READERS = N_("Write who is to read it, such as the ministries. Names are not needed.")
NO_DAY = N_("Choose the day by which it should be back.")
PAST = N_("Choose today or a later day.")
FAR = N_("Choose a day within a year.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """How a clearance is asked for, whatever goes out."""

    marking: str
    readers: str
    deadline: date
    language: str

    @property
    def kept(self) -> Mapping[str, Any]:
        """What of it is kept with the clearance; its language is that of the item."""
        return {"marking": self.marking, "readers": self.readers, "deadline": self.deadline}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a form of a clearance lets choose: days, languages, and so many letters."""

    first: str
    last: str
    languages: Sequence[tuple[str, str]]
    marking: int = MOST_MARKING
    readers: int = MOST_READERS


def usual(last: date | None = None) -> dict[str, Any]:
    """Return what stands in a new form, whose day is not after ``last``."""
    day = clock.today() + USUAL
    return {
        "marking": gettext(MARKED),
        "deadline": min(day, last or day).isoformat(),
        "language": i18n.language(),
    }


def limits(last: date | None = None) -> Limits:
    """Return what a form lets choose, up to the day ``last``, or as long as one may last."""
    today = clock.today()
    spoken = options({code: LANGUAGES[code] for code in i18n.languages()})
    return Limits(today.isoformat(), (last or today + LONGEST).isoformat(), spoken)


def read_frame(reader: Reader, default: str) -> Framed:
    """Read how something is to go out; ``default`` is its language where none is chosen."""
    marking = reader.title("marking", most=MOST_MARKING, missing=NO_MARKING)
    who = reader.title("readers", most=MOST_READERS, missing=NO_READERS)
    deadline = read_deadline(reader)
    language = reader.choice("language", i18n.languages()) or default
    return Framed(marking=marking, readers=who, deadline=deadline, language=language)


def read_deadline(reader: Reader) -> date:
    """Read by when something should be back; today where what was sent is no such day."""
    deadline, today = reader.day("deadline", missing=NO_DAY), clock.today()
    if deadline is not None and deadline < today:
        reader.wrong("deadline", PAST)
    if deadline is not None and deadline > today + LONGEST:
        reader.wrong("deadline", FAR)
    return deadline or today
