"""The acts of the Secretariat as the hand of a UN entity: writing to it, and what it answered."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import forms
from app.assistance.acting import Acting
from app.assistance.address import address
from app.assistance.blind.page import read_could
from app.assistance.entities import acts
from app.assistance.entities.acts import Answer, Own, Wrote
from app.assistance.entities.page import Found, found_of, offer_of, show
from app.assistance.outbox import acts as outbox
from app.assistance.outbox.rules import Kind
from app.assistance.pages import acting, found
from app.core import i18n
from app.core.errors import Conflict
from app.core.i18n import N_
from app.items.queries import Matter
from app.practices.behalf.pages import read_letter_day
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("assistance.entities")
BASE = "/assistance/{item_id}/entities/{code}"
NO_ANSWER = N_("Choose what it answered.")
NO_OFFER = N_("This entity has made no offer so far.")
NOT_OUT = N_("The card goes out with the next weekly release. The letter can be written then.")


@room.get(BASE, P.DESK_READ)
def entity(ask: Ask, item_id: str, code: str) -> Response:
    """Show one UN entity that a request asks."""
    return ask.page(show(ask, found_of(ask, item_id, code)))


@room.post(BASE + "/write", P.DESK_READ, pace=POSTING)
def write(ask: Ask, item_id: str, code: str) -> Response:
    """Prepare the letter to it; it waits in the outbox."""
    there = found_of(ask, item_id, code)
    if there.asked.card_audience and there.says is None:
        return ask.page(show(ask, there, refused=i18n.gettext(NOT_OUT)), status=409)

    def did(db: Session) -> str:
        made = outbox.prepare(db, acting(ask), found(ask, item_id), Kind.ENTITY, code)
        return f"/desk/letters/{made}"

    return _do(ask, there, did)


@room.post(BASE, P.DESK_READ, pace=POSTING)
def answer(ask: Ask, item_id: str, code: str) -> Response:
    """Enter what it answered by its letter."""
    there, reader = found_of(ask, item_id, code), Reader(ask.sent)
    day = read_letter_day(reader)
    said = reader.choice("answer", list(Answer), missing=NO_ANSWER)
    did = _read(there, reader) if said == Answer.OFFERS else acts.cannot
    if reader.errors or day is None or did is None:
        return ask.page(show(ask, there, reader.form), status=422)
    wrote, done = Wrote(code, day), did
    return _act(ask, there, lambda db: done(db, acting(ask), found(ask, item_id), wrote), reader)


def _read(there: Found, reader: Reader) -> Callable[..., None] | None:
    """Read what it offers: in listed words on a card, else as members do."""
    if there.asked.card_audience is None:
        said = forms.read_offer(reader, i18n.language())
        return lambda db, by, request, wrote: acts.offer(db, by, request, wrote, said)
    could = read_could(reader, there.says) if there.says else None
    if could is None:
        return None
    return lambda db, by, request, wrote: acts.could_help(db, by, request, wrote, could)


@room.post(BASE + "/confirm", P.DESK_READ, pace=POSTING)
def confirm(ask: Ask, item_id: str, code: str) -> Response:
    """Enter that it confirms the terms that were read."""
    seen = version_sent(ask)
    return _own(
        ask, item_id, code, lambda db, by, matter, own: acts.confirm(db, by, matter, own, seen)
    )


@room.post(BASE + "/take-back", P.DESK_READ, pace=POSTING)
def take_back(ask: Ask, item_id: str, code: str) -> Response:
    """Enter that it takes its offer back."""
    return _own(ask, item_id, code, acts.take_back)


def _own(
    ask: Ask, item_id: str, code: str, did: Callable[[Session, Acting, Matter, Own], None]
) -> Response:
    """Do something with the latest offer of an entity, where there is one."""
    there = found_of(ask, item_id, code)
    held = offer_of(ask, item_id, code)
    if held is None:
        page = show(ask, there, refused=i18n.gettext(NO_OFFER))
        return ask.answered() or ask.page(page, status=409)
    own = Own(code, held.id)
    return _act(ask, there, lambda db: did(db, acting(ask), found(ask, item_id), own))


def _act(
    ask: Ask, there: Found, did: Callable[[Session], None], reader: Reader | None = None
) -> Response:
    def then(db: Session) -> str:
        did(db)
        return address(there.asked.matter.id, f"entities/{there.one.member}")

    return _do(ask, there, then, reader.form if reader else None)


def _do(
    ask: Ask, there: Found, did: Callable[[Session], str], form: Form | None = None
) -> Response:
    """Do one act in one transaction; whoever comes too late reads the present state."""
    try:
        with ask.unit_of_work() as db:
            return ask.go(did(db), db)
    except Conflict as late:
        again = found_of(ask, there.asked.matter.id, there.one.member)
        page = show(ask, again, form, refused=late.sentence)
        return ask.answered() or ask.page(page, status=409)
