"""Reading what a person typed: every problem becomes a sentence at its field, nothing is lost.

A room's ``forms.py`` takes a ``Reader`` over the sent fields, reads each field once and ends with
``reader.form``: the values as typed and the errors by field, as ``templates/components`` wants it.
"""

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.errors import TooLarge
from app.core.i18n import N_, gettext
from app.text import limits
from app.text.lookalikes import looks_like, mixed_word
from app.text.safe_names import UnsafeName, clean_line, clean_title, turned_line

Sent = Mapping[str, Sequence[str]]

TOO_LONG = N_("Shorten this to %(most)s characters. It has %(length)s now.")
UNKNOWN_CHOICE = N_("Choose one of the answers offered.")
NOT_A_DATE = N_("Write the date as year-month-day, such as 2027-03-31.")
NOT_A_YEAR = N_("Write the year with four digits, such as 2019.")
TURNED = N_(
    "Line %(line)s holds an invisible sign that turns the direction of writing. Take it out, or"
    " write the line anew."
)
MIXED = N_(
    "This name mixes letters of two alphabets in “%(word)s”. Write each word in one alphabet; two"
    " spellings can stand side by side, such as “Иванов (Ivanov)”."
)
LOOKS_LIKE = N_(
    "This name looks the same as “%(other)s” and is written with letters of another alphabet. Write"
    " it so that the two can be told apart."
)
BAD_CHARACTERS = N_("Remove the control characters from this text.")


@dataclass(frozen=True)
class Form:
    """What was typed and what is wrong with it, by field name; errors are translated sentences."""

    values: Mapping[str, str | list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


class Reader:
    """Reads fields one by one and gathers their problems."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self._values: dict[str, str | list[str]] = {}
        self.errors: dict[str, str] = {}

    @property
    def form(self) -> Form:
        """The form as read so far."""
        return Form(dict(self._values), dict(self.errors))

    def wrong(self, name: str, msgid: str, **values: object) -> None:
        """Say what is wrong with a field; the first sentence stays."""
        self.errors.setdefault(name, gettext(msgid, **values))

    def text(self, name: str, *, most: int, missing: str = "", long: str = TOO_LONG) -> str:
        """Read text of several lines.

        ``missing`` is the sentence for an empty required field, ``long`` for one over ``most``.
        """
        raw = "\n".join(self._sent.get(name, ())).replace("\r\n", "\n")
        self._values[name] = raw
        found = raw.strip()
        if missing and not found:
            self.wrong(name, missing)
        if len(found) > most:
            self.wrong(name, long, most=most, length=len(found))
        if any(map(_is_control, found)):
            self.wrong(name, BAD_CHARACTERS)
        return found

    def straight(self, name: str, *, most: int, missing: str = "") -> str:
        """Read text in which no hidden sign turns the direction of what follows."""
        found = self.text(name, most=most, missing=missing)
        if line := turned_line(str(self._values[name])):
            self.wrong(name, TURNED, line=line)
        return found

    def marked(self, name: str, *, most: int, missing: str = "") -> str:
        """Read text that is shown as Markdown: what nobody could be shown is refused.

        So is what would stand there in another order than it was written in, as in names.
        """
        found = self.straight(name, most=most, missing=missing)
        try:
            limits.check(found[:most], limits.COMMENT_LENGTH)
        except TooLarge as refusal:
            self.wrong(name, refusal.msgid, **refusal.values)
        return found

    def line(self, name: str, *, most: int = 200, missing: str = "", long: str = TOO_LONG) -> str:
        """Read one line: white space is collapsed, hidden and direction characters are refused."""
        return self._cleaned(
            name, clean_line, self.text(name, most=most, missing=missing, long=long), most
        )

    def name(self, name: str, *, most: int, missing: str = "", known: Collection[str] = ()) -> str:
        """Read a name: one line; no word mixes alphabets, and it mimics none ``known``."""
        line = self.line(name, most=most, missing=missing)
        if word := mixed_word(line):
            self.wrong(name, MIXED, word=word)
        elif other := looks_like(line, known):
            self.wrong(name, LOOKS_LIKE, other=other)
        return line

    def title(self, name: str, *, most: int = 200, missing: str = "") -> str:
        """Read a title: one line, in which spaces that do not break stay, as French needs them."""
        return self._cleaned(name, clean_title, self.text(name, most=most, missing=missing), most)

    def _cleaned(self, name: str, clean: Callable[[str], str], found: str, most: int) -> str:
        try:
            line = clean(found)
        except UnsafeName as unsafe:
            self.wrong(name, unsafe.msgid, **unsafe.values)
            return " ".join(found.split())
        if len(line) > most:  # some signs have no composed form and are taken apart
            self.wrong(name, TOO_LONG, most=most, length=len(line))
        return line

    def choice(self, name: str, known: Collection[str], *, missing: str = "") -> str:
        """Read one of ``known``; empty when nothing is chosen and nothing is required."""
        found = next(iter(self._sent.get(name, ())), "")
        self._values[name] = found
        if not found and missing:
            self.wrong(name, missing)
        if found and found not in known:
            self.wrong(name, UNKNOWN_CHOICE)
            return ""
        return found

    def choices(
        self, name: str, known: Collection[str], *, most: int = 100, missing: str = ""
    ) -> tuple[str, ...]:
        """Read any number of ``known``, in the order sent, without doubles."""
        found = list(dict.fromkeys(v for v in self._sent.get(name, ()) if v))
        self._values[name] = found
        if missing and not found:
            self.wrong(name, missing)
        if any(v not in known for v in found) or len(found) > most:
            self.wrong(name, UNKNOWN_CHOICE)
        return tuple(v for v in found if v in known)

    def checked(self, name: str) -> bool:
        """Read a single box."""
        found = next(iter(self._sent.get(name, ())), "")
        self._values[name] = found
        return found == "yes"

    def day(self, name: str, *, missing: str = "") -> date | None:
        """Read a civil date in ISO form."""
        found = self.line(name, most=10, missing=missing, long=NOT_A_DATE)
        if not found or name in self.errors:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError:
            self.wrong(name, NOT_A_DATE)
            return None

    def year(self, name: str, *, first: int = 1945, last: int, late: str) -> int | None:
        """Read a year from ``first`` to ``last``; ``late`` is the sentence for one outside."""
        found = self.line(name, most=10, long=NOT_A_YEAR)
        if not found or name in self.errors:
            return None
        if not (found.isascii() and found.isdigit()):
            self.wrong(name, NOT_A_YEAR)
            return None
        if not first <= int(found) <= last:
            self.wrong(name, late, last=last)
            return None
        return int(found)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character not in "\n\t"
