"""What an office fills in to invite a guest, and what the guest fills in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.core import clock
from app.core.i18n import N_
from app.directory.office_forms import MAILBOX, NOT_AN_ADDRESS
from app.guests.rules import fits, latest
from app.web.forms import Form, Reader, Sent

NAME_MISSING = N_("Write the name of the person.")
ADDRESS_MISSING = N_("Write the work address of the person: the invitation goes there.")
MINISTRY_MISSING = N_("Write the ministry or body for which the person works.")
DAY_MISSING = N_("Choose the last day.")
NOT_SO_LONG = N_("Choose a day from tomorrow on, within fourteen days.")
NOT_THE_ADDRESS = N_("Type the address to which the invitation came.")
REMARK_MISSING = N_("Write what you think of it.")
MOST_REMARK = 4_000


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is to read a thing, and until which day."""

    name: str
    address: str
    ministry: str
    last_day: date


def invitee(sent: Sent, known: Collection[str]) -> tuple[Invitee | None, Form]:
    """Return who is invited, None while something is wrong, and the form.

    The name mimics none that is ``known``.
    """
    reader, today = Reader(sent), clock.today()
    name = reader.name("name", most=120, missing=NAME_MISSING, known=known)
    address = reader.line("address", most=254, missing=ADDRESS_MISSING)
    if address and not MAILBOX.fullmatch(address):
        reader.wrong("address", NOT_AN_ADDRESS)
    ministry = reader.line("ministry", most=200, missing=MINISTRY_MISSING)
    last_day = reader.day("last_day", missing=DAY_MISSING)
    if last_day is not None and not fits(last_day, today):
        reader.wrong("last_day", NOT_SO_LONG)
    if not reader.form.good or last_day is None:
        return None, reader.form
    return Invitee(name, address, ministry, last_day), reader.form


def blank() -> Form:
    """Return the form before anything was typed: it proposes the longest time."""
    return Form({"last_day": latest(clock.today()).isoformat()})


def typed_address(sent: Sent, address: str) -> Form:
    """Return the form of an invitation, wrong unless the very ``address`` was typed."""
    reader = Reader(sent)
    typed = reader.line("address", most=254, missing=NOT_THE_ADDRESS)
    if typed and not same_address(typed, address):
        reader.wrong("address", NOT_THE_ADDRESS)
    return reader.form


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are the same but for capitals."""
    return one.strip().casefold() == other.strip().casefold()


def remark(sent: Sent) -> tuple[str, Form]:
    """Return what a guest wrote, and the form."""
    reader = Reader(sent)
    return reader.straight("remark", most=MOST_REMARK, missing=REMARK_MISSING), reader.form
