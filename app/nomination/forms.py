"""What a mission fills in to name a Focal Point, and what the Secretariat answers with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from app.core import clock
from app.core.i18n import N_
from app.directory.office_forms import AUTHORITY_MISSING, EVIDENCE_MISSING, MAILBOX, NOT_AN_ADDRESS
from app.web.forms import Form, Reader, Sent

NAME_MISSING = N_("Write the name of the person who is appointed.")
POSITION_MISSING = N_("Write the post and the ministry, such as Director, Ministry of Justice.")
WRITER_MISSING = N_("Write your name and your post at the mission.")
WRITER_EMAIL_MISSING = N_("Write the address at the mission to which the answer goes.")
WHY_MISSING = N_("Write the reason in one or two sentences.")
NOT_A_COMING_DAY = N_("Choose a day from today on, within a year, or leave it empty.")
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Named:
    """Who is appointed, by whom and on which paper, who says so, and when it becomes public."""

    name: str
    position: str
    person_email: str
    authority: str
    evidence: str
    announce_on: date | None
    writer: str
    writer_email: str


def nomination(sent: Sent, known: Collection[str]) -> tuple[Named | None, Form]:
    """Return what a mission sends, None while something is wrong, and the form.

    The name mimics none that is ``known``.
    """
    reader = Reader(sent)
    found = Named(
        name=reader.name("name", most=120, missing=NAME_MISSING, known=known),
        position=reader.line("position", most=200, missing=POSITION_MISSING),
        person_email=_address(reader, "person_email"),
        authority=reader.line("authority", most=200, missing=AUTHORITY_MISSING),
        evidence=reader.line("evidence", most=200, missing=EVIDENCE_MISSING),
        announce_on=_coming_day(reader),
        writer=reader.line("writer", most=200, missing=WRITER_MISSING),
        writer_email=_address(reader, "writer_email", missing=WRITER_EMAIL_MISSING),
    )
    return (found if reader.form.good else None), reader.form


def for_the_note(sent: Sent) -> tuple[date | None, Form]:
    """Return the day from which it is public, and the form, which says what the note lacks."""
    reader = Reader(sent)
    reader.line("name", most=120, missing=NAME_MISSING)
    reader.line("position", most=200, missing=POSITION_MISSING)
    for name in ("person_email", "authority", "evidence", "writer", "writer_email"):
        reader.line(name, most=254)
    return _coming_day(reader), reader.form


def refusal(sent: Sent) -> tuple[str, Form]:
    """Return why a nomination is refused."""
    reader = Reader(sent)
    return reader.straight("why", most=1000, missing=WHY_MISSING), reader.form


def _address(reader: Reader, name: str, *, missing: str = "") -> str:
    typed = reader.line(name, most=254, missing=missing)
    if typed and not MAILBOX.fullmatch(typed):
        reader.wrong(name, NOT_AN_ADDRESS)
    return typed


def _coming_day(reader: Reader) -> date | None:
    day = reader.day("announce_on")
    if day and not clock.today() <= day <= clock.today() + FURTHEST:
        reader.wrong("announce_on", NOT_A_COMING_DAY)
    return day
