"""Those to whom an office has lent a practice or a request, as its page of guests tells it."""

from collections.abc import Sequence

from app.access.policy import P
from app.archive.record import Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.guests import queries, remarks
from app.guests.queries import Listed
from app.items.queries import Matter
from app.sealing.keys import Opened
from app.web.components import date_words


def lent(
    sight: Sight, matter: Matter | None, kind: str, title: str, record: Opened | None = None
) -> Sequence[Record]:
    """Return to whom a thing is lent, for who may know; ``kind`` names what it is.

    ``record`` opens what guests wrote where that is sealed.
    """
    if matter is None or not sight.may(P.GUESTS_READ, matter):
        return []
    return [
        _guest(one, (kind, title), remarks.read(one, record) if sight.own else None)
        for one in queries.of_item(sight.conn, matter.id)
    ]


def _guest(one: Listed, of: tuple[str, str], remark: str | None) -> Record:
    ended = None if one.lasts else gettext("Over: reads it no longer")
    came = one.accepted_at and gettext("Reads it since %(day)s", day=date_words(one.accepted_at))
    return Record(
        one.name,
        [
            of,
            (gettext("Ministry and address"), [one.ministry, one.address]),
            (gettext("Invited"), date_words(one.invited_at)),
            (gettext("State"), ended or came or gettext("Invited, has not come yet")),
            (gettext("Last day"), date_words(one.last_day)),
        ],
        [(gettext("What the guest wrote"), remark)],
    )
