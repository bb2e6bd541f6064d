"""What one may fill in about offices, invitations and appointments."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.access.labels import SECRETARIAT_CODE, is_entity
from app.access.viewer import IN_SECRETARIAT, OfficeKind
from app.core import clock
from app.core.i18n import N_
from app.directory.further import UNTITLED
from app.directory.keeping import Paper
from app.web.forms import Form, Reader, Sent

MAILBOX = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
NAME_MISSING = N_("Write the name of the person you invite.")
AUTHORITY_MISSING = N_("Write who appointed, such as the Minister for Foreign Affairs.")
EVIDENCE_MISSING = N_("Name the paper, such as the number and date of the note verbale.")
NOT_AN_ADDRESS = N_("Write an e-mail address, such as focalpoint@ministry.example.")
KIND_MISSING = N_("Choose the kind of office.")
WHY_MISSING = N_("Write the reason in one or two sentences.")
TOO_FAR = N_("Choose a day within a year from today.")
BEFORE_IT_BEGAN = N_("Choose a day on or after the day on which the appointment began.")
YEAR = timedelta(days=366)

MEMBER_KINDS = (
    OfficeKind.FOCAL_POINT,
    OfficeKind.ALTERNATE,
    OfficeKind.ADVISER,
    OfficeKind.MISSION_CONTACT,
)
ENTITY_KINDS = (OfficeKind.ENTITY_CONTACT,)
SECRETARIAT_KINDS = tuple(kind for kind in OfficeKind if kind in IN_SECRETARIAT)


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office to be recorded."""

    kind: OfficeKind
    title: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited, and on which paper."""

    name: str
    paper: Paper


def kinds_of(member: str) -> Sequence[OfficeKind]:
    """Return of which kinds a member can have offices."""
    if is_entity(member):
        return ENTITY_KINDS
    return SECRETARIAT_KINDS if member == SECRETARIAT_CODE else MEMBER_KINDS


def new_office(sent: Sent, member: str, known: Collection[str]) -> tuple[NewOffice | None, Form]:
    """Return the office as typed, None while something is wrong, and the form.

    One of the Secretariat has a title.
    """
    reader = Reader(sent)
    kind = reader.choice("kind", kinds_of(member), missing=KIND_MISSING)
    missing = UNTITLED if member == SECRETARIAT_CODE else ""
    title = reader.name("title", most=200, missing=missing, known=known)
    mailbox = reader.line("mailbox", most=254)
    if mailbox and not MAILBOX.fullmatch(mailbox):
        reader.wrong("mailbox", NOT_AN_ADDRESS)
    good = reader.form.good
    return (NewOffice(OfficeKind(kind), title, mailbox) if good else None), reader.form


def guest(sent: Sent, known: Collection[str], *, vouching: bool) -> tuple[Guest | None, Form]:
    """Return who is invited; who vouches names the paper that was read."""
    reader = Reader(sent)
    name = reader.name("name", most=120, missing=NAME_MISSING, known=known)
    read = _paper(reader, needed=vouching)
    return (Guest(name, read) if reader.form.good else None), reader.form


def paper(sent: Sent) -> tuple[tuple[Paper, date] | None, Form]:
    """Return the paper of a proposed appointment and the day it holds from."""
    reader = Reader(sent)
    read = _paper(reader, needed=True)
    starts = reader.day("starts") or clock.today()
    if abs(starts - clock.today()) > YEAR:
        reader.wrong("starts", TOO_FAR)
    return ((read, starts) if reader.form.good else None), reader.form


def reason(sent: Sent) -> tuple[str, Form]:
    """Return why a proposed appointment is refused."""
    reader = Reader(sent)
    return reader.straight("why", most=1000, missing=WHY_MISSING), reader.form


HOW = ("end", "revoke")


@dataclass(frozen=True, slots=True)
class Ending:
    """How an appointment ends: by its time (``revoked`` is False) or taken back, when and why."""

    revoked: bool
    last_day: date
    why: str


def ending(sent: Sent, *, starts: date) -> tuple[Ending | None, Form]:
    """Return how an appointment that began on ``starts`` ends; what is taken back has a reason."""
    reader = Reader(sent)
    revoked = reader.choice("how", HOW, missing=N_("Choose how it ends.")) == "revoke"
    last_day = reader.day("last_day") or clock.today()
    if last_day - clock.today() > YEAR:
        reader.wrong("last_day", TOO_FAR)
    if last_day < starts:
        reader.wrong("last_day", BEFORE_IT_BEGAN)
    why = reader.straight("why", most=1000, missing=WHY_MISSING if revoked else "")
    return (Ending(revoked, last_day, why) if reader.form.good else None), reader.form


def _paper(reader: Reader, *, needed: bool) -> Paper:
    """Read what an appointment rests on; only who must name it has read it."""
    return Paper(
        reader.line("authority", most=200, missing=AUTHORITY_MISSING if needed else ""),
        reader.line("evidence", most=200, missing=EVIDENCE_MISSING if needed else ""),
        read=needed,
    )
