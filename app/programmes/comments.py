"""Comments on practices by programmes: read, written as an expert, changed and taken back."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from starlette.responses import Response

from app.access.audience import Audience
from app.access.policy import P
from app.access.scopes import Scope
from app.core.errors import NotFound
from app.discussion import queries as threads
from app.discussion.tree import Said
from app.items import queries as items
from app.items.models import Kind
from app.practices import acts
from app.practices.rules import OUT
from app.practices.talking import pages as talking
from app.practices.thread import MOST_ID, reads_comments
from app.programmes.answers import OF_COMMENT, Shown, done
from app.web.ask import Ask
from app.web.bodies import Body, Versioned
from app.web.interface import Interface, acting, plain
from app.web.throttle import POSTING

router = Interface("comments")
HERE = "/practices/{item_id}/comments"
ONE = f"{HERE}/{{comment_id}}"
SHOWN = Shown(Kind.COMMENT, HERE, OF_COMMENT)


class CommentOut(BaseModel):
    """A comment as you may read it; ``html`` is what its page shows.

    ``stage`` says whether it stands, was taken back or is hidden; ``readers`` for whom it is.
    ``answers`` stand under it, the oldest first; ``settles`` is the question that it answers.
    """

    id: str
    member: str
    language: str
    html: str
    at: datetime
    changed_at: datetime | None
    stage: str
    stance: str
    readers: str
    question: bool
    answered_by: str | None
    settles: str | None
    answers: Sequence["CommentOut"]


class CommentsOut(BaseModel):
    """A part of the comments, the oldest first; ``before`` asks for earlier ones, else null."""

    comments: Sequence[CommentOut]
    before: str | None


class NewComment(Body):
    """A comment, signed by your office as an expert; ``answers`` is the comment that it answers.

    ``asks`` puts it as a question to the office of the practice; ``readers`` narrows who reads it.
    """

    comment: str | None = None
    answers: str | None = None
    language: str | None = None
    readers: str | None = None
    asks: bool = False


class ChangedComment(Versioned):
    """What a comment of your office says from now on."""

    comment: str | None = None
    language: str | None = None


def list_comments(ask: Ask, item_id: str, before: str = "") -> Response:
    """List the comments on a practice that you may read: the latest, the oldest of them first."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None or matter.stage not in OUT:
        raise NotFound
    if not reads_comments(ask.viewer, Audience.parse(matter.audience)):
        return plain(CommentsOut(comments=[], before=None))
    part = threads.thread(ask.conn, ask.viewer, item_id, before[:MOST_ID])
    return plain(
        CommentsOut(comments=[_out(one) for one in part.said], before=part.earlier or None)
    )


def _out(one: Said) -> CommentOut:
    return CommentOut(
        id=one.id,
        member=one.member,
        language=one.language,
        html=str(one.html),
        at=one.at,
        changed_at=one.changed_at,
        stage=one.stage,
        stance=one.stance,
        readers=one.audience.public,
        question=bool(one.question),
        answered_by=one.answered_by or None,
        settles=one.settles or None,
        answers=[_out(answer) for answer in one.answers],
    )


router.read(HERE, list_comments, (P.ANYONE, Scope.COMMENTS), CommentsOut)
router.act(
    HERE,
    acting(acts.comment, NewComment),
    (P.COMMENT_WRITE, Scope.COMMENTS_WRITE),
    done(NewComment, SHOWN),
    pace=POSTING,
)
router.act(
    f"{ONE}/change",
    acting(talking.change, ChangedComment),
    (P.COMMENT_STEER, Scope.COMMENTS_WRITE),
    done(ChangedComment, SHOWN),
    pace=POSTING,
)
router.act(
    f"{ONE}/take-back",
    acting(talking.take_back, Body),
    (P.COMMENT_STEER, Scope.COMMENTS_WRITE),
    done(Body, SHOWN),
)
