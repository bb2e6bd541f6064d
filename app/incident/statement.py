"""What is said in one language: read from a file and written as one, and what is wrong with it.

A file has, for each language, a line ``# en: Title`` and below it the text. Drafts are such files,
with blanks in square brackets.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.core import i18n
from app.core.config import ROOT
from app.core.errors import Refusal
from app.core.i18n import N_
from app.text import limits

FOLDER = ROOT / "data" / "incidents"
LONGEST_TITLE = 160
LONGEST_TEXT = 5000
_HEAD = re.compile(r"^# ([a-z_A-Z]+): *(.*?) *$", re.MULTILINE)
_BLANK = re.compile(r"\[[^\[\]\n]+\](?!\()")
"""What stands in square brackets and is no link."""

NO_WORDS = N_("Write a title and a text in one language at least.")
NO_TITLE = N_("Write a title: it stands on every page.")
NO_TEXT = N_("Write the text, or take the title away as well.")
BLANK_LEFT = N_("Fill in or take away what stands in square brackets: %(blank)s")
UNKNOWN_LANGUAGE = N_("The portal does not speak this language: %(language)s")
NO_HEAD = N_("The file does not begin with a line such as “# en: Title”.")
TITLE_TOO_LONG = N_("Shorten the title to %(most)s characters.")
TEXT_TOO_LONG = N_("Shorten the text to %(most)s characters.")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in one language."""

    language: str
    title: str
    text: str


class BadStatement(Refusal):
    """It cannot be published as it stands."""

    status = 422


def read(text: str) -> Sequence[Said]:
    """Return what a file says, in the order of the portal's languages.

    Raises:
        BadStatement: for a file that is not one, or a language that the portal does not speak.
    """
    before, *parts = _HEAD.split(text.replace("\r\n", "\n"))
    if before.strip() or not parts:
        raise BadStatement(NO_HEAD)
    said = {
        language: Said(language, title, body.strip())
        for language, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }
    if unknown := sorted(set(said) - set(i18n.languages())):
        raise BadStatement(UNKNOWN_LANGUAGE, language=unknown[0])
    return [said[language] for language in i18n.languages() if language in said]


def write(said: Sequence[Said]) -> str:
    """Return a statement as a file."""
    return "\n\n".join(f"# {one.language}: {one.title}\n\n{one.text}" for one in said) + "\n"


def ensure_good(said: Sequence[Said]) -> None:
    """Let pass what can be published.

    Raises:
        BadStatement: for the first thing that is wrong.
    """
    if not said:
        raise BadStatement(NO_WORDS)
    for one in said:
        for _field, sentence, values in wrong(one):
            raise BadStatement(sentence, **values)


def wrong(one: Said) -> Sequence[tuple[str, str, Mapping[str, object]]]:
    """Return (title or text, msgid, values) of all that is wrong with what is said."""
    found: list[tuple[str, str, Mapping[str, object]]] = []
    if not one.title:
        found.append(("title", NO_TITLE, {}))
    if not one.text:
        found.append(("text", NO_TEXT, {}))
    if len(one.title) > LONGEST_TITLE:
        found.append(("title", TITLE_TOO_LONG, {"most": LONGEST_TITLE}))
    if len(one.text) > LONGEST_TEXT:
        found.append(("text", TEXT_TOO_LONG, {"most": LONGEST_TEXT}))
    for field, words in (("title", one.title), ("text", one.text)):
        if blank := _BLANK.search(words):
            found.append((field, BLANK_LEFT, {"blank": blank[0]}))
    try:
        limits.check(one.text[:LONGEST_TEXT], limits.COMMENT_LENGTH)
    except Refusal as refusal:
        found.append(("text", refusal.msgid, refusal.values))
    return found


@cache
def drafts() -> Mapping[str, Sequence[Said]]:
    """Return the prepared drafts by name, in their order."""
    return {
        file.stem.partition("-")[2]: read(file.read_text(encoding="utf-8"))
        for file in sorted(FOLDER.glob("*.txt"))
    }
