"""The page on which both sides of accepted help write its terms and confirm them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import queries, terms
from app.assistance.address import address
from app.assistance.agreeing import Terms, said
from app.assistance.pages import MOST_DIGITS, acting
from app.assistance.rules import OFFER, REQUEST, Act, Party, possible
from app.assistance.talk import Talk, talk
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance-terms")
BASE = "/assistance/{item_id}/offers/{offer_id}/terms"
MOST = 1000
MISSING = {
    "what": N_("Say what is done."),
    "who": N_("Say who does it."),
    "when": N_("Say when it is done."),
    "costs": N_("Say who pays what, or that nothing is paid."),
    "confidentiality": N_("Say what stays between you, or that nothing has to."),
}


@dataclass(frozen=True, kw_only=True)
class TermsPage(Page):
    """The terms as they stand, who has confirmed them, and what this reader can do."""

    template: ClassVar[str] = "assistance/terms.html"
    here: ClassVar[str] = "assistance"

    back: str
    base: str
    title: str
    language: str
    number: int
    written: Sequence[tuple[str, str]]
    sides: Sequence[tuple[str, bool]]
    agreed: bool
    writes: bool
    confirms: bool
    form: Form
    refused: str


@room.get(BASE, P.ACCOUNT)
def show(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Show the terms to the two sides and the Secretariat."""
    return _page(ask, talk(ask.conn, ask.viewer, item_id, offer_id))


@room.post(BASE, P.ACCOUNT, pace=POSTING)
def write(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Write the terms anew; that confirms them for the own side, and unchanged ones do no more."""
    talked, reader = _ours(ask, item_id, offer_id), Reader(ask.sent)
    read = Terms(
        **{name: reader.straight(name, most=MOST, missing=said) for name, said in MISSING.items()}
    )
    if reader.errors:
        return _page(ask, talked, reader.form, status=422)
    seen = _seen(ask)
    if _stand(ask, talked) == (seen, read):
        return _do(ask, talked, reader, lambda db: terms.confirm(db, acting(ask), talked, seen))
    return _do(ask, talked, reader, lambda db: terms.write(db, acting(ask), talked, read, seen))


@room.post(f"{BASE}/confirm", P.ACCOUNT)
def confirm(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Confirm the terms that were read."""
    talked, seen = _ours(ask, item_id, offer_id), _seen(ask)
    reader = Reader({})
    return _do(ask, talked, reader, lambda db: terms.confirm(db, acting(ask), talked, seen))


def _ours(ask: Ask, item_id: str, offer_id: str) -> Talk:
    """Return the talk, for whoever decides for one of its sides."""
    talked = talk(ask.conn, ask.viewer, item_id, offer_id)
    helps = ask.viewer.member in talked.offer.owners
    ask.ensure(*((P.OFFER_STEER, talked.offer) if helps else (P.OFFER_ACCEPT, talked.request)))
    return talked


def _stand(ask: Ask, talked: Talk) -> tuple[int, Terms] | None:
    """Return the terms as they stand, and their version."""
    offers = queries.offers(ask.conn, ask.viewer, ask.portal.seal, talked.request.id)
    return next(((o.terms.number, o.words) for o in offers if o.id == talked.offer.id), None)


def _seen(ask: Ask) -> int:
    sent = ask.field("number")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else -1


def _do(ask: Ask, talked: Talk, reader: Reader, did: Callable[[Session], None]) -> Response:
    try:
        with ask.unit_of_work() as db:
            did(db)
            return ask.go(f"{address(talked.request.id)}/offers/{talked.offer.id}/terms", db)
    except Conflict as late:
        now = talk(ask.conn, ask.viewer, talked.request.id, talked.offer.id)
        form = reader.form if reader.form.values else None
        return ask.answered() or _page(ask, now, form, status=409, refused=late.sentence)


def _page(
    ask: Ask, talked: Talk, form: Form | None = None, *, status: int = 200, refused: str = ""
) -> Response:
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, talked.request.id)
    offers = queries.offers(ask.conn, ask.viewer, ask.portal.seal, talked.request.id)
    found = next((one for one in offers if one.id == talked.offer.id), None)
    if asked is None or found is None:
        raise NotFound
    note_reading(ask, talked.request, Event.REQUEST_VIEWED)
    side = queries.party(ask.viewer, talked.request.owners)
    acts = possible(REQUEST, talked.request.stage, side) & possible(OFFER, found.stage, side)
    page = TermsPage(
        back=address(talked.request.id),
        base=f"{address(talked.request.id)}/offers/{found.id}/terms",
        title=asked.title,
        language=talked.request.language,
        number=found.terms.number,
        written=said(found.words),
        sides=[
            (gettext(asked.owner_name), found.terms.confirmed_by(Party.OWNER)),
            (gettext(found.member_name), found.terms.confirmed_by(Party.HELPER)),
        ],
        agreed=found.terms.agreed,
        writes=Act.TERMS in acts,
        confirms=Act.CONFIRM in acts and found.terms.waits_for(side),
        form=form or Form({**asdict(found.words)}),
        refused=refused,
    )
    return ask.page(page, status=status)
