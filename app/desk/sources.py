"""The one list of what waits for the secretariat beside items: each room gives its own rows.

A room that gets something that waits adds a ``Source`` to ``SOURCES``: a permission, the stages in
which its things wait, and the query. The desk shows, counts, filters and pages it with the rest.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection

from app.access.policy import P
from app.access.viewer import Viewer
from app.contested import queries as reviews_of_offices
from app.contested.rules import STANDING
from app.core.days import working_days_after
from app.core.i18n import N_, gettext
from app.core.seal import Seal
from app.desk.rows import Row, Source
from app.directory import office_queries
from app.directory.office_showing import in_full
from app.directory.rules import Stage as Appointment
from app.identity.people import named
from app.manual.publishing import queries as submissions
from app.manual.publishing.rules import SUBMITTED
from app.nomination import queries as nominations
from app.nomination.rules import Stage as Nomination
from app.practices import embargo
from app.practices.rules import ANSWER_WITHIN
from app.practices.rules import Stage as Practice
from app.recovery import queries as recoveries
from app.recovery import rules as recovery_rules


def _moment(day: date) -> datetime:
    """Return the moment of a day from which it counts as waiting."""
    return day if isinstance(day, datetime) else datetime.combine(day, time(), UTC)


def _within(since: date) -> date:
    """Return by when the secretariat answers what no room gives a day of its own."""
    return working_days_after(_moment(since).date(), ANSWER_WITHIN)


def _proposed(conn: Connection, _viewer: Viewer, _seal: Seal) -> Sequence[Row]:
    return [
        Row(
            kind="appointment",
            key=one.id,
            what="appointment-proposed",
            title=one.holder,
            href=f"/appointments/{one.id}",
            task=gettext("Appointment to verify"),
            step=gettext("Compare the paper and verify"),
            owners=in_full(one.kind, one.member_name),
            since=_moment(one.since),
            due=_within(one.since),
        )
        for one in office_queries.proposed(conn)
    ]


def _nominated(conn: Connection, _viewer: Viewer, _seal: Seal) -> Sequence[Row]:
    return [
        Row(
            kind="nomination",
            key=one.id,
            what="nomination-waiting",
            title=one.name,
            href=f"/nominations/{one.id}",
            task=gettext("Nomination to answer"),
            step=gettext("Read it and answer"),
            owners=gettext(one.member_name),
            since=one.at,
            due=one.due,
            number=one.number,
        )
        for one in nominations.waiting(conn)
    ]


def _reviews(conn: Connection, _viewer: Viewer, _seal: Seal) -> Sequence[Row]:
    found = []
    for one in reviews_of_offices.unfinished(conn):
        since = one.life.ending_at or one.life.began_at or one.proposed_at
        found.append(
            Row(
                kind="review",
                key=one.id,
                what="office-contested",
                title=in_full(one.kind, one.member_name),
                href=f"/offices/{one.office_id}/review",
                task=gettext(STANDING[one.life.stage]),
                step=gettext("See how far it has come"),
                owners=gettext(one.member_name),
                since=since,
                due=_within(since),
            )
        )
    return found


def _helped(conn: Connection, _viewer: Viewer, _seal: Seal) -> Sequence[Row]:
    return [
        Row(
            kind="recovery",
            key=one.id,
            what="person-helped",
            title=named(one.name),
            href=f"/people/{one.life.person_id}/recovery",
            task=gettext(recovery_rules.STANDING[one.life.stage]),
            step=gettext("See how far it has come"),
            owners="",
            since=one.proposed_at,
            due=_within(one.proposed_at),
        )
        for one in recoveries.unfinished(conn)
    ]


def _submitted(conn: Connection, _viewer: Viewer, _seal: Seal) -> Sequence[Row]:
    return [
        Row(
            kind="manual",
            key=one.id,
            what="edition-submitted",
            title=gettext(SUBMITTED[one.kind], number=one.number),
            href=f"/manual/submissions/{one.id}",
            task=gettext("The manual, by two people"),
            step=gettext("Read it and agree, or not"),
            owners="",
            since=one.proposed_at,
            due=_within(one.proposed_at),
        )
        for one in submissions.unfinished(conn)
    ]


def _in_doubt(conn: Connection, viewer: Viewer, _seal: Seal) -> Sequence[Row]:
    return [
        Row(
            kind="embargo",
            key=one.id,
            what="practice-embargo",
            title=one.title,
            href=f"/practices/{one.id}",
            task=gettext("Agreed to, and its day has passed"),
            step=gettext("See why it is not published"),
            owners="",
            since=_moment(one.day),
            due=one.day,
            number=one.number,
        )
        for one in embargo.in_doubt(conn, viewer)
    ]


SOURCES: Sequence[Source] = (
    Source(
        "appointment",
        N_("Appointments"),
        P.OFFICES_KEEP,
        frozenset({Appointment.PROPOSED}),
        _proposed,
    ),
    Source(
        "nomination",
        N_("Nominations"),
        P.OFFICES_KEEP,
        frozenset({Nomination.WAITING}),
        _nominated,
    ),
    Source(
        "review",
        N_("Contested offices"),
        P.DESK_READ,
        frozenset(STANDING),
        _reviews,
    ),
    Source(
        "recovery",
        N_("Help to sign in"),
        P.DESK_READ,
        frozenset(recovery_rules.STANDING),
        _helped,
    ),
    Source("manual", N_("Manual"), P.DESK_READ, frozenset(SUBMITTED), _submitted),
    Source(
        "embargo",
        N_("Day passed"),
        P.DESK_READ,
        frozenset({Practice.APPROVED}),
        _in_doubt,
    ),
)
"""In the order of their tabs, after those of items."""
