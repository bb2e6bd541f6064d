"""What a person may send of an open seat, and of an application for a place in it."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlsplit

from app.access.audience import Audience
from app.core.i18n import N_
from app.directory import reader_form
from app.directory.reader_form import Choosable
from app.seats.readers import CHOICES
from app.seats.rules import KINDS, LATEST, MOST_PLACES, TOO_FEW
from app.vocabulary import languages
from app.vocabulary import themes as theme_list
from app.web.forms import Form, Reader, Sent

TITLE_MOST, COST_MOST, PLACE_MOST, LINK_MOST = 120, 160, 120, 300
ABOUT_MOST, REASON_MOST = 2_000, 600
WHO_MOST, WHY_MOST, NEEDS_MOST, WORD_MOST = 160, 800, 300, 600
MOST_THEMES = 3
HOW_MANY = N_("Write the number of places, from 1 to %(most)s.")
NO_LINK = N_("Write a whole address, such as https://example.org/course.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A seat as its office offers it; ``example`` is one of its own published practices."""

    title: str
    about: str
    kind: str
    themes: tuple[str, ...]
    languages: tuple[str, ...]
    online: bool
    place: str
    starts: date | None
    ends: date | None
    apply_by: date | None
    places: int
    cost: str
    contact_office: str
    example: str
    link: str
    audience: str
    language: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a form can choose from, and what stands already.

    ``taken`` places cannot be taken away again, and a day that stood may lie in the past.
    """

    readers: Choosable
    practices: Collection[str]
    offices: Collection[str]
    today: date
    language: str
    taken: int = 0
    stood: date | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The three fields of an application."""

    who: str
    why: str
    needs: str


def read(reader: Reader, known: Known) -> Offered:
    """Read a seat."""
    found = Offered(
        title=reader.line("title", most=TITLE_MOST, missing=N_("Give it a name in one line.")),
        about=reader.straight(
            "about", most=ABOUT_MOST, missing=N_("Say what happens there and for whom it is.")
        ),
        kind=reader.choice("kind", KINDS, missing=N_("Choose what it is.")),
        themes=reader.choices(
            "themes", theme_list.codes(), missing=N_("Choose one to three themes.")
        ),
        languages=reader.choices(
            "languages",
            languages.codes(),
            missing=N_("Choose at least one language in which it is held."),
        ),
        online=reader.checked("online"),
        place=reader.line("place", most=PLACE_MOST),
        starts=reader.day("starts", missing=N_("Say on which day it begins.")),
        ends=reader.day("ends", missing=N_("Say on which day it ends.")),
        apply_by=reader.day("apply_by", missing=N_("Say until which day one can apply.")),
        places=_places(reader),
        cost=reader.line(
            "cost",
            most=COST_MOST,
            missing=N_("Say what it costs the participant, or that it is free."),
        ),
        contact_office=reader.choice("contact_office", known.offices),
        example=reader.choice("example", known.practices),
        link=_link(reader),
        audience=str(_audience(reader, known) or ""),
        language=reader.choice("language", languages.codes()) or known.language,
    )
    _check(reader, found, known)
    return found


def _audience(reader: Reader, known: Known) -> Audience | None:
    missing = N_("Choose who may read it and apply.")
    return reader_form.read(reader, "circle", CHOICES, known.readers, missing=missing)


def _places(reader: Reader) -> int:
    found = reader.line("places", most=6, missing=N_("Say how many places there are."))
    good = found.isascii() and found.isdigit() and 1 <= int(found) <= MOST_PLACES
    if found and not good:
        reader.wrong("places", HOW_MANY, most=MOST_PLACES)
    return int(found) if good else 0


def _link(reader: Reader) -> str:
    found = reader.line("link", most=LINK_MOST)
    try:
        parts = urlsplit(found)
    except ValueError:
        parts = urlsplit("")
    whole = parts.scheme in {"http", "https"} and parts.netloc and " " not in found
    if found and not whole:
        reader.wrong("link", NO_LINK)
        return ""
    return found


def _check(reader: Reader, found: Offered, known: Known) -> None:
    if len(found.themes) > MOST_THEMES:
        reader.wrong("themes", N_("Choose three themes at most."))
    if not (found.online or found.place):
        reader.wrong("place", N_("Say where it takes place, or that it is online."))
    if found.places and found.places < known.taken:
        reader.wrong("places", TOO_FEW)
    _check_days(reader, found, known)


def _check_days(reader: Reader, found: Offered, known: Known) -> None:
    starts, ends, apply_by = found.starts, found.ends, found.apply_by
    if starts and ends and ends < starts:
        reader.wrong("ends", N_("The last day must not come before the first."))
    if ends and (ends < known.today or ends > known.today + LATEST):
        reader.wrong("ends", N_("Choose a day within the next two years."))
    if starts and apply_by and apply_by > starts:
        reader.wrong(
            "apply_by", N_("One applies before it begins, or on the first day at the latest.")
        )
    if apply_by and apply_by < known.today and apply_by != known.stood:
        reader.wrong("apply_by", N_("Choose a day that is still to come."))


def as_sent(said: Offered) -> dict[str, str | list[str]]:
    """Return a seat by the names of its fields, to fill its form again."""
    found: dict[str, str | list[str]] = {}
    for one in fields(Offered):
        value = getattr(said, one.name)
        found[one.name] = list(value) if isinstance(value, tuple) else str(value or "")
    found["online"] = "yes" if said.online else ""
    del found["audience"]
    return {**found, **reader_form.typed(Audience.parse(said.audience), "circle")}


def read_words(sent: Sent) -> tuple[Words | None, Form]:
    """Read an application, None where it is not complete."""
    reader = Reader(sent)
    found = Words(
        reader.line("who", most=WHO_MOST, missing=N_("Say who would come: a name or a function.")),
        reader.straight("why", most=WHY_MOST, missing=N_("Say why, in a few sentences.")),
        reader.straight("needs", most=NEEDS_MOST),
    )
    return (found if reader.form.good else None), reader.form


def read_reason(sent: Sent) -> tuple[str, Form]:
    """Read why a seat is withdrawn."""
    reader = Reader(sent)
    missing = N_("Say why: those who applied read it.")
    return reader.straight("reason", most=REASON_MOST, missing=missing), reader.form


def read_word(sent: Sent) -> tuple[str, Form]:
    """Read the word that goes with an answer; there need be none."""
    reader = Reader(sent)
    return reader.straight("word", most=WORD_MOST), reader.form
