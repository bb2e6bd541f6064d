"""Who on the other side of a request is away or under review, and how the answer date moves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.access.audience import Audience, Circle, knows_readers
from app.access.viewer import Viewer
from app.assistance.answer_days import Answering, answering, why
from app.assistance.queries import Asked, Help
from app.assistance.rules import CIRCULATED, ENDED, STANDING, TAKES_OFFERS
from app.core.i18n import gettext
from app.directory import under_review
from app.directory.absences import Away, away_now
from app.directory.clocks import clock_for
from app.directory.holders_showing import away_words
from app.directory.office_showing import in_full
from app.directory.under_review import Reviewed


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is away or under review, in lines, and to which day the answer date moved, and why."""

    away: Sequence[str] = ()
    moved_to: date | None = None
    moved_why: str = ""


def presence(conn: Connection, viewer: Viewer, asked: Asked, offers: Sequence[Help]) -> Presence:
    """Return who is away, or under review, of those on the other sides; nothing after the end."""
    if asked.matter.stage not in CIRCULATED or asked.matter.stage in ENDED:
        return Presence()
    others = set(_members(viewer, asked, offers)) - {viewer.member}
    away = [_line(one) for one in away_now(conn, others)] if others else []
    reviewed = [_reviewed(one) for one in under_review.among(conn, others)] if others else []
    moved = _moved_to(conn, viewer, asked)
    return Presence([*reviewed, *away], moved.day if moved else None, why(moved) if moved else "")


def _members(viewer: Viewer, asked: Asked, offers: Sequence[Help]) -> Iterator[str]:
    """Return who asks, who offers and, where the reader may know them, the members addressed."""
    yield asked.owner
    yield from (one.member for one in offers if one.stage in STANDING)
    audience = Audience.parse(asked.matter.audience)
    if knows_readers(viewer, asked.matter.owners) or audience.told:
        yield from (code for circle, code in audience.sets if circle == Circle.MEMBERS)


def _moved_to(conn: Connection, viewer: Viewer, asked: Asked) -> Answering | None:
    helps = viewer.member is not None and viewer.member != asked.owner
    if not helps or asked.matter.stage not in TAKES_OFFERS:
        return None
    mine = answering(clock_for(conn, viewer.member or ""), asked.answer_by, asked.opened_on)
    return mine if mine and mine.moved else None


def _line(one: Away) -> str:
    office = in_full(one.kind, one.member_name)
    return gettext("%(office)s: %(away)s", office=office, away=away_words(one))


def _reviewed(one: Reviewed) -> str:
    return gettext("%(office)s: under review", office=in_full(one.kind, one.member_name))
