"""What a person may send of a translation, and of the summary in a second language."""

from collections.abc import Mapping

from app.core.i18n import N_
from app.practices.entry import Changes, Entry
from app.practices.template import Shape
from app.practices.translating.values import FIELDS, NEEDED, Texts
from app.text.counting import words_in
from app.vocabulary import languages
from app.vocabulary.term import Terms
from app.web.forms import Form, Reader, Sent

MOST: Mapping[str, int] = {"title": 160, "summary": 450}
MOST_WORDS_OF = {Shape.WORDS: 1_500, Shape.LINES: 24_000, Shape.PROSE: 15_000}
"""A language may need half as many signs again as another one."""

ABOUT_WORDS, MOST_WORDS = 80, 120
MOST_SECOND = 2_000

MISSING = {
    "title": N_("Translate the title."),
    "summary": N_("Translate the result in one sentence."),
    "description": N_("Translate what it is."),
}
MISSING_SECOND_LANGUAGE = N_("Say in which language the second summary is.")
MISSING_SECOND = N_("Write the summary, or leave its language empty.")
SAME_LANGUAGE = N_("Choose another language than that of the entry.")
MANY_WORDS = N_("This is about %(words)s words. Shorten it to %(most)s at the most.")
MISSING_WHY = N_("Say why, so that it can be mended.")

UNITED_NATIONS = Terms(tuple(one for one in languages.LANGUAGES if one.official))


def read(sent: Sent, entry: Entry, *, whole: bool) -> tuple[Texts, Form]:
    """Read a translation; where it is to be read by others, ``whole``: what is needed is there."""
    reader = Reader(sent)
    texts: dict[str, str] = {}
    for one in FIELDS:
        if not getattr(entry, one.name):
            continue
        most = MOST.get(one.name, MOST_WORDS_OF[one.shape])
        missing = MISSING[one.name] if whole and one.name in NEEDED else ""
        if one.shape == Shape.PROSE:
            found = reader.marked(one.name, most=most, missing=missing)
        elif one.name == "title":
            found = reader.title(one.name, most=most, missing=missing)
        elif one.shape == Shape.LINES:
            found = reader.straight(one.name, most=most, missing=missing)
        else:
            found = reader.line(one.name, most=most, missing=missing)
        if found:
            texts[one.name] = found
    return texts, reader.form


def read_reason(sent: Sent) -> tuple[str, Form]:
    """Read why a translation is given back."""
    reader = Reader(sent)
    return reader.straight("reason", most=2000, missing=MISSING_WHY), reader.form


def read_second(sent: Sent, language: str) -> tuple[Changes, Form]:
    """Read the summary in a second language of an entry in ``language``; both may stay empty."""
    reader = Reader(sent)
    second = reader.choice("second_language", UNITED_NATIONS.codes())
    summary = " ".join(reader.straight("second_summary", most=MOST_SECOND).split())
    if summary and not second:
        reader.wrong("second_language", MISSING_SECOND_LANGUAGE)
    if second and not summary:
        reader.wrong("second_summary", MISSING_SECOND)
    if second and second == language:
        reader.wrong("second_language", SAME_LANGUAGE)
    if (words := words_in(summary)) > MOST_WORDS:
        reader.wrong("second_summary", MANY_WORDS, words=words, most=MOST_WORDS)
    columns = {"second_language": second or None, "second_summary": summary or None}
    return Changes(columns=columns), reader.form
