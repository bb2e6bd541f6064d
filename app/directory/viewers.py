"""Who a session's person is in the network: the viewer, from the offices held today."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, select

from app.access import viewer as access
from app.access.proof import proof_of
from app.access.viewer import IN_NETWORK, OfficeKind, Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.belonging import organisations_of
from app.directory.holding import appointment, held_today
from app.directory.mission_reading import reads_until
from app.directory.models import Member, Office
from app.directory.seated import held_office, held_offices
from app.directory.standing_in import stood_in_for
from app.identity.models import AccessToken, Person, PortalSession, Recovery
from app.identity.sessions import BY_PROVIDER, SEEN_EVERY, hashed, mark_seen
from app.identity.tokens import USED_EVERY, mark_used, scopes_of
from app.web.portal import Portal

FRESH = timedelta(minutes=10)
"""So long after a proof of presence a dangerous act may follow."""

session = table(PortalSession)
token = table(AccessToken)
person = table(Person)
recovery = table(Recovery)
office = table(Office)
member = table(Member)

lead, leading = office.alias("lead"), appointment.alias("leading")
_LED = case(
    (office.c.kind != OfficeKind.ALTERNATE, True),
    else_=select(leading.c.id)
    .join_from(leading, lead, lead.c.id == leading.c.office_id)
    .where(
        lead.c.member == office.c.member,
        lead.c.kind == OfficeKind.FOCAL_POINT,
        held_today(leading),
    )
    .exists(),
)
"""Whether somebody holds the Focal Point's office of the member: asked for alternates only."""
_HELD = (
    office.c.id.label("office_id"),
    office.c.kind,
    member.c.code,
    member.c.name.label("member_name"),
    member.c.regional_group,
    organisations_of(member.c.code).label("organisations"),
    _LED.label("led"),
    stood_in_for(appointment.c.id).label("stands_in_for"),
    reads_until(office.c.id).label("reads_until"),
)
"""What an office is made of, and those for which its holder stands in."""
_KNOWN = Reading(
    select(
        session.c.id_hash,
        session.c.seen_at,
        session.c.expires_at,
        session.c.provider,
        session.c.proved_at,
        session.c.factor,
        session.c.factor_at,
        session.c.reads_only,
        session.c.office_id.label("acting"),
        person.c.id.label("person_id"),
        person.c.name,
        person.c.language,
        select(recovery.c.id)
        .where(recovery.c.person_id == person.c.id, recovery.c.ended_at.is_(None))
        .exists()
        .label("helped"),
        *_HELD,
    )
    .join_from(session, person, person.c.id == session.c.person_id)
    .join(
        appointment,
        (appointment.c.person_id == person.c.id) & held_today(),
        isouter=True,
    )
    .join(office, office.c.id == appointment.c.office_id, isouter=True)
    .join(member, member.c.code == office.c.member, isouter=True)
    .where(
        session.c.id_hash == bindparam("id_hash"),
        session.c.expires_at > bindparam("wall"),
        session.c.seen_at > bindparam("idle_since"),
    )
    .order_by(appointment.c.starts, office.c.id)
)


_SEATS = (
    select(
        appointment.c.person_id,
        *_HELD,
    )
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(appointment.c.person_id.in_(bindparam("people", expanding=True)), held_today())
    .order_by(appointment.c.person_id, office.c.id)
)


def seats_of(conn: Connection, people: Collection[str]) -> Sequence[tuple[str, access.Office]]:
    """Return each of ``people`` with each office held or stood in for: letters are for all."""
    rows = conn.execute(_SEATS, {"people": list(people), "today": clock.today()})
    return [(row.person_id, one) for row in rows for one in _offices(row)]


def viewer_of(portal: Portal, conn: Connection, secret: str) -> Viewer | None:
    """Return who stands behind a session cookie, None when the session is over or never was.

    Offices are those held today for whose member the session's provider may speak. One query;
    the session is marked as seen at most once a minute.
    """
    wall = clock.wall()
    idle = timedelta(minutes=portal.settings.session_idle_minutes)
    found = _KNOWN.all(
        conn,
        {
            "id_hash": hashed(secret),
            "wall": wall,
            "idle_since": wall - idle,
            "today": clock.today(),
        },
    )
    if not found:
        return None
    seen_at = found[0].seen_at
    if wall - seen_at > SEEN_EVERY:
        conn.rollback()
        mark_seen(portal, found[0].id_hash)
        seen_at = wall
    return _viewer(portal, found, wall, rests_until=seen_at + idle)


