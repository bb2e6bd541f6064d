"""The office itself: its appointments with their papers, invitations, absence, what was left."""

from collections.abc import Sequence

from app.access.policy import P
from app.archive.attached import papers
from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.directory import (
    absences,
    evidence_queries,
    evidence_showing,
    leaving,
    office_queries,
    office_showing,
)
from app.directory.evidence_queries import Proofs
from app.directory.office_showing import OfficeRecord, TermLine
from app.directory.seats import all_seats
from app.home import queries as home
from app.web.components import date_words


def parts(sight: Sight) -> Sequence[Part]:
    """Return what the record of offices says of the office, and what waits and was left for it."""
    record = _record(sight)
    return [
        _appointments(sight, record),
        _invitations(record),
        _absence(sight),
        _note(sight),
        _waiting(sight),
    ]


def mailbox(sight: Sight) -> str | None:
    """Return the mailbox of the office."""
    found = _record(sight)
    return found.mailbox if found else None


def _record(sight: Sight) -> OfficeRecord | None:
    """Return the office as the record of offices shows it, None to whom it shows nothing."""
    if not sight.may(P.OFFICES_READ):
        return None
    whole = all_seats(sight.conn, sight.code) or sight.seat
    offices = [
        one for one in office_queries.offices(sight.conn, sight.code) if one.id == sight.office_id
    ]
    terms = office_queries.terms(sight.conn, sight.code)
    invited = office_queries.invitations(sight.conn, sight.code)
    (found,) = office_showing.records(sight.viewer, whole, offices, terms, invited)
    return found


def _appointments(sight: Sight, record: OfficeRecord | None) -> Part:
    proofs = evidence_queries.of_member(sight.conn, sight.viewer, sight.seal, sight.code)
    terms = (*record.now, *record.proposed, *record.past) if record else ()
    return Part(
        gettext("Appointments"),
        gettext("No appointment is shown to you."),
        [_term(one, proofs.get(one.id) or Proofs()) for one in terms],
    )


def _term(one: TermLine, proofs: Proofs) -> Record:
    facts = [
        (gettext("State"), one.state),
        (gettext("Time"), one.time),
        (gettext("What it rests on"), [*one.lines, *evidence_showing.removed_lines(proofs)]),
        (gettext("Files"), papers(proofs.files)),
    ]
    return Record(one.holder, facts)


def _invitations(record: OfficeRecord | None) -> Part:
    open_ones = record.invitations if record else ()
    found = [Record(one.name, [(gettext("State"), one.until)]) for one in open_ones]
    return Part(gettext("Open invitations"), gettext("No invitation is open."), found)


def _absence(sight: Sight) -> Part:
    held = leaving.holding(sight.conn, sight.office_id) if sight.may(P.OFFICE_AWAY) else None
    said = absences.said(sight.conn, held) if held else None
    found: list[Record] = []
    if held and said:
        able = absences.candidates(sight.conn, sight.code, held)
        names = [one.name for one in able if one.appointment_id == said.stand_in]
        facts = [
            (gettext("First day"), date_words(said.starts)),
            (gettext("Last day"), date_words(said.ends)),
            (gettext("Who stands in"), names or gettext("Nobody")),
        ]
        found = [Record(held.name, facts)]
    return Part(gettext("Absence"), gettext("No absence is announced."), found)


def _note(sight: Sight) -> Part:
    """Return what was left for the holder, as long as the page of the inheritance shows it."""
    found: list[Record] = []
    if sight.may(P.OFFICE_INHERIT):
        left = leaving.inherited(sight.conn, sight.viewer)
        words = leaving.opened(sight.conn, sight.viewer, sight.seal, left) if left else ""
        if left and words:
            title = gettext("Written by %(name)s.", name=left.written_by)
            found = [Record(title, texts=[(gettext("Left for you"), words)])]
    return Part(
        gettext("What I would tell my successor"),
        gettext(
            "No note is shown to you. A note is read by the next holder until it is marked as read."
        ),
        found,
    )


def _waiting(sight: Sight) -> Part:
    waiting = home.needs(sight.conn, sight.viewer, sight.seal)[0] if sight.own else ()
    found = [
        Record(one.title, [(gettext("What waits"), one.text), (gettext("When"), one.when)])
        for one in waiting
    ]
    return Part(
        gettext("What waits for the office"),
        gettext("Nothing waits here that you can see."),
        found,
    )
