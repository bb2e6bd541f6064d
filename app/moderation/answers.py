"""Ready answers: kept by the secretariat, with a few words that are put in for each thing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.core.reading import Reading
from app.moderation.models import CannedAnswer
from app.vocabulary.labels import LANGUAGES
from app.web.components import date_words
from app.web.forms import Form, Reader, Sent

answer = table(CannedAnswer)
PLACES: Mapping[str, str] = {
    "title": N_("the title"),
    "number": N_("the registry number"),
    "office": N_("whose it is"),
    "day": N_("today's date"),
}
"""What can be put in, and what it becomes."""
MOST_TEXT = 1000
UNKNOWN_PLACE = N_("Nothing can be put in for %(place)s. Take it out, or use one of those listed.")
CHANGED = N_("A colleague changed this answer while you wrote. Look at it below and save again.")
_PLACE = re.compile(r"\{([^{}\n]{0,40})\}")
_ALL = select(answer).where(answer.c.retired_at.is_(None)).order_by(answer.c.title, answer.c.id)
_LISTED = Reading(
    select(answer.c.id, answer.c.title, answer.c.language)
    .where(answer.c.retired_at.is_(None))
    .order_by(answer.c.title, answer.c.id)
)
_ONE = Reading(
    select(answer.c.text).where(answer.c.id == bindparam("id"), answer.c.retired_at.is_(None))
)


class About(Protocol):
    """What an answer is about: a row of the desk has these."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def number(self) -> str | None:
        """Its registry number, where it has one."""

    @property
    def owners(self) -> str:
        """Whose it is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A ready answer as the secretariat keeps it."""

    id: str
    language: str
    title: str
    text: str
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed for a ready answer."""

    language: str
    title: str
    text: str


def read(sent: Sent) -> tuple[Said, Form]:
    """Read a ready answer: its places must be listed ones."""
    reader = Reader(sent)
    title = reader.title("title", most=120, missing=N_("Give it a title by which you find it."))
    language = reader.choice("language", LANGUAGES, missing=N_("Choose its language."))
    text = reader.straight("text", most=MOST_TEXT, missing=N_("Write the text of the answer."))
    for place in _PLACE.findall(text):
        if place not in PLACES:
            reader.wrong("text", UNKNOWN_PLACE, place="{" + place + "}")
    return Said(language, title, text), reader.form


def listed(conn: Connection) -> Sequence[Kept]:
    """Return every answer in use, by title."""
    return [_kept(row) for row in conn.execute(_ALL)]


def choices(conn: Connection) -> Sequence[tuple[str, str]]:
    """Return id and words of every answer in use, for a field that offers them."""
    return [(row.id, f"{row.title} ({row.language})") for row in _LISTED.all(conn, {})]


def one(conn: Connection, answer_id: str) -> Kept | None:
    """Return an answer in use, None where there is none."""
    row = conn.execute(_ALL.where(answer.c.id == answer_id)).first()
    return None if row is None else _kept(row)


def text_of(conn: Connection, answer_id: str) -> str:
    """Return the text of an answer in use, nothing where there is none."""
    row = _ONE.first(conn, {"id": answer_id[:12]}) if answer_id else None
    return row.text if row else ""


def values_of(about: About) -> Mapping[str, str]:
    """Return what is put in for a thing."""
    return {
        "title": about.title,
        "number": about.number or gettext(N_("without a number so far")),
        "office": about.owners,
        "day": date_words(clock.today()),
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its places filled; what is no listed place stays as it is."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def create(db: Session, viewer: Viewer, said: Said) -> str:
    """Keep a new answer; return its id."""
    made = CannedAnswer(language=said.language, title=said.title, text=said.text)
    made.changed_by = viewer.person_id
    db.add(made)
    db.flush()
    record(db, Event.ANSWER_KEPT, viewer=viewer, subject=made.id)
    return made.id


def change(db: Session, viewer: Viewer, answer_id: str, said: Said, version: int) -> None:
    """Change an answer; the same words are no news.

    Raises:
        NotFound: when there is none, or it was retired.
        Conflict: when a colleague changed it after ``version`` was read.
    """
    values = {"language": said.language, "title": said.title, "text": said.text}
    there = one(db.connection(), answer_id)
    if there is not None and (there.version, there.language, there.title, there.text) == (
        version, *values.values()
    ):  # fmt: skip
        return
    _put(db, viewer, answer_id, version, values)
    record(db, Event.ANSWER_CHANGED, viewer=viewer, subject=answer_id)


def retire(db: Session, viewer: Viewer, answer_id: str, version: int) -> None:
    """Offer an answer no longer.

    Raises:
        NotFound, Conflict: as ``change``.
    """
    _put(db, viewer, answer_id, version, {"retired_at": clock.now()})
    record(db, Event.ANSWER_RETIRED, viewer=viewer, subject=answer_id)


def _put(
    db: Session, viewer: Viewer, answer_id: str, version: int, values: Mapping[str, object]
) -> None:
    live = (answer.c.id == answer_id, answer.c.retired_at.is_(None))
    said = {"version": version + 1, "changed_by": viewer.person_id, "changed_at": clock.now()}
    done = update(answer).where(*live, answer.c.version == version).values(**values, **said)
    if db.execute(done.returning(answer.c.id)).first() is None:
        there = db.execute(select(answer.c.id).where(*live)).first()
        raise Conflict(CHANGED) if there else NotFound


def _kept(row: Any) -> Kept:
    return Kept(row.id, row.language, row.title, row.text, row.version, row.changed_at)
