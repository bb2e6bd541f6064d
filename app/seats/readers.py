"""Who reads a seat and may apply, said in words: a sign, its name, and the sentence beside it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from app.access.audience import Audience, Circle, knows_readers
from app.access.viewer import Viewer
from app.core.i18n import N_, gettext, listed
from app.directory.audiences import Names, names_of, words
from app.directory.reach import Preview, preview
from app.directory.reader_form import CHOSEN
from app.seats.queries import Seat
from app.seats.rules import Stage
from app.web.audiences import CHOSEN as CHOSEN_SIGN
from app.web.audiences import SIGNS, Seen, sign_of

CHOICES: Mapping[str, tuple[str, str, str]] = {
    Circle.NETWORK: (
        SIGNS[Circle.NETWORK][0],
        N_("All members"),
        N_("Every appointed Focal Point and alternate can apply; the Secretariat reads it"),
    ),
    CHOSEN: (
        CHOSEN_SIGN[0],
        CHOSEN_SIGN[1],
        N_("The groups, members and offices you name can apply; the Secretariat reads it"),
    ),
}
"""Whom a seat can be for. The public is not among them."""


def seen_now(conn: Connection, viewer: Viewer, found: Seat) -> Seen:
    """Return who reads a seat as it stands."""
    name = gettext(found.member_name)
    if found.matter.stage == Stage.DRAFT or found.published_at is None:
        sentence = gettext("%(member)s alone, until it is published.", member=name)
        return Seen("office", gettext("Your office"), sentence)
    if found.matter.stage == Stage.WITHDRAWN:
        sentence = gettext(
            "%(member)s, the offices that applied, and the Secretariat. Never public.", member=name
        )
        return Seen("secretariat", gettext("Secretariat"), sentence)
    return once_out(conn, viewer, found)


def once_out(conn: Connection, viewer: Viewer, found: Seat) -> Seen:
    """Return who reads a seat once it is published."""
    audience = Audience.parse(found.matter.audience)
    known = knows_readers(viewer, found.matter.owners)
    names = names_of(conn, audience) if known or audience.told else Names()
    name = gettext(found.member_name)
    if not audience.sets:
        sentence = gettext(
            "%(member)s, every appointed Focal Point and alternate, and the Secretariat."
            " Never public.",
            member=name,
        )
    elif known or audience.told:
        everybody = [name, *words(audience, names), gettext("the Secretariat")]
        sentence = gettext("%(members)s. Never public.", members=listed(everybody))
    else:
        sentence = gettext(
            "%(member)s, you and others whom it chose, and the Secretariat. Never public.",
            member=name,
        )
    return Seen(*sign_of(audience, known=known), sentence)


def reach_of(conn: Connection, viewer: Viewer, found: Seat) -> Preview:
    """Return how many will read a seat once it is published, and what is unusual about that."""
    audience = Audience.parse(found.matter.audience)
    names = names_of(conn, audience)
    sentence = once_out(conn, viewer, found).sentence
    return preview(conn, audience, found.matter.owners, names, sentence)
