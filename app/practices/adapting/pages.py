"""The pages of adaptations: those of one practice, one of them, and the acts on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P, allows
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices.adapting import actions, forms, queries, shown
from app.practices.adapting.queries import Adapted, Named
from app.practices.adapting.rules import (
    EARLY,
    PERMISSIONS,
    RESULTS,
    STARTS,
    TAKEN_OVER,
    VERDICTS,
    Act,
    Stage,
)
from app.practices.adapting.wording import named
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("adaptations")
Did = Callable[[Session, Adapted, int], object]

SAID: Mapping[str, tuple[Stage, str]] = {
    "record": (Stage.RECORDED, N_("Recorded. Those you chose read it from now on.")),
    Act.CHANGE: (Stage.RECORDED, N_("Changed. Readers see it as it stands now.")),
    Act.RESULT: (Stage.RECORDED, N_("Thank you. Readers see what came of it.")),
    EARLY: (Stage.RECORDED, N_("Kept. The portal asks again in six months.")),
    Act.WITHDRAW: (Stage.WITHDRAWN, N_("Withdrawn. Other members no longer see it.")),
    Act.HIDE: (Stage.HIDDEN, N_("Hidden. The office has been told, with your reason.")),
    Act.SHOW: (Stage.RECORDED, N_("Shown again. The office has been told.")),
}
"""What is said once after an act, and the state in which it is still true."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The forms of the page as they were typed, where something was wrong."""

    result: Form = field(default_factory=Form)
    hide: Form = field(default_factory=Form)


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One adaptation; ``due`` when its member is asked what came of it."""

    template: ClassVar[str] = "practices/adapting/one.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    found: Adapted
    title: str
    sign: tuple[str, str]
    seen: Seen
    outcome: str
    facts: Sequence[tuple[str, str | Sequence[str]]]
    about: Named | None
    acts: Sequence[str]
    due: bool
    results: Sequence[tuple[str, str]]
    notes: Notes
    reason: str
    said: str
    refused: str
    kept: Sequence[str]


@room.get("/adaptations/{item_id}", P.ANYONE)
def adaptation(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show one adaptation to those who may see it."""
    return ask.page(_page(ask, found(ask, item_id), said=said))


@room.post("/adaptations/{item_id}/result", P.ADAPTATION_STEER, pace=POSTING)
def result(ask: Ask, item_id: str) -> Response:
    """Say what came of it, or that it is too early to say."""
    adapted = found(ask, item_id, P.ADAPTATION_STEER)
    reader = Reader(ask.sent)
    answer, words = forms.read_result(reader)
    if reader.errors:
        return ask.page(_page(ask, adapted, notes=Notes(result=reader.form)), status=422)

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
        return ask.page(_page(ask, adapted, notes=Notes(hide=reader.form)), status=422)

    def did(db: Session, adapted: Adapted, version: int) -> None:
        actions.hide(db, ask.viewer, adapted, reason, Post.of(ask.portal), version=version)

    return _do(ask, adapted, Act.HIDE, did)


@room.post("/adaptations/{item_id}/show", P.ADAPTATION_HIDE)
def show(ask: Ask, item_id: str) -> Response:
    """Show a record again that was hidden."""

    def did(db: Session, adapted: Adapted, version: int) -> None:
        actions.show(db, ask.viewer, adapted, Post.of(ask.portal), version=version)

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
        page = _page(ask, found(ask, adapted.matter.id), refused=late.sentence, kept=typed)
        return ask.answered() or ask.page(page, status=409)


def _page(  # noqa: PLR0913 - what came back from a form or an act is by name
    ask: Ask,
    adapted: Adapted,
    *,
    said: str = "",
    refused: str = "",
    kept: Sequence[str] = (),
    notes: Notes | None = None,
) -> Show:
    stage, sentence = SAID.get(said, (None, ""))
    mine = allows(ask.viewer, P.ADAPTATION_STEER, adapted.matter) or ask.viewer.in_secretariat
    about = adapted.about.title if adapted.about else None
    return Show(
        matter=adapted.matter,
        found=adapted,
        title=named(VERDICTS[adapted.verdict], about, adapted.member_name),
        sign=shown.sign(adapted),
        seen=shown.seen(adapted),
        outcome=shown.outcome(adapted),
        facts=shown.facts(adapted),
        about=adapted.about,
        acts=_acts(ask, adapted),
        due=adapted.asked_on is not None and adapted.result is None,
        results=[*((key, gettext(words)) for key, words in RESULTS.items()), _early()],
        notes=notes or Notes(),
        reason=adapted.hidden_reason if mine and adapted.matter.stage == Stage.HIDDEN else "",
        said=gettext(sentence) if stage == adapted.matter.stage else "",
        refused=refused,
        kept=kept,
    )


def _early() -> tuple[str, str]:
    return EARLY, gettext("Too early to say: ask us again in six months")


def _acts(ask: Ask, adapted: Adapted) -> Sequence[str]:
    """Return what the viewer can do to it now: the buttons and forms of the page."""
    stage = Stage(adapted.matter.stage)
    return [
        act
        for act in Act
        if stage in STARTS[act]
        and allows(ask.viewer, PERMISSIONS[act], adapted.matter)
        and (act != Act.RESULT or adapted.verdict in TAKEN_OVER)
    ]
