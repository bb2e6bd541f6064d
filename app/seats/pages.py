"""The pages of open seats: the list, one seat, and the acts of the office that offers it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict
from app.core.i18n import N_
from app.notifications.post import Post
from app.practices.versions import version_sent
from app.seats import actions, forms
from app.seats.holding import Acting
from app.seats.index import ADDRESS, index_of
from app.seats.page import Notes, found, page_of
from app.seats.queries import Seat
from app.seats.rules import PERMISSIONS, Act, State
from app.web.ask import Ask
from app.web.guard import Room

room = Room("seats")
Did = Callable[[Session, Acting, Seat], object]

SAID: Mapping[str, tuple[frozenset[State], str]] = {
    "draft": (
        frozenset({State.DRAFT}),
        N_("Kept as a draft. Nobody else reads it until you publish it."),
    ),
    Act.PUBLISH: (frozenset({State.OPEN}), N_("Published. Its readers can apply now.")),
    Act.CHANGE: (
        frozenset(State),
        N_("Changed. Readers see it as it stands now, and whoever applied was told."),
    ),
    "draft-changed": (frozenset({State.DRAFT}), N_("Changed. It is still a draft.")),
    Act.CLOSE: (
        frozenset({State.CLOSED}),
        N_("Closed. It takes no more applications; move the last day to open it again."),
    ),
    Act.WITHDRAW: (
        frozenset({State.WITHDRAWN}),
        N_("Withdrawn. Whoever applied was told and reads your reason."),
    ),
    Act.APPLY: (
        frozenset({State.OPEN, State.FULL, State.CLOSED}),
        N_("Your application was sent. Only the office that offers the seat and yours read it."),
    ),
    Act.ANSWER: (
        frozenset({State.OPEN, State.FULL, State.CLOSED}),
        N_("Answered. The office that applied was told."),
    ),
    Act.TAKE_BACK: (
        frozenset({State.OPEN, State.FULL, State.CLOSED}),
        N_("Taken back. The office that offers the seat was told."),
    ),
}
"""What is said once after an act, and the states in which it is still true."""


@room.get(ADDRESS, P.SEAT_READ)
def index(ask: Ask) -> Response:
    """Show the seats that are open, narrowed in place, and those of the own office."""
    return ask.page(index_of(ask.conn, ask.viewer, ask.request.query_params))


@room.get("/open-seats/{item_id}", P.ACCOUNT)
def show(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show one seat to whoever may see it."""
    seat = found(ask, item_id)
    states, sentence = SAID.get(said, (frozenset(), ""))
    notes = Notes(said=sentence if seat.state in states else "")
    return ask.page(page_of(ask, seat, notes))


@room.post("/open-seats/{item_id}/publish", P.SEAT_STEER)
def publish(ask: Ask, item_id: str) -> Response:
    """Let its readers see a draft and apply."""
    version = version_sent(ask)
    return do(
        ask, item_id, Act.PUBLISH, lambda db, by, s: actions.publish(db, by, s, version=version)
    )


@room.post("/open-seats/{item_id}/close", P.SEAT_STEER)
def close(ask: Ask, item_id: str) -> Response:
    """Take no more applications."""
    version = version_sent(ask)
    return do(ask, item_id, Act.CLOSE, lambda db, by, s: actions.close(db, by, s, version=version))


@room.post("/open-seats/{item_id}/withdraw", P.SEAT_STEER)
def withdraw(ask: Ask, item_id: str) -> Response:
    """Take a seat back; one that was published only with a reason."""
    seat, version = found(ask, item_id, P.SEAT_STEER), version_sent(ask)
    reason, form = forms.read_reason(ask.sent)
    if seat.state == State.DRAFT:
        reason = ""
    elif not form.good:
        return ask.page(page_of(ask, seat, Notes(reason=form)), status=422)
    return do(
        ask,
        item_id,
        Act.WITHDRAW,
        lambda db, by, s: actions.withdraw(db, by, s, reason, version=version),
    )


def do(ask: Ask, item_id: str, act: Act, did: Did) -> Response:
    """Do one act in one transaction; whoever comes too late reads the present state."""
    seat = found(ask, item_id, PERMISSIONS[act])
    return once(ask, seat, did, f"{ADDRESS}/{item_id}?said={act}")


def once(ask: Ask, seat: Seat, did: Did, then: str, notes: Notes | None = None) -> Response:
    """Do an act on a seat that was read and go on to ``then``, keeping what was typed."""
    try:
        with ask.unit_of_work() as db:
            did(db, Acting(ask.viewer, ask.portal.seal, Post.of(ask.portal)), seat)
            return ask.go(then, db)
    except Conflict as late:
        shown = replace(notes or Notes(), refused=late.sentence)
        return ask.answered() or ask.page(
            page_of(ask, found(ask, seat.matter.id), shown), status=409
        )
