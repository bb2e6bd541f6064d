"""Which editions of the manual the office's member said that it received."""

from app.access.policy import P, allows
from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.manual.following import receipts
from app.web.components import date_words


def part(sight: Sight) -> Part:
    """Return them, the newest first; on which day is for the member's own offices alone."""
    own = sight.own and allows(sight.viewer, P.MANUAL_RECEIVE)
    seen = own or allows(sight.viewer, P.DESK_READ)
    found = receipts.of_member(sight.conn, sight.code) if seen else ()
    lines = [
        (
            gettext("Edition %(number)s", number=number),
            gettext("Received on %(day)s", day=date_words(at)) if own else gettext("Received"),
        )
        for number, at in found
    ]
    title = gettext("This expresses no agreement with an edition.")
    return Part(
        gettext("Editions of the manual received"),
        gettext("No receipt of an edition is open to you."),
        [Record(title, lines)] if lines else [],
    )
