"""What two sides agreed, as data for the programmes of both: the terms and the plan.

Each is read as its page is: by who sees the offer, and by the rules of that page for each side.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P, allows
from app.access.scopes import Scope
from app.assistance.rules import Party
from app.assistance.working.page import Work, sides_of, work_of
from app.assistance.working.queries import Step, days_of, steps
from app.assistance.working.shown import Sides, counted, row_of
from app.audit.events import Event
from app.audit.reading import note_reading
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("assistance")
OFFER = "/assistance/{item_id}/offers/{offer_id}"
OPENS = (P.ACCOUNT, Scope.AGREED)


class SideOut(BaseModel):
    """One of the two sides; ``yes`` whether it has confirmed what stands now."""

    member: str
    yes: bool


class TermsOut(BaseModel):
    """The terms of help: their version, 0 where none are written, and who has confirmed it."""

    number: int
    what: str
    who: str
    when: str
    costs: str
    confidentiality: str
    sides: Sequence[SideOut]
    agreed: bool


class StepOut(BaseModel):
    """A task or a milestone, ``kind``; ``side`` is asker, helper or both, ``office`` one of theirs.

    ``state`` is open, done or dropped; ``late`` goes by the working days of whoever has to do it.
    """

    id: str
    kind: str
    side: str
    office: str | None
    what: str
    word: str
    due: date
    late: bool
    state: str
    version: int


class PlanOut(BaseModel):
    """The plan of the work; who is on neither side reads how far it has come, and ``steps`` null.

    ``calendars``: whether the working days of both sides are known, else Monday to Friday count.
    """

    all: int
    done: int
    late: int
    calendars: bool
    steps: Sequence[StepOut] | None


def show_terms(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Show the terms of an offer that you may see, and which side has confirmed them."""
    work = read(ask, item_id, offer_id)
    terms = work.help.terms
    sides = [
        SideOut(member=code, yes=terms.confirmed_by(side))
        for code, side in ((work.asked.owner, Party.OWNER), (work.help.member, Party.HELPER))
    ]
    told = TermsOut(
        **asdict(work.help.words), number=terms.number, sides=sides, agreed=terms.agreed
    )
    return plain(told, version=terms.number)


def show_plan(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Show the plan of agreed work to its two sides, to others how far it has come."""
    work = read(ask, item_id, offer_id)
    days = days_of(ask.conn, work.asked.owner, work.help.member)
    found = steps(ask.conn, ask.viewer, ask.portal.seal, offer_id)
    sides, reads = sides_of(ask, work), allows(ask.viewer, P.WORK_SHARE, work.talked)
    late = {one.id for one in found if row_of(one, sides, days).late}
    count = counted(found, days)
    return plain(
        PlanOut(
            all=count.all,
            done=count.done,
            late=count.late,
            calendars=days.asker.known and days.helper.known,
            steps=[_step(one, sides, late=one.id in late) for one in found] if reads else None,
        )
    )


def read(ask: Ask, item_id: str, offer_id: str) -> Work:
    """Return an offer with its request; that the Secretariat reads them is recorded first.

    Raises:
        NotFound: when the viewer does not see both.
    """
    work = work_of(ask, item_id, offer_id)
    note_reading(ask, work.asked.matter, Event.REQUEST_VIEWED)
    return work


def _step(one: Step, sides: Sides, *, late: bool) -> StepOut:
    kinds = {key: kind for rows in sides.offices.values() for key, kind in rows}
    same = ("id", "kind", "side", "what", "word", "due", "state", "version")
    said = {name: getattr(one, name) for name in same}
    return StepOut(**said, office=kinds.get(one.office or ""), late=late)


router.read(f"{OFFER}/terms", show_terms, OPENS, TermsOut)
router.read(f"{OFFER}/plan", show_plan, OPENS, PlanOut)
