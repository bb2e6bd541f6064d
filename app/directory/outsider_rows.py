"""The statements behind ``outsiders``: whose appointments count, and who is concerned."""

from sqlalchemy import and_, bindparam, or_, select

from app.access.viewer import IN_SECRETARIAT, OfficeKind
from app.core.db import table
from app.directory.facilitating import facilitates, today
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.directory.rules import Stage
from app.directory.two_people import CAME, SEEN
from app.identity.models import Person, Recovery

office = table(Office)
member = table(Member)
person = table(Person)
recovery = table(Recovery)

_MINE = and_(
    appointment.c.person_id == bindparam("proposer"), office.c.kind.in_(sorted(IN_SECRETARIAT))
)
_OUTSIDE = or_(
    office.c.kind == OfficeKind.DIRECTOR,
    and_(office.c.kind == OfficeKind.FOCAL_POINT, facilitates.c.id.is_not(None)),
)
_ROWS = (
    select(
        *SEEN,
        person.c.language,
        office.c.id.label("office_id"),
        office.c.kind,
        office.c.member,
        member.c.name.label("member_name"),
        facilitates.c.named_at,
    )
    .select_from(CAME)
    .join(member, member.c.code == office.c.member)
    .join(person, person.c.id == appointment.c.person_id)
    .join(facilitates, and_(facilitates.c.member == office.c.member, today()), isouter=True)
    .order_by(appointment.c.person_id, appointment.c.id)
)
TERMS = _ROWS.where(held_today(), or_(_MINE, _OUTSIDE))
CONCERNED = select(appointment.c.person_id).where(
    appointment.c.office_id == office.c.id,
    office.c.member.in_(bindparam("owners", expanding=True)),
    office.c.kind != OfficeKind.DIRECTOR,
    appointment.c.stage.in_([Stage.PROPOSED, Stage.VERIFIED]),
    or_(appointment.c.ends.is_(None), appointment.c.ends >= bindparam("today")),
)
"""Who has or is to have an office of the members it is about, by whatever other office they act."""
HELPED = select(recovery.c.person_id, recovery.c.proposed_by).where(
    recovery.c.proposed_at > bindparam("since"),
    recovery.c.person_id.in_(bindparam("people", expanding=True)),
)
