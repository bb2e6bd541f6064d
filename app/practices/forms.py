"""The forms of a practice, one for each page of the journey, and what stands in them already.

Each reader takes the sent fields and gives what to change, and the form as typed.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from app.access.audience import Audience
from app.core import clock
from app.core.errors import Refusal
from app.core.i18n import N_
from app.directory import reader_form
from app.directory.reader_form import Choosable
from app.practices import facets, freshness
from app.practices.entry import OWN, PUBLIC_SOURCES, Changes, Entry, Source
from app.practices.readers import HINTS
from app.text import limits, links
from app.vocabulary import (
    languages,
    pillars,
    practical_steps,
    practice_status,
    risk_factors,
    themes,
)
from app.web.forms import Form, Reader, Sent

MOST_TITLE, MOST_SUMMARY, MOST_TEXT = 120, 300, 10_000
MOST_SOURCES = 30
LONGEST_EMBARGO = timedelta(days=366)
"""So far ahead an office can set the day: what lies longer is no news any more."""
MOST_SOURCE = 600

MISSING_TITLE = N_("Give the practice a title.")
MISSING_SUMMARY = N_("Say the result in one sentence.")
MISSING_DESCRIPTION = N_("Say what it is.")
MISSING_THEME = N_("Choose at least one theme.")
MISSING_LANGUAGE = N_("Say in which language you write.")
LATE_FIRST = N_("First year must be %(last)s or earlier, and after 1944.")
LATE_LAST = N_("Last year must lie between 1945 and %(last)s.")
YEARS_TURNED = N_("Last year must not lie before the first year.")
MISSING_SOURCE = N_("Add at least one source, or say that your office is the source.")
TOO_MANY_SOURCES = N_("Give at most %(most)s sources.")
LONG_SOURCE = N_("A source is longer than %(most)s characters. Shorten it.")
MISSING_AUDIENCE = N_("Choose who may read it.")
MISSING_REASON = N_("Write the reason: the office reads it and goes on from there.")
NO_SUCH_DAY = N_("The day must lie ahead, and not more than a year.")
MISSING_WHY_RETIRED = N_("Say why: those who read the practice read it with this reason.")
MISSING_WHY_HIDDEN = N_("Write the reason: the office reads it, and can mend the practice.")
TOO_MANY_LINES = N_("Name at most 40 partners.")

Read = tuple[Changes, Form]


def read_what(sent: Sent) -> Read:
    """Read the first page: what it is. These five fields make a first entry."""
    reader = Reader(sent)
    columns = {
        "title": reader.title("title", most=MOST_TITLE, missing=MISSING_TITLE),
        "summary": reader.line("summary", most=MOST_SUMMARY, missing=MISSING_SUMMARY),
        "description": _prose(reader, "description", missing=MISSING_DESCRIPTION),
    }
    chosen = {facets.THEME: reader.choices("themes", themes.codes(), missing=MISSING_THEME)}
    language = reader.choice("language", languages.codes(), missing=MISSING_LANGUAGE)
    return Changes(columns=columns, facets=chosen, language=language), reader.form


def read_how(sent: Sent, offices: Collection[str]) -> Read:
    """Read the second page: how it works. Everything here may stay unknown.

    ``offices`` are those of the own member, one of which can be named as the contact.
    """
    reader = Reader(sent)
    last = clock.today().year
    first_year = reader.year("year_from", last=last, late=LATE_FIRST)
    last_year = reader.year("year_to", last=last, late=LATE_LAST)
    if first_year and last_year and last_year < first_year:
        reader.wrong("year_to", YEARS_TURNED)
    status = reader.choice("status", practice_status.codes())
    columns = {
        "responsible_body": reader.line("responsible_body", most=300) or None,
        "legal_basis": reader.line("legal_basis", most=500) or None,
        "partners": _lines(reader, "partners", most=40, long=TOO_MANY_LINES),
        "year_from": first_year,
        "year_to": last_year,
        "year_note": reader.line("year_note", most=200) or None,
        "status": status or None,
        "cost": reader.straight("cost", most=1000) or None,
        "contact_office": reader.choice("contact_office", offices) or None,
    }
    steps = [step.code for step in practical_steps.offered()]
    chosen = {
        facets.PILLAR: reader.choices("pillars", pillars.codes()),
        facets.STEP: reader.choices("practical_steps", steps),
        facets.FACTOR: reader.choices("risk_factors", risk_factors.codes()),
        facets.STATUS: (status,) if status else (),
    }
    return Changes(columns=columns, facets=chosen), reader.form


def read_learned(sent: Sent) -> Read:
    """Read the third page: what was learned."""
    reader = Reader(sent)
    names = ("what_worked", "what_did_not", "transfer_conditions")
    return Changes(columns={name: _prose(reader, name) or None for name in names}), reader.form


def read_readers(sent: Sent, given: Choosable) -> Read:
    """Read the fourth page: sources, and who may read it."""
    reader = Reader(reader_form.gathered(sent))
    return replace(_sources(reader), audience=read_audience(reader, given)), reader.form


def read_sources(sent: Sent, origin: str | None) -> Read:
    """Read the fourth page of a change: sources; who reads the practice stays as it is.

    ``origin`` is where it comes from: what others entered stays so unless the office says that it
    is the source.
    """
    reader = Reader(sent)
    return _sources(reader, PUBLIC_SOURCES if origin == PUBLIC_SOURCES else None), reader.form


def _sources(reader: Reader, other: str | None = None) -> Changes:
    own = reader.checked("own_source")
    typed = _lines(reader, "sources", most=MOST_SOURCES, long=TOO_MANY_SOURCES) or ""
    sources = tuple(source_of(line) for line in typed.splitlines())
    if not own and not sources:
        reader.wrong("sources", MISSING_SOURCE)
    columns: dict[str, str | int | date | None] = {"source_kind": OWN if own else other}
    if months := freshness.months_of(reader.text("confirm_months", most=2)):
        columns["confirm_months"] = months
    columns["not_before"] = _not_before(reader)
    return Changes(columns=columns, sources=sources)


def _not_before(reader: Reader) -> date | None:
    """Read the day before which it shall not be published."""
    day = reader.day("not_before")
    if day and not clock.today() < day <= clock.today() + LONGEST_EMBARGO:
        reader.wrong("not_before", NO_SUCH_DAY)
    return day


def read_audience(reader: Reader, given: Choosable) -> Audience | None:
    """Read who may read it; None where what was chosen is not complete."""
    return reader_form.read(reader, "audience", HINTS, given, missing=MISSING_AUDIENCE)


def read_reason(sent: Sent) -> tuple[str, Form]:
    """Read why the secretariat returns a practice."""
    return read_why(sent, MISSING_REASON)


def read_why(sent: Sent, missing: str) -> tuple[str, Form]:
    """Read a reason; ``missing`` is said where there is none."""
    reader = Reader(sent)
    return reader.straight("reason", most=2000, missing=missing), reader.form


def source_of(line: str) -> Source:
    """Return the source that one typed line names: words, an address, or words and an address."""
    words, _space, last = line.rpartition(" ")
    anchor = links.public(last)
    if anchor is None or anchor.kind != "web":
        return Source(line)
    return Source(words.strip() or last, last)


def _prose(reader: Reader, name: str, *, missing: str = "") -> str:
    """Read Markdown; a text that would be too costly to show is a problem of its field."""
    found = reader.straight(name, most=MOST_TEXT, missing=missing)
    try:
        limits.check(found[:MOST_TEXT], limits.COMMENT_LENGTH)
    except Refusal as refusal:
        reader.wrong(name, refusal.msgid, **refusal.values)
    return found


def _lines(reader: Reader, name: str, *, most: int, long: str) -> str | None:
    """Read a list with one entry per line."""
    typed = reader.text(name, most=most * MOST_SOURCE)
    lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    if len(lines) > most:
        reader.wrong(name, long, most=most)
    if any(len(line) > MOST_SOURCE for line in lines):
        reader.wrong(name, LONG_SOURCE, most=MOST_SOURCE)
    return "\n".join(lines) or None


def typed_before(entry: Entry) -> Mapping[str, str | list[str]]:
    """Return every field of the journey as it was saved last."""
    columns = (
        "title", "summary", "description", "responsible_body", "legal_basis", "partners",
        "year_from", "year_to", "year_note", "status", "cost", "what_worked", "what_did_not",
        "transfer_conditions", "contact_office", "confirm_months", "not_before",
        "second_language", "second_summary",
    )  # fmt: skip
    saved = {name: getattr(entry, name) for name in columns}
    return {
        **{name: "" if value is None else str(value) for name, value in saved.items()},
        "language": entry.language,
        "themes": list(entry.of(facets.THEME)),
        "pillars": list(entry.of(facets.PILLAR)),
        "practical_steps": list(entry.of(facets.STEP)),
        "risk_factors": list(entry.of(facets.FACTOR)),
        "sources": "\n".join(_as_line(source) for source in entry.sources),
        "own_source": "yes" if entry.source_kind == OWN else "",
        **reader_form.typed(entry.audience, "audience"),
    }


def _as_line(source: Source) -> str:
    if source.url is None or source.url == source.title:
        return source.title
    return f"{source.title} {source.url}"


READERS: Mapping[str, Callable[[Sent], Read]] = {
    "what": read_what,
    "learned": read_learned,
}
