"""Where both sides of accepted help keep the plan of their work: its routes."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance.pages import acting
from app.assistance.working import acts, forms
from app.assistance.working.doing import do_with
from app.assistance.working.page import Work, plan_page, sides_of, version_of, work_of
from app.assistance.working.queries import Step, steps
from app.core import clock
from app.core.errors import NotFound
from app.web.ask import Ask
from app.web.forms import Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("assistance-plan")
BASE = "/assistance/{item_id}/offers/{offer_id}/plan"


@room.get(BASE, P.ACCOUNT)
def show(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Show the plan to both sides, and to the Secretariat how far it has come."""
    return plan_page(ask, work_of(ask, item_id, offer_id))


@room.post(BASE, P.ACCOUNT, pace=POSTING)
def add(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Plan a step."""
    work, reader = _ours(ask, item_id, offer_id), Reader(ask.sent)
    planned = forms.read_step(reader, sides_of(ask, work).known, clock.today())
    if reader.errors:
        return plan_page(ask, work, reader.form, status=422)
    return _do(ask, work, reader, lambda db: acts.add(db, acting(ask), work.talked, planned))


@room.get(f"{BASE}/{{step_id}}", P.ACCOUNT)
def step(ask: Ask, item_id: str, offer_id: str, step_id: str) -> Response:
    """Show the plan with one step to change."""
    work = _ours(ask, item_id, offer_id)
    return plan_page(ask, work, changing=_one(ask, work, step_id))


@room.post(f"{BASE}/{{step_id}}", P.ACCOUNT, pace=POSTING)
def change(ask: Ask, item_id: str, offer_id: str, step_id: str) -> Response:
    """Change a step."""
    work, reader = _ours(ask, item_id, offer_id), Reader(ask.sent)
    was = _one(ask, work, step_id)
    known, seen = sides_of(ask, work).known, version_of(ask)
    planned = forms.read_step(reader, known, clock.today(), was.due)
    if reader.errors:
        return plan_page(ask, work, reader.form, changing=was, status=422)

    def did(db: Session) -> None:
        acts.change(db, acting(ask), work.talked, step_id, seen, planned)

    return _do(ask, work, reader, did, step_id)


@room.post(f"{BASE}/{{step_id}}/settle", P.ACCOUNT, pace=POSTING)
def settle(ask: Ask, item_id: str, offer_id: str, step_id: str) -> Response:
    """Say that a step is done, dropped or open again."""
    work, reader = _ours(ask, item_id, offer_id), Reader(ask.sent)
    _one(ask, work, step_id)
    state, word = forms.read_settled(reader)
    if reader.errors:
        return plan_page(ask, work, reader.form, settling=step_id, status=422)
    seen = version_of(ask)

    def did(db: Session) -> None:
        acts.settle(db, acting(ask), work.talked, step_id, seen, state, word)

    return _do(ask, work, Reader({}), did)


def _ours(ask: Ask, item_id: str, offer_id: str) -> Work:
    work = work_of(ask, item_id, offer_id)
    ask.ensure(P.WORK_SHARE, work.talked)
    return work


def _one(ask: Ask, work: Work, step_id: str) -> Step:
    found = steps(ask.conn, ask.viewer, ask.portal.seal, work.help.id)
    step = next((one for one in found if one.id == step_id), None)
    if step is None:
        raise NotFound
    return step


def _do(
    ask: Ask, work: Work, reader: Reader, did: Callable[[Session], object], step_id: str = ""
) -> Response:
    def again(now: Work, why: str) -> Response:
        form = reader.form if reader.form.values else None
        changing = _one(ask, now, step_id) if step_id else None
        return plan_page(ask, now, form, changing=changing, status=409, refused=why)

    return do_with(ask, work, "plan", did, again)
