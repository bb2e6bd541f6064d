"""One submission: read, withdrawn by its office, answered by the editors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P, allows
from app.core.i18n import N_, gettext
from app.manual.consulting import contributing, forms, frozen, outcomes, queries
from app.manual.consulting.pages import found, proposed
from app.manual.consulting.rules import MOST_ANSWER, OF_AUTHOR, Sent, State
from app.manual.consulting.shown import fate, seen_of
from app.manual.consulting.values import ADDRESS, OF_ONE, Consultation, Contribution
from app.manual.meaning import MEANT
from app.manual.pages.room import room
from app.manual.pages.seen import seen_by
from app.manual.voices.queries import behind as guest_of
from app.manual.voices.showing import parts_of
from app.notifications.post import Post
from app.text.markdown import to_html
from app.web.acting import Did, act
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.lines import Line
from app.web.render import Page

SAID: Mapping[str, str] = {
    "sent": N_("Sent. Your office can change or withdraw it until the consultation is over."),
    "withdrawn": N_("Withdrawn. Your own member's offices alone read it now."),
    "answered": N_("Answered. Whoever sent it is told."),
}
SIGNS = {Sent.SENT: "submitted", Sent.SHOWN: "published", Sent.WITHDRAWN: "withdrawn",
         Sent.RETURNED: "returned"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One submission, and what became of it."""

    template: ClassVar[str] = "manual/contribution.html"
    here: ClassVar[str] = "manual"

    one: Contribution
    about: Consultation
    sign: tuple[str, str]
    seen: Seen
    meant: str
    words: Markup
    parts: Sequence[tuple[str, Markup]]
    behind: str
    checks: bool
    proposed: Sequence[Line]
    answer: Markup
    changes: bool
    takes_back: bool
    answers: bool
    form: Form
    said: str
    refused: str
    most: int


@room.get("/manual/contributions/{item_id}", P.CONSULTATION_READ)
def contribution(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show a submission to whoever may see it."""
    words = gettext(SAID[said]) if said in SAID else ""
    return ask.page(replace(_page(ask, _sent(ask, item_id)), said=words))


@room.post("/manual/contributions/{item_id}/withdraw", P.CONTRIBUTION_STEER)
def withdraw(ask: Ask, item_id: str) -> Response:
    """Withdraw a submission of the own office."""
    one = _sent(ask, item_id)
    ask.ensure(P.CONTRIBUTION_STEER, one.matter)
    viewer = ask.viewer
    return _do(ask, item_id, lambda db: contributing.take_back(db, viewer, one), "withdrawn")


@room.post("/manual/contributions/{item_id}/answer", P.MANUAL_EDIT)
def answer(ask: Ask, item_id: str) -> Response:
    """Say what became of a submission."""
    one = _sent(ask, item_id)
    words, form = forms.read_answer(ask.sent)
    if not form.good:
        return ask.page(replace(_page(ask, one), form=form), status=422)
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(
        ask, item_id, lambda db: outcomes.answer(db, viewer, one, words, post), "answered", form
    )


def _sent(ask: Ask, item_id: str) -> Contribution:
    return seen_by(ask, queries.sent, item_id)


def _do(ask: Ask, item_id: str, did: Did, said: str, typed: Form | None = None) -> Response:
    def refused(sentence: str) -> Show:
        page = replace(_page(ask, _sent(ask, item_id)), refused=sentence)
        return replace(page, form=typed or Form())

    return act(ask, did, f"{OF_ONE}/{item_id}?said={said}", refused)


def _parts(ask: Ask, one: Contribution) -> Sequence[tuple[str, Markup]]:
    """Return what a guest said of single chapters."""
    if not one.voice or not one.voice.parts:
        return ()
    return parts_of(one, frozen.heads(ask.conn, one.consultation_id))


def _behind(ask: Ask, one: Contribution) -> str:
    """Return where those two read who a guest is who know it; nothing for everybody else."""
    if not one.voice or not ask.viewer.in_secretariat:
        return ""
    guest_id = guest_of(ask.conn, one.matter.id, ask.viewer.person_id)
    return f"{ADDRESS}/{one.consultation_id}/voices/{guest_id}" if guest_id else ""


def _page(ask: Ask, one: Contribution) -> Show:
    about = found(ask, one.consultation_id)
    owns = allows(ask.viewer, P.CONTRIBUTION_STEER, one.matter)
    open_, goes = about.state == State.OPEN, about.state in {State.OPEN, State.WITHDRAWN}
    waits = one.answered_at is None and one.stage not in OF_AUTHOR
    return Show(
        one=one,
        about=about,
        sign=(SIGNS[one.stage], fate(one)),
        seen=seen_of(one),
        meant=gettext(MEANT[one.stance]),
        words=to_html(one.words),
        parts=_parts(ask, one),
        behind=_behind(ask, one),
        checks=ask.viewer.in_secretariat,
        proposed=proposed(ask, one.consultation_id, one.member) if one.member else (),
        answer=to_html(one.answer),
        changes=owns and open_,
        takes_back=owns and goes and one.stage == Sent.SENT,
        answers=waits and about.state == State.OVER and allows(ask.viewer, P.MANUAL_EDIT),
        form=Form(),
        said="",
        refused="",
        most=MOST_ANSWER,
    )
