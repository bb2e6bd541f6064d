"""The comments under a practice as a whole: marked as read, and its questions as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from app.access.audience import Audience
from app.access.policy import P
from app.core.errors import BadRequest, NotFound
from app.discussion import unread
from app.discussion.finding import address_of
from app.discussion.one import One, questions
from app.discussion.rules import OPEN
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.practices.thread import reads_comments
from app.text.markdown import to_text
from app.text.shortening import shortened
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.talking.threads")

MOST = 200
LENGTH = 280


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the list, and the way to its answer where it has one."""

    said: One
    words: str
    href: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Questions(Page):
    """The questions under a practice: those without an answer, then the others."""

    template: ClassVar[str] = "practices/talking/questions.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    title: str
    href: str
    open: Sequence[Question]
    answered: Sequence[Question]


@room.get("/practices/{item_id}/questions", P.ANYONE)
def show(ask: Ask, item_id: str) -> Response:
    """List the questions under a practice that the viewer reads."""
    matter = _matter(ask, item_id)
    if not reads_comments(ask.viewer, Audience.parse(matter.audience)):
        raise NotFound
    title, href = queries.titles(ask.conn, ask.viewer, [item_id])[item_id]
    found = [_question(one, href) for one in questions(ask.conn, ask.viewer, item_id, MOST)]
    return ask.page(
        Questions(
            matter=matter,
            title=title,
            href=href,
            open=[one for one in found if one.said.question == OPEN],
            answered=[one for one in found if one.said.question != OPEN],
        )
    )


@room.post("/practices/{item_id}/comments/read", P.COMMENT_MARK)
def read(ask: Ask, item_id: str) -> Response:
    """Note that the person has read the comments, as far as the page showed them.

    Raises:
        BadRequest: for anything but the moment that stood in the page.
    """
    _matter(ask, item_id)
    try:
        until = datetime.fromisoformat(ask.field("until"))
    except ValueError as wrong:
        raise BadRequest from wrong
    if until.tzinfo is None:
        raise BadRequest
    with ask.unit_of_work() as db:
        is_sqlite = ask.portal.db.is_sqlite
        unread.mark_read(db, ask.viewer, item_id, until, is_sqlite=is_sqlite)
        return ask.go(f"/practices/{item_id}?said=read#h-comments", db)


def _question(one: One, href: str) -> Question:
    answer = address_of(href, one.answered_by) if one.answered_by else ""
    words = shortened(to_text(one.body), LENGTH)
    return Question(one, words, address_of(href, one.id), answer)


def _matter(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
