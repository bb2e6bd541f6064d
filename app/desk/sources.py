"""The one list of what waits for the secretariat beside items: each room gives its own things.

A room that gets something that waits adds a ``Source`` to ``SOURCES``: what it is called, who may
do something there, and the things. The desk shows, counts, filters and pages them with the rest.
What is out for clearance is missing on purpose: it is its member's alone, the Secretariat's
neither before its day nor after it.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from app.access.policy import P
from app.access.viewer import Viewer
from app.contested import queries as reviews
from app.contested.rules import STANDING
from app.core.i18n import N_, gettext, ngettext
from app.desk.things import Source, Thing
from app.directory import office_queries
from app.directory.office_showing import in_full
from app.directory.rules import Stage as Appointment
from app.identity.people import named
from app.manual.consulting import awaiting as consultations
from app.manual.consulting.rules import State
from app.manual.publishing import queries as submissions
from app.manual.publishing.rules import SUBMITTED
from app.manual.voices import awaiting as guests
from app.nomination import queries as nominations
from app.nomination.rules import Stage as Nomination
from app.practices import embargo
from app.practices.rules import Stage as Practice
from app.recovery import queries as recoveries
from app.recovery.rules import STANDING as HELPED


def _proposed(conn: Connection, _viewer: Viewer) -> Iterable[Thing]:
    for one in office_queries.proposed(conn):
        owners = in_full(one.kind, one.member_name)
        yield Thing(one.id, one.holder, f"/appointments/{one.id}", one.since, owners)


def _nominated(conn: Connection, _viewer: Viewer) -> Iterable[Thing]:
    for one in nominations.waiting(conn):
        href, owners = f"/nominations/{one.id}", gettext(one.member_name)
        yield Thing(one.id, one.name, href, one.at, owners, one.due, one.number)


def _reviewed(conn: Connection, _viewer: Viewer) -> Iterable[Thing]:
    for one in reviews.unfinished(conn):
        yield Thing(
            one.id,
            in_full(one.kind, one.member_name),
            f"/offices/{one.office_id}/review",
            one.life.ending_at or one.life.began_at or one.proposed_at,
            gettext(one.member_name),
            task=gettext(STANDING[one.life.stage]),
        )


def _helped(conn: Connection, _viewer: Viewer) -> Iterable[Thing]:
    for one in recoveries.unfinished(conn):
        href, task = f"/people/{one.life.person_id}/recovery", gettext(HELPED[one.life.stage])
        yield Thing(one.id, named(one.name), href, one.proposed_at, task=task)


def _submitted(conn: Connection, _viewer: Viewer) -> Iterable[Thing]:
    for one in submissions.unfinished(conn):
        title = gettext(SUBMITTED[one.kind], number=one.number)
        yield Thing(one.id, title, f"/manual/submissions/{one.id}", one.proposed_at)


def _unanswered(conn: Connection, viewer: Viewer) -> Iterable[Thing]:
    for one in consultations.unanswered(conn, viewer):
        yield Thing(
            one.id,
            one.title,
            f"/manual/consultations/{one.id}",
            one.since,
            task=ngettext(
                "%(num)s submission waits for an answer",
                "%(num)s submissions wait for an answer",
                one.number,
            ),
        )


def _unheard(conn: Connection, viewer: Viewer) -> Iterable[Thing]:
    for one in guests.unheard(conn, viewer):
        yield Thing(
            one.id,
            one.title,
            f"/manual/consultations/{one.consultation_id}/voices/{one.id}",
            one.invited_at,
            gettext("Guest %(number)s of a consultation", number=one.number),
            one.last_day,
            task="" if one.came else gettext("Invited, and has not come"),
        )


def _in_doubt(conn: Connection, viewer: Viewer) -> Iterable[Thing]:
    for one in embargo.in_doubt(conn, viewer):
        href = f"/practices/{one.id}"
        yield Thing(one.id, one.title, href, one.day, due=one.day, number=one.number)


SOURCES: Sequence[Source] = (
    Source(
        "appointment",
        N_("Appointments"),
        P.OFFICES_KEEP,
        frozenset({Appointment.PROPOSED}),
        "appointment-proposed",
        N_("Appointment to verify"),
        N_("Compare the paper and verify"),
        _proposed,
    ),
    Source(
        "nomination",
        N_("Nominations"),
        P.OFFICES_KEEP,
        frozenset({Nomination.WAITING}),
        "nomination-waiting",
        N_("Nomination to answer"),
        N_("Read it and answer"),
        _nominated,
    ),
    Source(
        "review",
        N_("Contested offices"),
        P.DESK_READ,
        frozenset(STANDING),
        "office-contested",
        "",
        N_("See how far it has come"),
        _reviewed,
    ),
    Source(
        "recovery",
        N_("Help to sign in"),
        P.DESK_READ,
        frozenset(HELPED),
        "person-helped",
        "",
        N_("See how far it has come"),
        _helped,
    ),
    Source(
        "manual",
        N_("Manual"),
        P.DESK_READ,
        frozenset(SUBMITTED),
        "edition-submitted",
        N_("The manual, by two people"),
        N_("Read it and agree, or not"),
        _submitted,
    ),
    Source(
        "consultation",
        N_("Consultations"),
        P.MANUAL_EDIT,
        frozenset({State.OVER}),
        "consultation-over",
        "",
        N_("Say what became of each"),
        _unanswered,
    ),
    Source(
        "voice",
        N_("Guests of consultations"),
        P.CONSULTATION_LEAD,
        frozenset({State.OPEN}),
        "voice-unheard",
        N_("Ends soon and has sent nothing"),
        N_("Give more days, or let it end"),
        _unheard,
    ),
    Source(
        "embargo",
        N_("Day passed"),
        P.DESK_READ,
        frozenset({Practice.APPROVED}),
        "practice-embargo",
        N_("Agreed to, and its day has passed"),
        N_("See why it is not published"),
        _in_doubt,
    ),
)
"""In the order of their tabs, after those of items."""
