"""The open seats that the office's member offers, and its applications for places in others."""

from collections.abc import Sequence

from app.archive.record import Part, Record
from app.archive.sight import Sight
from app.core.i18n import gettext
from app.directory.office_showing import in_full
from app.seats import queries, readers
from app.seats.applications import ANSWERED
from app.seats.carried import applied_for
from app.seats.queries import Seat
from app.seats.rules import STATES
from app.seats.showing_applications import Application, applications
from app.seats.shown import facts
from app.web.components import date_words


def parts(sight: Sight, ids: Sequence[str]) -> Sequence[Part]:
    """Return the seats among ``ids``, and those for which the requester's own office applied.

    Applications are opened for the two offices alone, so the Secretariat takes none along.
    """
    found = (queries.one(sight.conn, sight.viewer, one) for one in ids)
    others = applied_for(sight.conn, sight.viewer) if sight.own else ()
    return [
        Part(
            gettext("Open seats"),
            gettext("No open seat of this office is open to you."),
            [record for one in found if one for record in _seat(sight, one)],
        ),
        Part(
            gettext("Applications for places in open seats of others"),
            gettext("No application of this office is open to you."),
            [record for one in others for record in _applications(sight, one)],
        ),
    ]


def _seat(sight: Sight, one: Seat) -> Sequence[Record]:
    about = [
        (gettext("State"), gettext(STATES[one.state])),
        (gettext("Who reads it"), readers.seen_now(sight.conn, sight.viewer, one).sentence),
        *facts(one),
    ]
    texts = [(gettext("What it is"), one.about), (gettext("Why it was withdrawn"), one.reason)]
    return [Record(one.title, about, texts), *(_applications(sight, one) if sight.own else ())]


def _applications(sight: Sight, one: Seat) -> Sequence[Record]:
    there = applications(sight.conn, sight.viewer, sight.seal, one)
    return [_application(one, each) for each in there]


def _application(seat: Seat, one: Application) -> Record:
    office = in_full(one.office_kind, one.member_name)
    return Record(
        gettext("Application of %(office)s for: %(title)s", office=office, title=seat.title),
        [
            (gettext("State"), gettext(ANSWERED[one.state])),
            (gettext("Sent on"), date_words(one.made_at)),
            (gettext("Who would come"), one.who),
        ],
        [
            (gettext("Why"), one.why),
            (gettext("Language and needs"), one.needs),
            (gettext("The answer"), one.word),
        ],
    )
