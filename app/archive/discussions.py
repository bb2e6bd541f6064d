"""What the office's member said of paragraphs of the manual."""

from collections.abc import Sequence

from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.manual.discussing.remarks import Spoken, spoken
from app.manual.meaning import MEANT
from app.web.components import date_words

MOST = 2_000


def part(sight: Sight) -> Part:
    """Return the comments on the manual that the requester sees, the newest first."""
    found: Sequence[Spoken] = spoken(sight.conn, sight.viewer, sight.code, MOST)
    return Part(
        gettext("Comments on the manual"),
        gettext("No comment of this office on the manual is open to you."),
        [_record(one) for one in found],
    )


def _record(one: Spoken) -> Record:
    known = one.detail
    taken = known.withdrawn_at
    about = [
        (gettext("Written on"), date_words(one.at)),
        (gettext("On which edition"), str(known.edition)),
        (gettext("For whom it speaks"), gettext(MEANT[known.stance])),
        *([(gettext("Taken back"), date_words(taken))] if taken else []),
    ]
    texts = [
        (gettext("How the paragraph read"), known.base.source),
        (gettext("What was said"), one.body),
    ]
    return Record(one.title, about, texts)
