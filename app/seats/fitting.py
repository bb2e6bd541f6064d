"""Which open seats fit what an office asks for, and which close soon; no member is ranked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import gettext, listed
from app.core.reading import Reading
from app.items.queries import labels_given, seen
from app.seats.applications import LIVE
from app.seats.holding import application
from app.seats.queries import SHOWN, TAKES, Seat, code_of, item, member, seat, seat_of
from app.seats.rules import FORMS_OF_HELP, KINDS, SOON
from app.seats.shown import by_when
from app.vocabulary.labels import LANGUAGES, THEMES, named
from app.web.lines import Line

MOST = 3
CONSIDERED = 200
_APPLIED = (
    select(application.c.id)
    .where(
        application.c.seat_id == seat.c.item_id,
        application.c.member == bindparam("mine"),
        application.c.state.in_(sorted(LIVE)),
    )
    .correlate(seat)
    .exists()
)
_FOR_ME = (
    select(*SHOWN)
    .join_from(seat, item, item.c.id == seat.c.item_id)
    .join(member, member.c.code == seat.c.member)
    .where(TAKES, seat.c.member != bindparam("mine"), seen(item.c.id), ~_APPLIED)
    .order_by(seat.c.apply_by, seat.c.item_id)
)
_FREE = Reading(_FOR_ME.limit(CONSIDERED))
_SOON = Reading(_FOR_ME.where(seat.c.apply_by <= bindparam("soon")).limit(MOST))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for, as far as a seat can answer it."""

    themes: Collection[str]
    languages: Collection[str]
    modalities: Collection[str]


def closing_soon(conn: Connection, viewer: Viewer) -> Sequence[Seat]:
    """Return the seats for the viewer's office that close first within three weeks.

    Not those that it offers itself or has applied for.
    """
    given = _given(viewer)
    soon = {"soon": given["today"] + SOON}
    return [seat_of(row) for row in _SOON.all(conn, {**given, **soon})]


def for_request(conn: Connection, viewer: Viewer, wish: Wish) -> Sequence[Line]:
    """Return the seats that share a theme, a language and the form of help, each with its reason.

    What closes first stands first.
    """
    found = (seat_of(row) for row in _FREE.all(conn, _given(viewer)))
    fitting = [one for one in found if _fits(one, wish)]
    return [_line(one, wish) for one in fitting[:MOST]]


def _given(viewer: Viewer) -> dict[str, Any]:
    return {
        "today": clock.today(), "mine": code_of(viewer), **labels_given(viewer.reads_by),
    }  # fmt: skip


def _fits(one: Seat, wish: Wish) -> bool:
    return bool(
        set(one.themes) & set(wish.themes)
        and set(one.languages) & set(wish.languages)
        and FORMS_OF_HELP[one.kind] & set(wish.modalities)
    )


def _line(one: Seat, wish: Wish) -> Line:
    themes = listed(named([code for code in one.themes if code in wish.themes], THEMES))
    languages = listed(named([c for c in one.languages if c in wish.languages], LANGUAGES))
    reason = gettext(
        "It is about what you ask for (%(themes)s), in a language you chose (%(languages)s).",
        themes=themes,
        languages=languages,
    )
    return Line(
        title=one.title,
        href=f"/open-seats/{one.matter.id}",
        language=one.matter.language,
        tile=one.member,
        meta=[gettext(one.member_name), gettext(KINDS[one.kind]), reason, by_when(one)],
    )
