"""What an editor sends: a chapter, or the word to publish."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.core import clock
from app.core.i18n import N_
from app.manual.rules import MOST_CHAPTER, MOST_NOTE, Weight
from app.manual.values import Release, Written
from app.text.safe_names import one_line, turned_line
from app.web.forms import TURNED, Form, Reader, Sent

MOST_DIGITS = 9
MOST_QUESTIONS = 2_000
HASH_LENGTH = 64
MOST_LABEL = 80
NOW, LATER = "now", "later"
FURTHEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ChapterForm:
    """A chapter as sent, with what is wrong with it."""

    written: Written
    form: Form


@dataclass(frozen=True, slots=True)
class PublishForm:
    """The word to publish as sent, with what is wrong with it."""

    release: Release
    form: Form


def read_chapter(sent: Sent) -> ChapterForm:
    """Read a chapter's title, readers, questions and text."""
    reader = Reader(sent)
    questions = reader.text("questions", most=MOST_QUESTIONS).splitlines()
    written = Written(
        seen=_number(reader, "version"),
        title=reader.title("title", missing=N_("Give the chapter a title.")),
        readers=reader.title("readers", most=500),
        questions=tuple(line for q in questions if (line := one_line(q))),
        source=reader.text("text", most=MOST_CHAPTER, missing=N_("Write the text of the chapter.")),
    )
    for name in ("questions", "text"):
        turned = turned_line(str(reader.form.values[name]))
        if turned:
            reader.wrong(name, TURNED, line=turned)
    return ChapterForm(written, reader.form)


def read_publish(sent: Sent) -> PublishForm:
    """Read the change note, the weight, and which state was looked at."""
    reader = Reader(sent)
    weight = reader.choice(
        "weight", set(Weight), missing=N_("Say whether this is a minor or a major edition.")
    )
    release = Release(
        seen=reader.line("seen", most=HASH_LENGTH),
        after=_number(reader, "after"),
        note=reader.straight(
            "note", most=MOST_NOTE, missing=N_("Write one sentence that says what changed and why.")
        ),
        weight=Weight(weight or Weight.MAJOR),
        label=reader.line("label", most=MOST_LABEL),
        published_at=_moment(reader),
    )
    return PublishForm(release, reader.form)


def _moment(reader: Reader) -> datetime | None:
    """Read from when the edition is to be published, None for as soon as it can be."""
    if reader.choice("when", {NOW, LATER}) != LATER:
        return None
    day = reader.day("day", missing=N_("Say on which day it is published."))
    said = reader.line("time", most=5) or "00:00"
    try:
        hour = datetime.strptime(said, "%H:%M").replace(tzinfo=UTC).timetz()
    except ValueError:
        reader.wrong("time", N_("Write the time as hours and minutes, such as 09:30."))
        return None
    moment = datetime.combine(day, hour) if day else None
    if moment and not clock.now() < moment <= clock.now() + FURTHEST:
        reader.wrong("day", N_("Choose a moment from now on, and within a year."))
    return moment


def _number(reader: Reader, name: str) -> int:
    """Read a number the page itself wrote; anything else is no state that was looked at."""
    found = reader.line(name, most=MOST_DIGITS)
    return int(found) if found.isascii() and found.isdigit() and len(found) <= MOST_DIGITS else -1
