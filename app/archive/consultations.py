"""What the office's member submitted to consultations on the manual, and what became of it."""

from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.manual.consulting import queries
from app.manual.consulting.shown import fate, seen_of
from app.manual.consulting.values import Contribution
from app.manual.meaning import MEANT
from app.web.components import date_words


def part(sight: Sight) -> Part:
    """Return the submissions that the requester sees, the newest first."""
    found = queries.of_member(sight.conn, sight.viewer, sight.code)
    return Part(
        gettext("Submissions to consultations on the manual"),
        gettext("No submission of this office to a consultation is open to you."),
        [_record(one) for one in found],
    )


def _record(one: Contribution) -> Record:
    about = [
        (gettext("State"), fate(one)),
        (gettext("Who reads it"), seen_of(one).sentence),
        (gettext("For whom it speaks"), gettext(MEANT[one.stance])),
        (gettext("Sent on"), date_words(one.at)),
    ]
    texts = [
        (gettext("What was submitted"), one.words),
        (gettext("What became of it"), one.answer),
    ]
    return Record(one.about, about, texts)
