"""What the office's member sent out for clearance, for its own offices alone."""

from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.assistance.clearance import queries as requests_out
from app.assistance.clearance.values import Round as RequestRound
from app.clearing.rules import STATES
from app.clearing.values import Outgoing
from app.core.i18n import gettext, ngettext
from app.manual.clearing import queries
from app.manual.clearing.values import Clearance
from app.practices.clearing import queries as rounds
from app.practices.clearing.fields import BY_NAME
from app.practices.clearing.values import Round
from app.web.components import date_words

MOST = 500


def part(sight: Sight) -> Part:
    """Return the clearances that the requester sees, the newest first."""
    found = queries.listed(sight.conn, sight.viewer, most=MOST) if sight.own else ()
    return Part(
        gettext("Texts of the manual sent out for clearance"),
        gettext("No text that this office sent out for clearance is open to you."),
        [_record(sight, one) for one in found],
    )


def _record(sight: Sight, one: Clearance) -> Record:
    about = [*_frame(one), (gettext("From edition"), str(one.edition))]
    rows = queries.sent(sight.conn, sight.viewer, one.matter.id)
    texts = [(row.number, row.proposed) for row in rows if row.proposed is not None]
    return Record(one.title, about, texts)


def of_practices(sight: Sight) -> Part:
    """Return the practices that went out for clearance, as far as the requester sees it."""
    found = rounds.listed(sight.conn, sight.viewer, MOST) if sight.own else ()
    return Part(
        gettext("Practices sent out for clearance"),
        gettext("No practice that this office sent out for clearance is open to you."),
        [_round(one) for one in found],
    )


def of_requests(sight: Sight) -> Part:
    """Return that requests went out for clearance; no copy of their words is kept with it."""
    seal = sight.seal
    found = requests_out.listed(sight.conn, sight.viewer, seal, MOST) if sight.own else ()
    return Part(
        gettext("Requests sent out for clearance"),
        gettext("No request that this office sent out for clearance is open to you."),
        [_out(one) for one in found],
    )


def _out(one: RequestRound) -> Record:
    about = [
        *_frame(one),
        (gettext("Asked for"), ngettext("once", "%(num)s times", one.asked)),
        (gettext("Last asked for on"), date_words(one.asked_on)),
        (gettext("What came of it"), one.outcome or gettext("Not said yet")),
    ]
    return Record(one.title, about)


def _frame(one: Outgoing) -> list[tuple[str, str]]:
    """Return what is told of whatever went out."""
    back = date_words(one.back_at.date()) if one.back_at else gettext("Not yet")
    return [
        (gettext("State"), gettext(STATES[one.stage])),
        (gettext("Marking"), one.marking),
        (gettext("Who reads it"), one.readers),
        (gettext("Sent out on"), date_words(one.at.date())),
        (gettext("Back by"), date_words(one.deadline)),
        (gettext("Last came back"), back),
    ]


def _round(one: Round) -> Record:
    texts = [(gettext(BY_NAME[name].label), said) for name, said in one.says.items() if said]
    return Record(one.title, _frame(one), texts)
