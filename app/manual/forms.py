"""What an editor sends: a chapter, or the word to publish."""

from dataclasses import dataclass

from app.core.i18n import N_
from app.manual.rules import MOST_CHAPTER, MOST_NOTE, Weight
from app.manual.values import Release, Written
from app.web.forms import Form, Reader, Sent

MOST_DIGITS = 9
MOST_QUESTIONS = 2_000
HASH_LENGTH = 64


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
        title=reader.line("title", missing=N_("Give the chapter a title.")),
        readers=reader.line("readers", most=500),
        questions=tuple(line for q in questions if (line := " ".join(q.split()))),
        source=reader.text("text", most=MOST_CHAPTER, missing=N_("Write the text of the chapter.")),
    )
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
        note=reader.text(
            "note", most=MOST_NOTE, missing=N_("Write one sentence that says what changed and why.")
        ),
        weight=Weight(weight or Weight.MAJOR),
    )
    return PublishForm(release, reader.form)


def _number(reader: Reader, name: str) -> int:
    """Read a number the page itself wrote; anything else is no state that was looked at."""
    found = reader.line(name, most=MOST_DIGITS)
    return int(found) if found.isascii() and found.isdigit() and len(found) <= MOST_DIGITS else -1
