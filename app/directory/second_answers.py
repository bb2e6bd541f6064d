"""What those outside the staff answered: written down, and read where it is told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.i18n import gettext
from app.directory.facilitating import does_today
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.directory.outsiders import Outsider, Role, role_words
from app.directory.second_matter import Matter, What
from app.directory.second_models import SecondAnswer
from app.identity.models import Person
from app.identity.people import named
from app.web.components import date_words

answer = table(SecondAnswer)
office = table(Office)
person = table(Person)
member = table(Member)

_OF = (
    select(answer, person.c.name, member.c.name.label("member_name"))
    .join_from(answer, person, person.c.id == answer.c.person_id)
    .join(member, member.c.code == answer.c.member, isouter=True)
    .where(answer.c.what == bindparam("what"), answer.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(answer.c.at, answer.c.id)
)
_ACTS = (
    select(appointment.c.id)
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .where(
        appointment.c.person_id == bindparam("person_id"),
        office.c.kind == bindparam("kind"),
        office.c.member == bindparam("member"),
        held_today(),
    )
)


def note(db: Session, viewer: Viewer, matter: Matter, one: Outsider, words: str | None) -> None:
    """Write an answer down, in the record too: as what it was given.

    ``words``, perhaps empty ones, are those of a refusal; None where it agrees.
    """
    agreed = words is None
    db.add(
        SecondAnswer(
            what=matter.what,
            key=matter.key,
            mark=matter.mark,
            person_id=one.person_id,
            role=one.role,
            member=one.member,
            agreed=agreed,
            words=words or None,
        )
    )
    event = Event.SECOND_AGREED if agreed else Event.SECOND_REFUSED
    detail: dict[str, Plain] = {"as": one.role, "member": one.member}
    subject = matter.subject
    record(db, event, viewer=viewer, subject=subject, detail=detail)


def of_matter(conn: Connection, what: What, *keys: str) -> Sequence[Any]:
    """Return the answers about some matters, the earliest first."""
    return conn.execute(_OF, {"what": what, "keys": list(keys)}).all() if keys else ()


def told(rows: Sequence[Any], key: str) -> Sequence[tuple[str, str]]:
    """Return the answers about a matter in words, for the Secretariat."""
    return [_told(row) for row in rows if row.key == key]


def agreed_outside(conn: Connection, what: What, key: str) -> bool:
    """Whether the second person who agreed to a matter is from outside the staff."""
    return any(row.agreed for row in of_matter(conn, what, key))


def stands(conn: Connection, what: What, key: str) -> bool:
    """Whether who agreed from outside the staff still acts as what that was done."""
    rows = [row for row in of_matter(conn, what, key) if row.agreed]
    return any(_acts(conn, row) for row in rows)


def _acts(conn: Connection, row: Any) -> bool:
    directs = row.role == Role.DIRECTOR
    kind = OfficeKind.DIRECTOR if directs else OfficeKind.FOCAL_POINT
    asked = {"kind": kind, "member": SECRETARIAT_CODE if directs else row.member}
    asked |= {"person_id": row.person_id, "today": clock.today()}
    acts = conn.execute(_ACTS, asked).first() is not None
    return acts and (directs or does_today(conn, row.member))


def _told(row: Any) -> tuple[str, str]:
    said = {
        "name": named(row.name),
        "role": role_words(row.role, row.member_name or ""),
        "day": date_words(row.at),
    }
    if row.agreed:
        return gettext("Agreed to from outside"), gettext(
            "%(name)s, as %(role)s, on %(day)s", **said
        )
    words = gettext("%(name)s, as %(role)s, on %(day)s", **said)
    return gettext("Not agreed to"), f"{words}. {row.words}" if row.words else words