_BY_TOKEN = Reading(
    select(
        token.c.id,
        token.c.used_at,
        token.c.provider,
        token.c.scopes,
        person.c.id.label("person_id"),
        person.c.name,
        person.c.language,
        *_HELD,
    )
    .join_from(token, person, person.c.id == token.c.person_id)
    .join(appointment, (appointment.c.id == token.c.appointment_id) & held_today())
    .join(office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(
        token.c.secret_hash == bindparam("secret_hash"),
        token.c.expires_at > bindparam("wall"),
        appointment.c.person_id == token.c.person_id,
        office.c.kind.in_(IN_NETWORK),
    )
)


def viewer_of_token(portal: Portal, conn: Connection, secret: str) -> Viewer | None:
    """Return for whom a programme reads, None where its token opens nothing (any more).

    It reads as the holder of one office: while the very appointment holds for which it was made,
    and its provider may speak for the member. One query; its use is noted at most once an hour.
    """
    wall = clock.wall()
    asked = {"secret_hash": hashed(secret), "wall": wall, "today": clock.today()}
    row = _BY_TOKEN.first(conn, asked)
    given = portal.settings.provider(row.provider) if row else None
    if row is None or given is None or not given.speaks_for(row.code):
        return None
    if row.used_at is None or wall - row.used_at > USED_EVERY:
        conn.rollback()
        mark_used(portal, row.id)
    held = held_office(row, led=bool(row.led))
    scopes = frozenset(scopes_of(row.scopes))
    return Viewer(row.person_id, row.name, held, (held,), row.language, scopes=scopes)


def _viewer(
    portal: Portal, found: Sequence[Any], wall: datetime, *, rests_until: datetime
) -> Viewer:
    """Return the viewer of a session's rows, one for each office held."""
    session_, given = found[0], portal.settings.provider(found[0].provider)
    own = {row.office_id for row in found}
    every = [one for row in found if row.office_id for one in _offices(row)]
    held = tuple(one for one in every if one.stands_in_for is None or one.id not in own)
    offices = tuple(o for o in held if given and given.speaks_for(o.member))
    silent = tuple(o for o in held if o not in offices)
    acting = next((o for o in offices if o.id == session_.acting), None)
    return Viewer(
        person_id=session_.person_id,
        name=session_.name,
        office=acting or (offices[0] if offices else None),
        offices=offices,
        language=session_.language,
        lasts=_lasts(rests_until, session_.expires_at),
        fresh=_fresh(session_, wall),
        proof=proof_of(
            two=_counts(session_.factor, silent), proved_at=session_.factor_at, now=wall
        ),
        silent=silent,
        vouched=given is not None and given.vouches,
        helped=bool(session_.helped),
        reads_only=bool(session_.reads_only),
    )


def _fresh(session_: Any, wall: datetime) -> bool:
    """Whether somebody proved to be there of late; by a way that is worth reading only nobody."""
    at = None if session_.reads_only else session_.proved_at
    return at is not None and wall - at <= FRESH


def _counts(factor: str, silent: Sequence[access.Office]) -> bool:
    """Whether a session has shown two factors.

    The word of a provider that may not speak for the Secretariat does not protect an account that
    acts for it: it could add a passkey of its own.
    """
    if factor == BY_PROVIDER:
        return not access.of_secretariat(silent)
    return factor != ""


def _offices(row: Any) -> Iterator[access.Office]:
    own, *others = held_offices(row, led=bool(row.led))
    yield replace(own, reads_until=row.reads_until)
    yield from others


def _lasts(idle: datetime, limit: datetime) -> access.Lasts:
    """Return when the session ends: by rest, or at its limit however busy."""
    return access.Lasts(min(idle, limit), extends=idle < limit)
