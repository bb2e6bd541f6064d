"""The page of one adaptation: what stands on it for this viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from app.access.policy import P, allows
from app.core.i18n import N_, gettext
from app.items.queries import Matter
from app.practices.adapting import shown
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
from app.practices.adapting.values import Adapted, Named
from app.practices.adapting.wording import named
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.render import Page

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


def page_of(  # noqa: PLR0913 - what came back from a form or an act is by name
    ask: Ask,
    adapted: Adapted,
    *,
    said: str = "",
    refused: str = "",
    kept: Sequence[str] = (),
    notes: Notes | None = None,
) -> Show:
    """Return the page of an adaptation that the viewer was found to see."""
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
