"""Standing offers in the reader's words: lines of lists, and the facts of one."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import gettext, ngettext
from app.standing import queries
from app.standing.promises import promised
from app.standing.queries import Standing
from app.standing.rules import State, unconfirmed
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, named
from app.web.components import date_words
from app.web.lines import Line


def last_said(found: Standing) -> str:
    """Return when its member last stood by an offer, and that it did not for long where so."""
    day = date_words(found.confirmed_on)
    if unconfirmed(found.confirmed_on, clock.today()):
        return gettext("Not confirmed since %(day)s", day=day)
    return gettext("Confirmed on %(day)s", day=day)


def valid(found: Standing) -> str:
    """Return until when an offer stands, or since when it does not."""
    day = date_words(found.valid_until)
    if found.state == State.OVER:
        return gettext("Over: it was valid until %(day)s", day=day)
    return gettext("Valid until %(day)s", day=day)


def lines(found: Sequence[Standing], *, of_one: bool = False) -> Sequence[Line]:
    """Return the lines of a list; on the page ``of_one`` member its name is not said again."""
    return [_line(one, of_one=of_one) for one in found]


def _line(one: Standing, *, of_one: bool) -> Line:
    withdrawn = one.state == State.WITHDRAWN
    meta = [
        "" if of_one else gettext(one.member_name),
        *named(one.themes, THEMES),
        *named(one.modalities, MODALITIES),
        *named(one.languages, LANGUAGES),
        gettext("Withdrawn") if withdrawn else valid(one),
        "" if withdrawn else last_said(one),
        gettext("Full for this year") if one.full and not withdrawn else "",
    ]
    return Line(
        title=one.summary,
        href=f"/standing-offers/{one.matter.id}",
        language=one.matter.language,
        tile=one.member,
        meta=[part for part in meta if part],
    )


def of_member(conn: Connection, viewer: Viewer, code: str) -> Sequence[Line]:
    """Return the offers of a member that stand today, for its page in the directory."""
    return lines(queries.of_member(conn, viewer, code), of_one=True)


def _room(found: Standing) -> Sequence[tuple[str, str]]:
    """Return that as much is promised this year as its member could give, where so."""
    said = gettext("Nothing more: as much is promised as its member could give")
    return [(gettext("Left of it this year"), said)] if found.full else []


def facts(found: Standing) -> Sequence[tuple[str, str | Sequence[str]]]:
    """Return the facts beside an offer."""
    return [
        (gettext("Theme"), named(found.themes, THEMES)),
        (gettext("Form of help"), named(found.modalities, MODALITIES)),
        (gettext("Languages"), named(found.languages, LANGUAGES)),
        (gettext("How much in a year"), found.capacity),
        *_room(found),
        (gettext("Valid until"), date_words(found.valid_until)),
        (gettext("Last confirmed by its member"), date_words(found.confirmed_on)),
        (gettext("Held by"), gettext("%(member)s (office)", member=gettext(found.member_name))),
        (gettext("Number"), found.matter.number or ""),
    ]


def promise_words(conn: Connection, viewer: Viewer, standing: Standing) -> str:
    """Return to its own office and the Secretariat how much of it is promised this year."""
    if not (viewer.in_secretariat or viewer.member == standing.member):
        return ""
    number = promised(conn, standing.matter.id)
    if standing.per_year is None:
        return (
            ngettext("Promised once this year", "Promised %(num)s times this year", number)
            if number
            else gettext("Nothing of it is promised this year")
        )
    return gettext(
        "Promised this year: %(number)s of %(most)s", number=number, most=standing.per_year
    )
