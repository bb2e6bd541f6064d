"""What the office's member suggested for the manual, and what became of it."""

from collections.abc import Sequence

from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.manual.meaning import MEANT
from app.manual.suggesting import queries
from app.manual.suggesting.queries import Wanted
from app.manual.suggesting.rules import ASKED, STATES
from app.manual.suggesting.shown import fate, seen_of
from app.manual.suggesting.values import Suggestion
from app.web.components import date_words

MOST = 2_000


def part(sight: Sight) -> Part:
    """Return the suggestions that the requester sees, the newest first."""
    wanted = Wanted(member=sight.code)
    found: Sequence[Suggestion] = queries.listed(sight.conn, sight.viewer, wanted, most=MOST)
    return Part(
        gettext("Suggestions on the manual"),
        gettext("No suggestion of this office on the manual is open to you."),
        [_record(one) for one in found],
    )


def _record(one: Suggestion) -> Record:
    about = [
        (gettext("State"), fate(one) or gettext(STATES[one.stage])),
        (gettext("Who reads it"), seen_of(one).sentence),
        (gettext("What it asks for"), gettext(ASKED[one.asks])),
        (gettext("For whom it speaks"), gettext(MEANT[one.stance])),
        (gettext("Made on"), date_words(one.at)),
        (gettext("Edition it began from"), _began(one)),
    ]
    texts = [
        (gettext("How the paragraph read"), one.base.source),
        (gettext("The words proposed"), one.proposed),
        (gettext("Why"), one.reason),
        (gettext("The answer"), one.answer),
    ]
    return Record(one.title, about, texts)


def _began(one: Suggestion) -> str:
    return gettext("The text of a consultation") if one.consultation else str(one.edition)
