"""The Secretariat's answer to a nomination: an invitation, or a reason why not."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import OfficeKind
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import evidence, evidence_queries, invitations
from app.directory.evidence import of_nomination
from app.directory.evidence_showing import ShownPapers, in_words
from app.directory.inviting import InvitedPage
from app.nomination import actions, forms, letters, queries
from app.nomination.queries import Nominated
from app.nomination.rules import Stage
from app.notifications.post import LetterKind
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("nomination.answering")


@dataclass(frozen=True, kw_only=True)
class NominationPage(Page):
    """One nomination with what can be done to it."""

    template: ClassVar[str] = "nomination/answer.html"
    here: ClassVar[str] = "desk"

    found: Nominated
    papers: ShownPapers
    form: Form


@room.get("/nominations/{nomination_id}", P.OFFICES_KEEP)
def show(ask: Ask, nomination_id: str) -> Response:
    """Show a nomination."""
    return _page(ask, _found(ask, nomination_id), Form())


@room.post("/nominations/{nomination_id}/accept", P.OFFICES_GRANT)
def accept(ask: Ask, nomination_id: str) -> Response:
    """Accept it: the person is invited, and the invitation's address is shown once."""
    found = _found(ask, nomination_id)
    with ask.unit_of_work() as db:
        token = actions.accept(db, ask.viewer, ask.portal.seal, found)
        evidence.ensure_seen(db, of_nomination(found.id), ask.sent)
        _write(ask, db, found, letters.ACCEPTED)
        ask.go(f"/nominations/{found.id}", db)
    return ask.page(
        InvitedPage(
            code=found.member,
            name=found.member_name,
            title=gettext(office_kinds.label(OfficeKind.FOCAL_POINT)),
            address=f"{ask.portal.settings.base_url}/invitation/{token}",
            days=invitations.LASTS.days,
            vouched=True,
        )
    )


@room.post("/nominations/{nomination_id}/refuse", P.OFFICES_KEEP)
def refuse(ask: Ask, nomination_id: str) -> Response:
    """Refuse it with a reason, which goes to the mission by letter."""
    found = _found(ask, nomination_id)
    why, form = forms.refusal(ask.sent)
    if not form.good:
        return _page(ask, found, form, status=422)
    with ask.unit_of_work() as db:
        actions.refuse(db, ask.viewer, found, why)
        _write(ask, db, found, letters.REFUSED, why=why)
        return ask.go(f"/nominations/{found.id}", db)


def _found(ask: Ask, nomination_id: str) -> Nominated:
    found = queries.one(ask.conn, nomination_id)
    if found is None:
        raise NotFound
    return found


def _write(ask: Ask, db: Session, found: Nominated, kind: LetterKind, **said: str) -> None:
    letters.to_mission(
        db,
        ask.portal,
        kind,
        address=found.writer_email,
        language=found.language,
        number=found.number,
        name=found.member_name,
        **said,
    )


def _page(ask: Ask, found: Nominated, form: Form, *, status: int = 200) -> Response:
    proofs = evidence_queries.of(ask.conn, ask.viewer, ask.portal.seal, of_nomination(found.id))
    papers = in_words(proofs, may_attach=found.stage == Stage.WAITING)
    return ask.page(NominationPage(found=found, papers=papers, form=form), status=status)
