"""What the editors fill in to invite a guest, and what the guest fills in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core import clock
from app.core.i18n import N_
from app.directory.office_forms import MAILBOX, NOT_AN_ADDRESS
from app.guests.forms import ADDRESS_MISSING, DAY_MISSING
from app.guests.rules import BY_CODE
from app.manual.consulting.rules import MOST_WORDS
from app.manual.meaning import read_language, read_version
from app.manual.values import ChapterHead
from app.manual.voices.naming import Naming
from app.manual.voices.rules import MOST_NAME, MOST_ORGANISATION, Way, latest
from app.web.forms import Form, Reader, Sent

NAME_MISSING = N_("Write the name of the person, as you know it.")
BODY_MISSING = N_("Write the organisation, or what the person is: an expert, a professor.")
WAY_MISSING = N_("Choose how the person comes.")
SECOND_MISSING = N_("Choose who else of the Secretariat knows who this guest is.")
NOT_SO_LONG = N_("Choose a day from today on, and at most sixty days after the consultation's end.")
OWN_NAME_MISSING = N_("Write your name, or choose to be named otherwise.")
OWN_BODY_MISSING = N_("Write your organisation, or choose to be named otherwise.")
NAMING_MISSING = N_("Choose how you are named.")
NOTHING = N_("Write what you think of the text, as a whole or of one of its chapters.")
TOO_MUCH = N_("All together this is more than %(most)s characters: %(length)s. Shorten it.")
CODE_MISSING = N_("Type the code that stands in your letter.")
MOST_CODE = 80
PART = "part-"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is invited, how, and until which day; ``address`` is empty where a code is made."""

    name: str
    organisation: str
    address: str
    last_day: date
    second: str | None

    @property
    def by_code(self) -> bool:
        """Whether a code is made."""
        return self.address == BY_CODE


@dataclass(frozen=True, slots=True)
class Said:
    """What a guest sends; ``seen`` is the version looked at, 0 where there was none."""

    words: str
    parts: Mapping[str, str]
    naming: Naming
    name: str
    organisation: str
    language: str
    seen: int


def blank(until: date) -> Form:
    """Return the form of an invitation before anything was typed: it proposes the longest time."""
    return Form({"way": Way.LETTER, "last_day": latest(until).isoformat()})


def read_invitee(
    sent: Sent, until: date, colleagues: Sequence[tuple[str, str]], known: Sequence[str]
) -> tuple[Invitee | None, Form]:
    """Return who is invited, None while something is wrong, and the form."""
    reader = Reader(sent)
    name = reader.name("name", most=MOST_NAME, missing=NAME_MISSING, known=known)
    organisation = reader.line("organisation", most=MOST_ORGANISATION, missing=BODY_MISSING)
    way = reader.choice("way", set(Way), missing=WAY_MISSING)
    needed = ADDRESS_MISSING if way == Way.LETTER else ""
    address = reader.line("address", most=254, missing=needed)
    if way == Way.LETTER and address and not MAILBOX.fullmatch(address):
        reader.wrong("address", NOT_AN_ADDRESS)
    last_day = read_last(reader, until)
    known = [key for key, _name in colleagues]
    second = reader.choice("second", known, missing=SECOND_MISSING if known else "")
    if last_day is None or not reader.form.good:
        return None, reader.form
    address = address if way == Way.LETTER else BY_CODE
    return Invitee(name, organisation, address, last_day, second or None), reader.form


def read_last(reader: Reader, until: date) -> date | None:
    """Return the last day of a guest."""
    last_day = reader.day("last_day", missing=DAY_MISSING)
    if last_day is not None and not clock.today() <= last_day <= latest(until):
        reader.wrong("last_day", NOT_SO_LONG)
        return None
    return last_day


def read_said(sent: Sent, heads: Sequence[ChapterHead], default: str) -> tuple[Said | None, Form]:
    """Return what a guest sends about some of the chapters, None while something is wrong."""
    reader = Reader(sent)
    words = reader.marked("words", most=MOST_WORDS)
    written = {
        head.chapter_id: reader.marked(PART + head.chapter_id, most=MOST_WORDS) for head in heads
    }
    parts = {key: part for key, part in written.items() if part}
    length = sum(map(len, (words, *parts.values())))
    if not length:
        reader.wrong("words", NOTHING)
    if length > MOST_WORDS:
        reader.wrong("words", TOO_MUCH, most=MOST_WORDS, length=length)
    naming = reader.choice("naming", set(Naming), missing=NAMING_MISSING)
    name, organisation = _names(reader, naming)
    language = read_language(reader, default)
    version = read_version(reader)
    if not reader.form.good:
        return None, reader.form
    said = Said(words, parts, Naming(naming), name, organisation, language, version)
    return said, reader.form


def _names(reader: Reader, naming: str) -> tuple[str, str]:
    """Return name and organisation as far as they are shown: nothing else of them is kept."""
    named, body = naming == Naming.NAMED, naming == Naming.ORGANISATION
    name = reader.name("name", most=MOST_NAME, missing=OWN_NAME_MISSING if named else "")
    organisation = reader.line(
        "organisation", most=MOST_ORGANISATION, missing=OWN_BODY_MISSING if body else ""
    )
    return name if named else "", organisation if named or body else ""
