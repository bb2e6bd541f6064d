"""Reading what somebody follows, and what followers were told: only for whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointment, held_today
from app.following.models import Follow, FollowNews
from app.identity.models import AccessToken
from app.items.models import Item
from app.items.queries import LABELS, labels_given, seen
from app.notifications.classes import How
from app.notifications.models import NoticeRead

follow = table(Follow)
news = table(FollowNews)
item = table(Item)
read = table(NoticeRead)
token = table(AccessToken)


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that is followed: one item, or a search by its ``target`` and ``name``."""

    id: str
    item_id: str | None
    target: str
    name: str
    how: How
    since: datetime
    feed: bool


@dataclass(frozen=True, slots=True)
class News:
    """What a follower was told; ``gone`` names by its number what nobody reads any more.

    ``with_id`` is what it happened by: a comment, what a member made of it.
    """

    follow_id: str
    item_id: str
    what: str
    at: datetime
    new: bool
    gone: str
    with_id: str | None


_OWN = (follow.c.office_id == bindparam("office"), follow.c.person_id == bindparam("person"))
_COLUMNS = (
    follow.c.id,
    follow.c.item_id,
    follow.c.target,
    follow.c.name,
    follow.c.how,
    follow.c.since,
    select(token.c.id)
    .where(token.c.secret_hash == follow.c.feed_hash, token.c.expires_at > bindparam("wall"))
    .exists()
    .label("feed"),
)
_ALL = Reading(select(*_COLUMNS).where(*_OWN).order_by(follow.c.since.desc(), follow.c.id))
_LEFT = Reading(
    select(*_COLUMNS)
    .where(
        follow.c.office_id == bindparam("office"),
        or_(
            follow.c.person_id.is_(None),
            follow.c.person_id.not_in(
                select(appointment.c.person_id).where(
                    appointment.c.office_id == bindparam("office"), held_today()
                )
            ),
        ),
    )
    .order_by(follow.c.since.desc(), follow.c.id)
)
_READ = (
    select(read.c.until)
    .where(
        read.c.person_id == bindparam("person"),
        read.c.office_id == bindparam("office"),
        read.c.until >= news.c.at,
    )
    .exists()
)
_NEWS = Reading(
    select(
        news.c.follow_id,
        news.c.item_id,
        news.c.what,
        news.c.at,
        news.c.label,
        news.c.with_id,
        item.c.number,
        (~_READ).label("new"),
    )
    .join_from(follow, news, news.c.follow_id == follow.c.id)
    .join(item, item.c.id == news.c.item_id)
    .where(
        *_OWN,
        or_(news.c.label.in_(LABELS), news.c.label.is_(None) & seen(news.c.item_id)),
        news.c.with_id.is_(None) | seen(news.c.with_id),
    )
    .order_by(news.c.at.desc(), news.c.id)
    .limit(bindparam("most"))
)


def followed(conn: Connection, viewer: Viewer) -> Sequence[Followed]:
    """Return what the viewer follows for the office acted for, the latest first."""
    return _found(conn, _ALL, viewer)


def left(conn: Connection, viewer: Viewer) -> Sequence[Followed]:
    """Return what was followed for the viewer's office by who holds it no longer."""
    return _found(conn, _LEFT, viewer)


def following(item_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether who is given (``following_given``) follows an item: part of a statement."""
    return (
        select(follow.c.id)
        .where(
            follow.c.office_id == bindparam("follower_office"),
            follow.c.person_id == bindparam("follower"),
            follow.c.item_id == item_id,
        )
        .correlate_except(follow)
        .exists()
    )


def following_given(viewer: Viewer) -> dict[str, object]:
    """Return the parameters of ``following`` for the viewer and the office acted for."""
    given = _given(viewer)
    return {"follower_office": given["office"], "follower": given["person"]}


def told(conn: Connection, viewer: Viewer, *, most: int) -> Sequence[News]:
    """Return the latest that the viewer was told and may still know, the newest first."""
    given = {**_given(viewer), **labels_given(viewer.reads_by), "most": most}
    return [
        News(
            r.follow_id,
            r.item_id,
            r.what,
            r.at,
            bool(r.new),
            gone=(r.number or "") if r.label else "",
            with_id=r.with_id,
        )
        for r in _NEWS.all(conn, given)
    ]


def _found(conn: Connection, asked: Reading, viewer: Viewer) -> Sequence[Followed]:
    return [
        Followed(r.id, r.item_id, r.target, r.name, How(r.how), r.since, bool(r.feed))
        for r in asked.all(conn, _given(viewer))
    ]


def _given(viewer: Viewer) -> dict[str, object]:
    office = viewer.office.id if viewer.office else ""
    return {
        "office": office,
        "person": viewer.person_id or "",
        "today": clock.today(),
        "wall": clock.wall(),
    }
