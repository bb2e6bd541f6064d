"""Letters about an absence: to whoever stands in, and to a holder of whom somebody else said it."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.labels import office_label
from app.access.viewer import Viewer
from app.core.db import table
from app.core.i18n import N_
from app.directory import letters
from app.directory.absences import Saying
from app.directory.holding import appointment
from app.directory.leaving import Holding
from app.directory.office_showing import in_full
from app.directory.rules import Told
from app.directory.seats import Seat
from app.identity.models import Person
from app.notifications.classes import NoticeClass
from app.notifications.post import Addressee, LetterKind, News, Post
from app.web.components import date_words
from app.web.portal import Portal

STANDS_IN = LetterKind(N_("You stand in: %(office)s"), "stands-in")
NO_LONGER = LetterKind(N_("You no longer stand in: %(office)s"), "stands-in-no-longer")
SAID_OF_YOU = LetterKind(N_("Somebody said that you are away: %(office)s"), "said-away")

person = table(Person)
_TO = (
    select(person.c.id, person.c.language, appointment.c.office_id)
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .where(appointment.c.id == bindparam("appointment_id"))
)
_LANGUAGE = select(person.c.language).where(person.c.id == bindparam("person_id"))


def tell(  # noqa: PLR0913, PLR0917 - what was said before and is said now
    db: Session,
    portal: Portal,
    viewer: Viewer,
    seat: Seat,
    held: Holding,
    before: Saying | None,
    now: Saying | None,
) -> None:
    """Tell who stands in, who no longer does, and the holder where somebody else said it."""
    post, conn = Post.of(portal), db.connection()
    old, new = (one.stand_in if one else None for one in (before, now))
    if old and old != new:
        post.send(db, _news(Told.NO_LONGER), [_to(conn, old)], NO_LONGER, lambda: _words(seat))
    if new:
        words = partial(_words, seat, now)  # called in the language of its reader
        post.send(db, _news(Told.STANDS_IN), [_to(conn, new)], STANDS_IN, words)
    if viewer.person_id != held.person_id:
        language = conn.execute(_LANGUAGE, {"person_id": held.person_id}).scalar()
        address = f"{portal.settings.base_url}/offices/{seat.office_id}/away"
        letters.write(
            db, portal, (held.person_id, language), SAID_OF_YOU,
            lambda: {**_words(seat, now), "address": address},
        )  # fmt: skip


def _news(told: Told) -> News:
    return News(NoticeClass.DIRECTORY, told, "/account")


def _to(conn: Connection, appointment_id: str) -> Addressee:
    row = conn.execute(_TO, {"appointment_id": appointment_id}).one()
    return Addressee(row.id, row.language, office_label(row.office_id))


def _words(seat: Seat, saying: Saying | None = None) -> Mapping[str, object]:
    said: dict[str, object] = {"office": in_full(seat.stage, seat.member_name)}
    if saying is not None:
        said |= {"first": date_words(saying.starts), "last": date_words(saying.ends)}
    return said
