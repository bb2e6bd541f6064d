"""An office under review: proposed, agreed to by a second person, and ended in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import OF_SECRETARIAT
from app.contested import actions, forms, letters, outside, queries, showing
from app.contested.queries import Review
from app.contested.rules import GROUNDS, Stage
from app.core.errors import BadRequest, NotFound
from app.core.i18n import gettext
from app.directory import second_matter
from app.directory.models import Office, OfficeReview
from app.directory.office_pages import record_of
from app.directory.office_showing import title_of
from app.directory.seats import Seat, seat_of
from app.directory.two_people import ALONE, Answer, answer_of, colleagues, is_alone, two_there_are
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("contested")


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """How far the review of an office has come, and what can be done about it.

    ``apart`` says why the viewer is no second person beside who proposed it; where ``waits``,
    agreeing lets the time of one alone begin all the same. Nobody else acts where ``left``, which
    is ``alone`` only some time after the last colleague. ``others`` says who outside the staff can
    be the second person.
    """

    template: ClassVar[str] = "contested/review.html"
    here: ClassVar[str] = "directory"

    office_id: str
    code: str
    name: str
    title: str
    record: str
    stage: str
    facts: Sequence[tuple[str, str]]
    second: bool
    apart: str
    waits: bool
    alone: bool
    left: bool
    pair: bool
    hours: int
    others: str
    grounds: Sequence[tuple[str, str]]
    form: Form
    seen: str


@room.get("/offices/{office_id}/review", P.OFFICE_REVIEW)
def show(ask: Ask, office_id: str) -> Response:
    """Show how far the review of an office has come."""
    return _page(ask, _seat(ask, office_id), Form())


@room.post("/offices/{office_id}/review", P.OFFICE_REVIEW)
def propose(ask: Ask, office_id: str) -> Response:
    """Propose that the office be under review."""
    seat = _seat(ask, office_id)
    reason, form = forms.reason(ask.sent)
    if not form.good:
        return _page(ask, seat, form, status=422)
    with ask.unit_of_work() as db:
        found = actions.propose(db, ask.viewer, office_id, reason)
        second_matter.ask(db, ask.portal, outside.find(db.connection(), found.id))
        return _told(ask, db, seat, found)


@room.post("/offices/{office_id}/review/end", P.OFFICE_REVIEW)
def propose_end(ask: Ask, office_id: str) -> Response:
    """Propose that the review end, on a ground of the written rule."""
    seat = _seat(ask, office_id)
    ground, form = forms.ground(ask.sent)
    if not form.good:
        return _page(ask, seat, form, status=422)
    with ask.unit_of_work() as db:
        found = actions.propose_end(db, ask.viewer, office_id, ground)
        db.flush()
        second_matter.ask(db, ask.portal, outside.find(db.connection(), found.id))
        return _told(ask, db, seat, found)


@room.post("/offices/{office_id}/review/confirm", P.OFFICE_REVIEW)
def confirm(ask: Ask, office_id: str) -> Response:
    """Agree, as the second person, to what was proposed."""
    seat = _seat(ask, office_id)
    with ask.unit_of_work() as db:
        found = actions.confirm(db, ask.viewer, office_id, _shown(ask), ask.field("seen"))
        life = actions.life_of(found)
        if life.waits:
            return _told(ask, db, seat, found)
        letters.tell_changed(db, ask.portal, seat, life)
        return ask.go(_address(seat), db)


@room.post("/offices/{office_id}/review/withdraw", P.OFFICE_REVIEW)
def withdraw(ask: Ask, office_id: str) -> Response:
    """Take back what was proposed and has no second person yet."""
    seat = _seat(ask, office_id)
    with ask.unit_of_work() as db:
        was = actions.withdraw(db, ask.viewer, office_id, _shown(ask), ask.field("seen"))
        letters.tell_off(db, ask.portal, seat, was)
        return ask.go(_address(seat), db)


def _told(ask: Ask, db: Session, seat: Seat, found: OfficeReview) -> Response:
    """Tell those concerned what was proposed, and lead back to the page."""
    letters.tell_proposed(db, ask.portal, ask.viewer, seat, actions.life_of(found))
    return ask.go(_address(seat), db)


def _shown(ask: Ask) -> Stage:
    stage = forms.stage_shown(ask.sent)
    if stage is None:
        raise BadRequest
    return stage


def _seat(ask: Ask, office_id: str) -> Seat:
    """Return an office of a member.

    Raises:
        NotFound: for an unknown one, and for the Secretariat's own.
    """
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None or seat.stage in OF_SECRETARIAT:
        raise NotFound
    return seat


def _address(seat: Seat) -> str:
    return f"/offices/{seat.office_id}/review"


def _page(ask: Ask, seat: Seat, form: Form, *, status: int = 200) -> Response:
    found = queries.of_office(ask.conn, seat.office_id or "")
    answer = _answer(ask, found)
    page = ReviewPage(
        office_id=seat.office_id or "",
        code=seat.member,
        name=seat.member_name,
        title=title_of(None, seat.stage),
        record=record_of(seat.member),
        stage=found.life.stage if found else "",
        facts=showing.facts(ask, found) if found else (),
        second=found is not None and found.life.may_confirm(ask.viewer.person_id),
        apart=gettext(answer.apart) if answer.apart else "",
        waits=answer.waits,
        alone=is_alone(ask.conn, ask.viewer.person_id),
        left=not colleagues(ask.conn, ask.viewer.person_id),
        pair=two_there_are(ask.conn),
        hours=int(ALONE.total_seconds() // 3600),
        others=showing.others(ask, seat, found),
        grounds=[(code, gettext(words)) for code, words in GROUNDS.items()],
        form=form,
        seen=actions.mark_of(found.proposed_at, found.life.ending_at) if found else "",
    )
    return ask.page(page, status=status)


def _answer(ask: Ask, found: Review | None) -> Answer:
    """Return what it does when the viewer agrees to what waits, if anything does."""
    if found is None or not found.life.may_confirm(ask.viewer.person_id):
        return Answer()
    answer = answer_of(ask.conn, found.life.proposer, ask.viewer.person_id)
    return Answer(answer.apart, waits=answer.waits and found.life.due_at is None)
