"""Reading comments: one query, and it asks for both, the comment and what it stands under."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select

from app.access.audience import Audience
from app.access.labels import NETWORK, PUBLIC, SECRETARIAT_CODE
from app.access.viewer import Viewer
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.directory.models import Member
from app.discussion.models import Comment
from app.items.models import Item, ItemLabel
from app.items.queries import labels_given, readers, seen

comment = table(Comment)
mark = comment.alias("mark")
item = table(Item)
_own = table(ItemLabel).alias("own")
member = table(Member)

MOST = 200
"""So many comments of one item stand on a page; the latest come first of all."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as its readers see it, with its answers."""

    id: str
    member: str
    by: str
    html: Markup
    language: str
    audience: Audience
    at: datetime
    own: bool
    answers: Sequence["Said"]

    @property
    def anchor(self) -> str:
        """Id of the comment in its page: the part of its address behind ``#``."""
        return f"c-{self.id}"


@dataclass(frozen=True, slots=True)
class Thread:
    """A part of a thread, answers under their comment; ``earlier`` is what an earlier part ends at.

    It is the id of the oldest comment of this part, empty where there is none before it. ``later``
    says that this is not the latest part.
    """

    said: Sequence[Said]
    earlier: str
    later: bool


def _part(*narrower: ColumnElement[bool], about: ColumnElement[bool] | None = None) -> Reading:
    """Return the reading of the latest comments, ``most`` of them, on one thing or ``about``."""
    where = comment.c.about == bindparam("about") if about is None else about
    return Reading(
        select(
            comment.c.item_id,
            comment.c.about,
            comment.c.answers,
            comment.c.member,
            member.c.name,
            comment.c.html,
            item.c.language,
            item.c.audience,
            comment.c.at,
        )
        .join_from(comment, item, item.c.id == comment.c.item_id)
        .join(member, member.c.code == comment.c.member)
        .where(
            where,
            seen(comment.c.item_id),
            seen(comment.c.about),
            *narrower,
        )
        .order_by(comment.c.at.desc(), comment.c.item_id.desc())
        .limit(bindparam("most"))
    )


_LATEST = _part()
_OF_SOME = _part(about=comment.c.about.in_(bindparam("abouts", expanding=True)))
_BEFORE = (
    select(mark.c.at)
    .where(
        mark.c.item_id == bindparam("before"),
        mark.c.about == bindparam("about"),
        seen(mark.c.item_id),
    )
    .scalar_subquery()
)
_EARLIER = _part(
    or_(
        comment.c.at < _BEFORE,
        and_(comment.c.at == _BEFORE, comment.c.item_id < bindparam("before")),
    )
)
_UP_TO = _part(
    or_(
        comment.c.at < _BEFORE,
        and_(comment.c.at == _BEFORE, comment.c.item_id <= bindparam("before")),
    )
)
_ONE = Reading(
    select(_own.c.label)
    .join_from(comment, _own, _own.c.item_id == comment.c.item_id)
    .where(
        comment.c.item_id == bindparam("id"),
        comment.c.about == bindparam("about"),
        seen(comment.c.item_id),
        seen(comment.c.about),
    )
)


def thread(
    conn: Connection, viewer: Viewer, about: str, before: str = "", wanted: str = ""
) -> Thread:
    """Return what the viewer may read of the latest comments on ``about``, oldest first.

    ``before`` is the id of a comment: then those that came before it. ``wanted`` is the id of one
    that shall be among them: where it is older and may be read, the part ends with it.
    """
    labels = _labels_under(conn, viewer, about)
    given = {"about": about, "before": before, "most": MOST + 1, **labels_given(labels)}
    found, later = (_EARLIER if before else _LATEST).all(conn, given), bool(before)
    if wanted and wanted not in {row.item_id for row in found[:MOST]}:
        older = _UP_TO.all(conn, given | {"before": wanted})
        found, later = older or found, later or bool(older)
    rows = found[:MOST]
    earlier = rows[-1].item_id if len(found) > MOST else ""
    return Thread(_tree(rows, viewer), earlier, later)


def of_some(
    conn: Connection, viewer: Viewer, abouts: Collection[str]
) -> Mapping[str, Sequence[Said]]:
    """Return the latest comments on things that are all open to the network, by the thing."""
    given = {"abouts": sorted(abouts), "most": MOST, **labels_given(viewer.reads_by)}
    found: dict[str, list[Any]] = defaultdict(list)
    for row in _OF_SOME.all(conn, given):
        found[row.about].append(row)
    return {about: _tree(rows, viewer) for about, rows in found.items()}


def _tree(rows: Sequence[Any], viewer: Viewer) -> Sequence[Said]:
    """Return comments, the newest first, as they stand on a page: answers under their comment."""
    shown = {row.item_id for row in rows}
    answers: dict[str | None, list[Said]] = defaultdict(list)
    own = viewer.office.member if viewer.office and not viewer.reads_only else None
    for row in rows:
        parent = row.answers if row.answers in shown else None
        said = Said(
            id=row.item_id,
            member=row.member,
            by=signature(row.member, row.name),
            html=Markup(row.html),  # noqa: S704 - cleaned when it was written
            language=row.language,
            audience=Audience.parse(row.audience),
            at=row.at,
            own=row.member == own,
            answers=answers.pop(row.item_id, [])[::-1],
        )
        answers[parent].append(said)
    return answers[None][::-1]


def answered(
    conn: Connection, viewer: Viewer, about: str, comment_id: str
) -> frozenset[str] | None:
    """Return the labels of a comment under ``about``; None where the viewer does not read it."""
    given = {"about": about, "id": comment_id, **labels_given(viewer.labels)}
    return frozenset(row.label for row in _ONE.all(conn, given)) or None


def signature(code: str, name: str) -> str:
    """Return how an office signs: ``name`` is the member's name as a msgid."""
    if code == SECRETARIAT_CODE:
        return gettext(name)
    return gettext("%(member)s (office)", member=gettext(name))


def _labels_under(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[str]:
    """Return the labels by which the viewer reads what stands under an item, as comments do.

    A mission reads by the network's label only what stands under something open to the network.
    """
    if viewer.reads_network and not readers(conn, item_id) & {NETWORK, PUBLIC}:
        return viewer.labels
    return viewer.reads_by
