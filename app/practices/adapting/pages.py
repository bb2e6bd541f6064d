"""The pages of adaptations: those of one practice, one of them, and the acts on it."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict, NotFound
from app.notifications.post import Post
from app.practices.adapting import actions, forms, moderating, queries
from app.practices.adapting.page import Notes, page_of
from app.practices.adapting.rules import (
    EARLY,
    Act,
)
from app.practices.adapting.values import Adapted
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("adaptations")
Did = Callable[[Session, Adapted, int], object]


@room.get("/adaptations/{item_id}", P.ANYONE)
def adaptation(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show one adaptation to those who may see it."""
    return ask.page(page_of(ask, found(ask, item_id), said=said))


@room.post("/adaptations/{item_id}/result", P.ADAPTATION_STEER, pace=POSTING)
def result(ask: Ask, item_id: str) -> Response:
    """Say what came of it, or that it is too early to say."""
    adapted = found(ask, item_id, P.ADAPTATION_STEER)
    reader = Reader(ask.sent)
    answer, words = forms.read_result(reader)
    if reader.errors:
        return ask.page(page_of(ask, adapted, notes=Notes(result=reader.form)), status=422)

    def did(db: Session, adapted: Adapted, version: int) -> None:
        actions.answer(db, ask.viewer, adapted, answer, words, Post.of(ask.portal), version=version)

    return _do(ask, adapted, EARLY if answer == EARLY else Act.RESULT, did)


@room.post("/adaptations/{item_id}/withdraw", P.ADAPTATION_STEER)
def withdraw(ask: Ask, item_id: str) -> Response:
    """Take a record back."""

    def did(db: Session, adapted: Adapted, version: int) -> None:
        actions.withdraw(db, ask.viewer, adapted, version=version)

    return _do(ask, found(ask, item_id, P.ADAPTATION_STEER), Act.WITHDRAW, did)


@room.post("/adaptations/{item_id}/hide", P.ADAPTATION_HIDE)
def hide(ask: Ask, item_id: str) -> Response:
    """Hide a record with a reason."""
    adapted = found(ask, item_id, P.ADAPTATION_HIDE)
    reader = Reader(ask.sent)
    reason = forms.read_reason(reader)
    if reader.errors:
        return ask.page(page_of(ask, adapted, notes=Notes(hide=reader.form)), status=422)

    def did(db: Session, adapted: Adapted, version: int) -> None:
        moderating.hide(db, ask.viewer, adapted, reason, Post.of(ask.portal), version=version)

    return _do(ask, adapted, Act.HIDE, did)


@room.post("/adaptations/{item_id}/show", P.ADAPTATION_HIDE)
def show(ask: Ask, item_id: str) -> Response:
    """Show a record again that was hidden."""

    def did(db: Session, adapted: Adapted, version: int) -> None:
        moderating.show(db, ask.viewer, adapted, Post.of(ask.portal), version=version)

    return _do(ask, found(ask, item_id, P.ADAPTATION_HIDE), Act.SHOW, did)


def found(ask: Ask, item_id: str, permission: P | None = None) -> Adapted:
    """Return an adaptation that the viewer sees, and may do ``permission`` to.

    Raises:
        NotFound: where the viewer sees none.
    """
    adapted = queries.one(ask.conn, ask.viewer, item_id)
    if adapted is None:
        raise NotFound
    if permission is not None:
        ask.ensure(permission, adapted.matter)
    return adapted


def _do(ask: Ask, adapted: Adapted, act: str, did: Did) -> Response:
    """Do one act in one transaction; whoever comes too late reads the present state."""
    version = version_sent(ask)
    try:
        with ask.unit_of_work() as db:
            did(db, adapted, version)
            return ask.go(f"{adapted.href}?said={act}", db)
    except Conflict as late:
        typed = [text for name in ("note", "reason") if (text := ask.field(name))]
        page = page_of(ask, found(ask, adapted.matter.id), refused=late.sentence, kept=typed)
        return ask.answered() or ask.page(page, status=409)
