"""Reading nominations: what waits, one of them, and who of the region can be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from app.access import viewer
from app.access.labels import office_label
from app.access.policy import P, allows
from app.access.proof import Proof
from app.access.viewer import OfficeKind, Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory import appointed
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.identity.models import Person
from app.nomination.models import Nomination
from app.nomination.rules import Stage
from app.notifications.post import Addressee

nomination = table(Nomination)
member = table(Member)
office = table(Office)
person = table(Person)


@dataclass(frozen=True, slots=True)
class Nominated:
    """A nomination as the Secretariat reads it; ``member_name`` is a msgid."""

    id: str
    number: str
    member: str
    member_name: str
    stage: str
    name: str
    position: str
    person_email: str
    authority: str
    evidence: str
    announce_on: date | None
    writer: str
    writer_email: str
    language: str
    due: date
    at: datetime
    why: str | None


_ALL = select(
    nomination.c.id,
    nomination.c.number,
    nomination.c.member,
    member.c.name.label("member_name"),
    nomination.c.stage,
    nomination.c.name,
    nomination.c.position,
    nomination.c.person_email,
    nomination.c.authority,
    nomination.c.evidence,
    nomination.c.announce_on,
    nomination.c.writer,
    nomination.c.writer_email,
    nomination.c.language,
    nomination.c.due,
    nomination.c.at,
    nomination.c.why,
).join_from(nomination, member, member.c.code == nomination.c.member)
_ONE = _ALL.where(nomination.c.id == bindparam("id"))
_WAITING = Reading(
    _ALL.where(nomination.c.stage == Stage.WAITING).order_by(nomination.c.at, nomination.c.id)
)


def _answers(kind: OfficeKind) -> bool:
    """Whether the policy lets who holds such an office answer."""
    held = viewer.Office("", kind, "", "")
    return allows(Viewer("", "", held, (held,), proof=Proof.TWO), P.OFFICES_KEEP)


_ANSWERING = [kind for kind in OfficeKind if _answers(kind)]
_ADMINISTRATORS = (
    select(person.c.id, person.c.language, office.c.id.label("office_id"))
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .join(office, office.c.id == appointment.c.office_id)
    .where(held_today(), office.c.kind.in_(_ANSWERING))
    .order_by(person.c.id, office.c.id)
)


def one(conn: Connection, nomination_id: str) -> Nominated | None:
    """Return a nomination, None for an unknown id."""
    row = conn.execute(_ONE, {"id": nomination_id}).mappings().first()
    return None if row is None else Nominated(**row)


def waiting(conn: Connection) -> Sequence[Nominated]:
    """Return what the Secretariat has not answered, the longest wait first."""
    return [Nominated(**row._asdict()) for row in _WAITING.all(conn, {})]


def administrators(conn: Connection) -> Sequence[Addressee]:
    """Return everyone who answers nominations today, each once."""
    found: dict[str, Addressee] = {}
    for row in conn.execute(_ADMINISTRATORS, {"today": clock.today()}):
        found.setdefault(row.id, Addressee(row.id, row.language, office_label(row.office_id)))
    return list(found.values())


def peers(conn: Connection, code: str, group: str | None) -> Sequence[tuple[str, str]]:
    """Return (code, msgid of the name) of the group's other members known to have a Focal Point.

    This is for everybody: it is what the directory's map shows.
    """
    return [
        (entry.code, entry.name)
        for entry in appointed.entries(conn)
        if group and entry.group == group and entry.code != code
        if entry.level in {"documented", "recorded"}
    ]
