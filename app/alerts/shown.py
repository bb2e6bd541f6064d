"""What is followed and what was told of it, in words, for whoever follows: only what is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.alerts.matching import chosen
from app.core.i18n import gettext, listed
from app.discussion.finding import address_of
from app.following import queries
from app.following.queries import Followed
from app.following.rules import NOTICES, What
from app.notifications.classes import HOWS, How
from app.practices import panel
from app.practices import queries as practices
from app.practices.filters import PATH
from app.practices.stock import members


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is followed: a practice by its title, or a search by the name it was given.

    ``words`` say what a search asks for.
    """

    id: str
    title: str
    href: str
    search: bool
    words: str
    how: How
    level: str
    since: datetime
    feed: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to what is followed: title, address and sentence."""

    title: str
    href: str
    text: str
    at: datetime
    new: bool


def rows(
    conn: Connection, viewer: Viewer, found: Sequence[Followed]
) -> tuple[Sequence[Row], Sequence[str]]:
    """Return what is followed and can be seen, and the ids of what is not there any more."""
    ids = sorted({one.item_id for one in found if one.item_id})
    titles = practices.titles(conn, viewer, ids) if ids else {}
    names = members(conn) if any(one.target for one in found) else {}
    made = []
    for one in found:
        title, href = one.name, f"{PATH}?{one.target}"
        if one.item_id:
            if one.item_id not in titles:
                continue
            title, href = titles[one.item_id]
        words = listed([said for said, _ in panel.chips(chosen(one.target), names)])
        level, search = gettext(HOWS[one.how]), one.item_id is None
        made.append(Row(one.id, title, href, search, words, one.how, level, one.since, one.feed))
    gone = [one.id for one in found if one.item_id and one.item_id not in titles]
    return made, gone


def happened(conn: Connection, viewer: Viewer, *, most: int) -> Sequence[Happened]:
    """Return the latest that the viewer was told and may still know, the newest first."""
    told = queries.told(conn, viewer, most=most)
    ids = sorted({one.item_id for one in told if not one.gone})
    titles = practices.titles(conn, viewer, ids) if ids else {}
    made = []
    for one in told:
        if one.gone:
            title, href = one.gone, f"/following#f-{one.follow_id}"
        elif one.item_id in titles:
            title, href = titles[one.item_id]
            if one.with_id and one.what == What.COMMENTED:
                href = address_of(href, one.with_id)
        else:
            continue
        said = gettext(NOTICES[one.what])
        made.append(Happened(title, href, said, one.at, one.new))
    return made
