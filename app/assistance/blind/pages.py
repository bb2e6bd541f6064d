"""Routes of sealed requests: reading cards, saying that one could help, and the answers."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance.acting import Acting
from app.assistance.blind import acts, queries
from app.assistance.blind.page import card_page, cards_page, read_could
from app.assistance.blind.queries import Read
from app.assistance.pages import acting, as_read, do, found
from app.assistance.rules import Act
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.items.queries import Matter
from app.web.ask import Ask
from app.web.forms import Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("assistance.sealed")
HERE = "/assistance/sealed"
SAID = {
    "could": N_("Kept. Who asks learns of it without your name."),
    "back": N_("Taken back."),
}


@room.get(HERE, P.ASSISTANCE_READ)
def cards(ask: Ask, said: str = "") -> Response:
    """Show the sealed requests that the viewer reads, and what its member said."""
    return ask.page(cards_page(ask, said=gettext(SAID[said]) if said in SAID else ""))


@room.get(f"{HERE}/{{card_id}}", P.ASSISTANCE_READ)
def card(ask: Ask, card_id: str) -> Response:
    """Show one card with the form to say that one could help."""
    return ask.page(card_page(ask, _card(ask, card_id)))


@room.post(f"{HERE}/{{card_id}}", P.OFFER_MAKE, pace=POSTING)
def could_help(ask: Ask, card_id: str) -> Response:
    """Say that the viewer's member could help."""
    one = _card(ask, card_id)
    ask.ensure(P.OFFER_MAKE, one.subject)
    reader = Reader(ask.sent)
    could = read_could(reader, one.says)
    if could is None:
        return ask.page(card_page(ask, one, reader.form), status=422)
    return _do(ask, card_id, "could", lambda db: acts.could_help(db, acting(ask), card_id, could))


@room.post(f"{HERE}/{{card_id}}/take-back", P.ASSISTANCE_READ, pace=POSTING)
def take_back(ask: Ask, card_id: str) -> Response:
    """Take back what the viewer's member said."""
    if ask.viewer.member is None:
        raise NotFound
    return _do(ask, card_id, "back", lambda db: acts.take_back(db, acting(ask), card_id))


@room.post("/assistance/{item_id}/sealed/{word_id}/take-up", P.OFFER_ACCEPT)
def take_up(ask: Ask, item_id: str, word_id: str) -> Response:
    """Let the two offices know each other, and talk."""
    matter = found(ask, item_id)
    ask.ensure(P.OFFER_ACCEPT, matter)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        acts.take_up(db, by, matter, word_id)

    return do(ask, item_id, Act.TAKE_UP, did, as_read(ask, matter))


@room.post("/assistance/{item_id}/sealed/{word_id}/decline", P.OFFER_ANSWER)
def decline(ask: Ask, item_id: str, word_id: str) -> Response:
    """Decline what a member said, with thanks."""
    matter = found(ask, item_id)
    ask.ensure(P.OFFER_ANSWER, matter)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        acts.decline(db, by, matter, word_id)

    return do(ask, item_id, Act.DECLINE, did, as_read(ask, matter))


def _card(ask: Ask, card_id: str) -> Read:
    one = queries.one(ask.conn, ask.viewer, card_id)
    if one is None:
        raise NotFound
    return one


def _do(ask: Ask, card_id: str, said: str, did: Callable[[Session], object]) -> Response:
    try:
        with ask.unit_of_work() as db:
            did(db)
            return ask.go(f"{HERE}?said={said}", db)
    except Conflict as late:
        refused = late.sentence
        one = queries.one(ask.conn, ask.viewer, card_id)
        if one is None:
            return ask.answered() or ask.page(cards_page(ask, refused=refused), status=409)
        return ask.answered() or ask.page(card_page(ask, one, refused=refused), status=409)
