"""What an editor sends to open, prolong and answer, and what an office submits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.core import clock
from app.core.i18n import N_
from app.manual.consulting.rules import (
    LONGEST,
    MOST_ANSWER,
    MOST_ASKED,
    MOST_TITLE,
    MOST_WORDS,
    USUAL,
    NotLater,
)
from app.manual.meaning import Stance, read_language, read_stance, read_version
from app.web.forms import Form, Reader, Sent

NO_TITLE = N_("Write in a few words what the consultation is about.")
NOT_ASKED = N_("Write what you ask of the members.")
NO_FIRST = N_("Choose the first day.")
NO_LAST = N_("Choose the last day.")
PAST = N_("Choose today or a later day.")
FAR = N_("Choose a first day within a year.")
BEFORE_FIRST = N_("Choose a last day after the first one.")
TOO_LATE = N_("Choose a last day within a year.")
NO_WORDS = N_("Write what you think of the text.")
NO_ANSWER = N_("Say in a sentence or two what became of it.")
HASH = 64


@dataclass(frozen=True, slots=True)
class Opening:
    """A consultation as its editor sends it; ``seen`` is the hash of the draft looked at."""

    title: str
    asked: str
    language: str
    begins: date
    until: date
    chapters: Collection[str]
    seen: str


@dataclass(frozen=True, slots=True)
class Written:
    """A submission as its author sends it; ``seen`` is its version, 0 where there is none yet."""

    words: str
    stance: Stance
    language: str
    seen: int


def blank(language: str) -> Form:
    """Return the form before anything was typed: it proposes four weeks from today."""
    today = clock.today()
    days = {"begins": today.isoformat(), "until": (today + USUAL).isoformat()}
    return Form({**days, "language": language})


def read_opening(sent: Sent, known: Collection[str], default: str) -> tuple[Opening | None, Form]:
    """Read what is asked on which of the ``known`` chapters; None while something is wrong."""
    reader, today = Reader(sent), clock.today()
    title = reader.line("title", most=MOST_TITLE, missing=NO_TITLE)
    asked = reader.marked("asked", most=MOST_ASKED, missing=NOT_ASKED)
    language = read_language(reader, default)
    begins, until = reader.day("begins", missing=NO_FIRST), reader.day("until", missing=NO_LAST)
    if begins is not None and begins < today:
        reader.wrong("begins", PAST)
    if begins is not None and begins - today > LONGEST:
        reader.wrong("begins", FAR)
    if until is not None and begins is not None:
        _judge(reader, begins, until)
    chapters = reader.choices("chapters", known)
    seen = reader.line("seen", most=HASH)
    if begins is None or until is None or not reader.form.good:
        return None, reader.form
    return Opening(title, asked, language, begins, until, chapters, seen), reader.form


def _judge(reader: Reader, begins: date, until: date) -> None:
    if until <= begins:
        reader.wrong("until", BEFORE_FIRST)
    if until - begins > LONGEST:
        reader.wrong("until", TOO_LATE)


def read_until(sent: Sent, now: date) -> tuple[date | None, Form]:
    """Read a day until which a consultation lasts that would have ended ``now``."""
    reader = Reader(sent)
    until = reader.day("until", missing=NO_LAST)
    if until is not None and until <= now:
        reader.wrong("until", NotLater.message)
    if until is not None and until - max(now, clock.today()) > LONGEST:
        reader.wrong("until", TOO_LATE)
    return until if reader.form.good else None, reader.form


def read_written(sent: Sent, offered: Sequence[Stance], default: str) -> tuple[Written, Form]:
    """Read a submission, meant in one of the ways ``offered``."""
    reader = Reader(sent)
    words = reader.marked("words", most=MOST_WORDS, missing=NO_WORDS)
    stance, language = read_stance(reader, offered), read_language(reader, default)
    return Written(words, stance, language, read_version(reader)), reader.form


def read_answer(sent: Sent) -> tuple[str, Form]:
    """Read what became of a submission."""
    reader = Reader(sent)
    return reader.marked("answer", most=MOST_ANSWER, missing=NO_ANSWER), reader.form
