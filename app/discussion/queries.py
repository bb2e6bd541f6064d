"""Reading comments: one query, and it asks for both, the comment and what it stands under."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.directory.loading import SECRETARIAT
from app.directory.models import Member
from app.discussion.models import Comment
from app.items.models import Item, ItemLabel
from app.items.queries import labels_given, seen

comment = table(Comment)
item = table(Item)
label = table(ItemLabel)
member = table(Member)

MOST = 500
"""So many comments of one item are shown, the oldest first."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as its readers see it, with its answers."""

    id: str
    member: str
    by: str
    html: Markup
    language: str
    at: datetime
    own: bool
    answers: Sequence["Said"]

    @property
    def anchor(self) -> str:
        """Id of the comment in its page: the part of its address behind ``#``."""
        return f"c-{self.id}"


_THREAD = Reading(
    select(
        comment.c.item_id,
        comment.c.answers,
        comment.c.member,
        member.c.name,
        comment.c.html,
        item.c.language,
        comment.c.at,
    )
    .join_from(comment, item, item.c.id == comment.c.item_id)
    .join(member, member.c.code == comment.c.member)
    .where(
        comment.c.about == bindparam("about"),
        seen(comment.c.item_id),
        seen(comment.c.about),
    )
    .order_by(comment.c.at, comment.c.item_id)
    .limit(MOST)
)


def thread(conn: Connection, viewer: Viewer, about: str) -> Sequence[Said]:
    """Return what the viewer may read of the comments on ``about``, answers under their comment."""
    rows = _THREAD.all(conn, {"about": about, **labels_given(viewer.labels)})
    shown = {row.item_id for row in rows}
    answers: dict[str | None, list[Said]] = defaultdict(list)
    own = viewer.office.member if viewer.office else None
    for row in reversed(rows):
        parent = row.answers if row.answers in shown else None
        said = Said(
            id=row.item_id,
            member=row.member,
            by=signature(row.member, row.name),
            html=Markup(row.html),  # noqa: S704 - cleaned when it was written
            language=row.language,
            at=row.at,
            own=row.member == own,
            answers=answers.pop(row.item_id, [])[::-1],
        )
        answers[parent].append(said)
    return answers[None][::-1]


def count(said: Sequence[Said]) -> int:
    """Return how many comments a thread has, answers included."""
    return sum(1 + len(one.answers) for one in said)


def signature(code: str, name: str) -> str:
    """Return how an office signs: ``name`` is the member's name as a msgid."""
    if code == SECRETARIAT:
        return gettext(name)
    return gettext("%(member)s (office)", member=gettext(name))
