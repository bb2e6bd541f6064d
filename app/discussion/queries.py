"""Reading comments: one query, and it asks for both, the comment and what it stands under."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, or_, select

from app.access.labels import NETWORK, PUBLIC
from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.discussion.models import Comment
from app.discussion.rules import HIDDEN
from app.discussion.tree import UNMARKED, Mark, Said, tree
from app.items.models import Item, ItemLabel
from app.items.queries import labels_given, readers, seen

comment = table(Comment)
placed = comment.alias("mark")
item = table(Item)
_own = table(ItemLabel).alias("own")
member = table(Member)

_HIDDEN_WORDS = case((item.c.stage == HIDDEN, comment.c.body), else_="").label("hidden_body")
MOST = 200
"""So many comments of one item stand on a page; the latest come first of all."""


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
            comment.c.replies_to,
            comment.c.member,
            member.c.name,
            comment.c.html,
            _HIDDEN_WORDS,
            comment.c.hidden_reason,
            comment.c.stance,
            comment.c.question,
            comment.c.answered_by,
            comment.c.changed_at,
            item.c.stage,
            item.c.language,
            item.c.audience,
            item.c.created_by,
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
    select(placed.c.at)
    .where(
        placed.c.item_id == bindparam("before"),
        placed.c.about == bindparam("about"),
        seen(placed.c.item_id),
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


def thread(  # noqa: PLR0913 - whose, of what, which part, and what is new
    conn: Connection,
    viewer: Viewer,
    about: str,
    before: str = "",
    wanted: str = "",
    *,
    mark: Mark = UNMARKED,
) -> Thread:
    """Return what the viewer may read of the latest comments on ``about``, oldest first.

    ``before`` is the id of a comment: then those that came before it. ``wanted`` is the id of one
    that shall be among them: where it is older and may be read, the part ends with it. What is new
    follows from ``mark``.
    """
    labels = labels_under(conn, viewer, about)
    given = {"about": about, "before": before, "most": MOST + 1, **labels_given(labels)}
    found, later = (_EARLIER if before else _LATEST).all(conn, given), bool(before)
    if wanted and wanted not in {row.item_id for row in found[:MOST]}:
        older = _UP_TO.all(conn, given | {"before": wanted})
        found, later = older or found, later or bool(older)
    rows = found[:MOST]
    earlier = rows[-1].item_id if len(found) > MOST else ""
    return Thread(tree(rows, viewer, mark), earlier, later)


def of_some(
    conn: Connection, viewer: Viewer, abouts: Collection[str]
) -> Mapping[str, Sequence[Said]]:
    """Return the latest comments on things that are all open to the network, by the thing."""
    given = {"abouts": sorted(abouts), "most": MOST, **labels_given(viewer.reads_by)}
    found: dict[str, list[Any]] = defaultdict(list)
    for row in _OF_SOME.all(conn, given):
        found[row.about].append(row)
    return {about: tree(rows, viewer) for about, rows in found.items()}


def answered(
    conn: Connection, viewer: Viewer, about: str, comment_id: str
) -> frozenset[str] | None:
    """Return the labels of a comment under ``about``; None where the viewer does not read it."""
    given = {"about": about, "id": comment_id, **labels_given(viewer.labels)}
    return frozenset(row.label for row in _ONE.all(conn, given)) or None


def labels_under(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[str]:
    """Return the labels by which the viewer reads what stands under an item, as comments do.

    A mission reads by the network's label only what stands under something open to the network.
    """
    if viewer.reads_network and not readers(conn, item_id) & {NETWORK, PUBLIC}:
        return viewer.labels
    return viewer.reads_by
