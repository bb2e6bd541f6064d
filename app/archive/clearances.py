"""What the office's member sent out for clearance, for its own offices alone."""

from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.manual.clearing import queries
from app.manual.clearing.rules import STATES
from app.manual.clearing.values import Clearance
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
    back = date_words(one.back_at) if one.back_at else gettext("Not yet")
    about = [
        (gettext("State"), gettext(STATES[one.stage])),
        (gettext("Marking"), one.marking),
        (gettext("Who reads it"), one.readers),
        (gettext("Back by"), date_words(one.deadline)),
        (gettext("Last came back"), back),
        (gettext("From edition"), str(one.edition)),
    ]
    rows = queries.sent(sight.conn, sight.viewer, one.matter.id)
    texts = [(row.number, row.proposed) for row in rows if row.proposed is not None]
    return Record(one.title, about, texts)
