"""What waits for a second person, as those outside the staff are asked about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.i18n import N_
from app.directory import letters
from app.directory.office_showing import in_full
from app.directory.outsiders import Outsider, asked_as, beside
from app.notifications.post import LetterKind
from app.web.portal import Portal

ASKED = LetterKind(N_("You are asked as the second person: %(office)s"), "second-asked")


class What(StrEnum):
    """The kinds of matters that take two people."""

    REVIEW = "review"
    RECOVERY = "recovery"
    EDITION = "edition"


def place_of(what: What, key: str) -> str:
    """Return the address of a matter's page."""
    return f"/second/{what}/{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A proposal; for the policy a subject, owned by the members it concerns.

    It is about the offices of ``seats``, or else about what ``about`` names; ``reads`` is where the
    second person reads the whole of it. ``mark`` tells one proposal of the same ``key`` from the
    next. ``subject`` is what the record
    says it is about. ``facts`` say what is proposed, of whom and why; ``agreeing``, ``nothing`` and
    ``now`` what follows an agreement and a silence, and what is true once it was agreed to.
    """

    what: What
    key: str
    mark: str
    owners: frozenset[str]
    seats: Sequence[tuple[str, str]] = ()
    about: str = ""
    reads: str = ""
    title: str
    proposer: str | None
    helped: str = ""
    subject: str
    waits: bool
    facts: Sequence[tuple[str, str]]
    agreeing: str
    nothing: str
    now: str
    stage: str = ""
    office_id: str | None = None

    @property
    def office(self) -> str:
        """What it is about, in words: mostly the offices."""
        return self.about or "; ".join(in_full(kind, name) for kind, name in self.seats)

    @property
    def place(self) -> str:
        """Its page."""
        return place_of(self.what, self.key)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a room does with its matters; ``hold`` keeps one as it is until the act is done."""

    hold: Callable[[Session, str], None]
    find: Callable[[Connection, str], Matter | None]
    waiting: Callable[[Connection], Sequence[Matter]]
    agree: Callable[[Session, Portal, Viewer, Matter], None]
    refuse: Callable[[Session, Portal, Viewer, Matter], None]


def able(conn: Connection, matter: Matter) -> Sequence[Outsider]:
    """Return who outside the staff can be the second person in a matter."""
    return beside(conn, matter.proposer, matter.owners, matter.helped)


def role_in(conn: Connection, viewer: Viewer, matter: Matter) -> Outsider | None:
    """Return as what a viewer can be the second person in a matter, None where not."""
    return asked_as(conn, viewer, matter.proposer, matter.owners, matter.helped)


def ask(db: Session, portal: Portal, matter: Matter | None) -> None:
    """Ask everybody outside the staff who can be the second person, by a letter."""
    if matter is None:
        return
    for one in able(db.connection(), matter):
        letters.write(db, portal, one.to, ASKED, partial(_words, portal, matter, one))


def _words(portal: Portal, matter: Matter, one: Outsider) -> Mapping[str, object]:
    link = f"{portal.settings.base_url}{matter.place}"
    return {"office": matter.office, "role": one.words, "link": link}
