"""The people of the house: found by subject, account name or work address, made and removed."""

import json
import re
import secrets
import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from provider.house import tables
from provider.house.record import What, record
from provider.words import LANGUAGES

LONGEST_NAME, LONGEST_HANDLE, LONGEST_MAIL = 120, 80, 254
MAIL = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]]+")
"""What a letter can be sent to without quoting; no line break and nothing that ends a header."""
_people = tables.account
_WHOM = select(_people.c.id, _people.c.handle, _people.c.email, _people.c.name, _people.c.locale)


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the house, as clients are told."""

    subject: str
    handle: str
    email: str | None
    name: str
    locale: str

    @property
    def email_verified(self) -> bool:
        """Whether the address is the person's: an operator gave it, or a code sent to it came back.

        No other address is kept.
        """
        return self.email is not None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to get an account."""

    handle: str
    name: str
    email: str | None = None
    locale: str = "en"

    def problem(self) -> str:
        """Return what is wrong with it, empty where nothing is."""
        if not 1 <= len(self.handle) <= LONGEST_HANDLE or not _plain(self.handle, "@ "):
            return "An account name has 1 to 80 letters, no blank and no @."
        if not self.name.strip() or len(self.name) > LONGEST_NAME or not _plain(self.name):
            return "A name has 1 to 120 letters."
        if self.email is not None and not is_address(self.email):
            return "The work address is not one."
        return "" if self.locale in LANGUAGES else f"The language is one of {', '.join(LANGUAGES)}."


def _plain(text: str, without: str = "") -> bool:
    """Whether a text has neither line breaks nor signs that nobody sees, nor any of ``without``."""
    return text.isprintable() and not set(without) & set(text)


def is_address(text: str) -> bool:
    """Whether a letter can be sent to it without quoting."""
    return len(text) <= LONGEST_MAIL and _plain(text) and MAIL.fullmatch(text) is not None


class Taken(Exception):
    """The account name or the work address is somebody's already."""


def normalised(name: str) -> str:
    """Return a typed account name or address as it is compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def by_subject(conn: Connection, subject: str) -> Account | None:
    """Return whom a subject names."""
    row = conn.execute(_WHOM.where(_people.c.id == subject)).first()
    return Account(*row) if row else None


def by_name(conn: Connection, typed: str) -> Account | None:
    """Return whom an account name or a work address names."""
    if "\0" in typed:  # PostgreSQL refuses it
        return None
    name = normalised(typed)
    row = conn.execute(_WHOM.where(or_(_people.c.handle == name, _people.c.email == name)))
    found = row.first()
    return Account(*found) if found else None


def by_email(conn: Connection, typed: str) -> Account | None:
    """Return whose work address was typed."""
    row = conn.execute(_WHOM.where(_people.c.email == normalised(typed))).first()
    return Account(*row) if row else None


def drawn(newcomer: Newcomer) -> Account:
    """Return the account that somebody is to get, under a fresh subject; nothing is kept.

    Raises:
        ValueError: with what is wrong.
    """
    handle, mail = normalised(newcomer.handle), newcomer.email and normalised(newcomer.email)
    clean = Newcomer(handle, newcomer.name.strip(), mail or None, newcomer.locale)
    if wrong := clean.problem():
        raise ValueError(wrong)
    return Account(secrets.token_urlsafe(32), handle, clean.email, clean.name, clean.locale)


def keep(conn: Connection, made: Account, now: float, way: str = "") -> None:
    """Keep an account that was drawn, without any way in; ``way`` where no operator made it.

    Raises:
        Taken: the account name or the address is somebody's already.
    """
    row = {"handle": made.handle, "email": made.email, "name": made.name, "locale": made.locale}
    try:
        conn.execute(insert(_people).values(id=made.subject, created_at=now, **row))
    except IntegrityError as error:
        raise Taken from error
    record(conn, now, What.MADE, made.subject, way)


def make(conn: Connection, newcomer: Newcomer, now: float) -> Account:
    """Make an account without any way in.

    Raises:
        Taken: the account name or the address is somebody's already.
        ValueError: with what is wrong.
    """
    made = drawn(newcomer)
    keep(conn, made, now)
    return made


def taken(conn: Connection, one: Account) -> bool:
    """Whether the account name is somebody's already."""
    named = select(_people.c.id).where(_people.c.handle == one.handle)
    return conn.execute(named).first() is not None


def hold(conn: Connection, subject: str) -> bool:
    """Hold an account until the commit, so that its ways in change one after the other.

    Returns:
        Whether there is such an account.
    """
    held = select(_people.c.id).where(_people.c.id == subject).with_for_update()
    return conn.execute(held).first() is not None


def cleared_since(conn: Connection, subject: str, then: float, *, anew: bool = False) -> bool:
    """Whether the ways in of an account, which is held, were removed at that moment or later.

    ``anew`` where they ended by a way in being made, from which on they count.
    """
    event = tables.event.c
    found = [event.account_id == subject, event.what == What.CLEARED.value, event.at >= then]
    if anew:
        made = (event.account_id == subject, event.what == What.ENROLLED.value)
        last = select(func.coalesce(func.max(event.id), 0)).where(*made).scalar_subquery()
        found.append(event.id > last)
    return conn.execute(select(event.id).where(*found)).first() is not None


def clear(conn: Connection, account: Account, now: float) -> None:
    """Remove every way in, every address at which one is made, and every known browser.

    What is under way ends too: ways in that are being made, codes and tokens not used up yet.
    """
    hold(conn, account.subject)
    ways = (tables.passkey, tables.app, tables.printed, tables.offer, tables.browser)
    for one in (*ways, tables.mailed, tables.reset):
        conn.execute(delete(one).where(one.c.account_id == account.subject))
    kept = tables.kept.c
    theirs = kept.value.contains(json.dumps(account.subject), autoescape=True)
    ended = update(tables.kept).where(theirs, kept.kind == "spent")
    conn.execute(ended.values(value=json.dumps(tables.ENDED)))
    conn.execute(delete(tables.kept).where(theirs))
    record(conn, now, What.CLEARED, account.subject)


def remove(conn: Connection, account: Account, now: float) -> None:
    """Remove an account and all that belongs to it; its tokens tell nothing any more."""
    clear(conn, account, now)
    conn.execute(delete(_people).where(_people.c.id == account.subject))
    record(conn, now, What.REMOVED, account.subject)
