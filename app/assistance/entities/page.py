"""One UN entity that a request asks: the letter to it, and what it answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.assistance import queries as requests
from app.assistance.address import address
from app.assistance.attached import asked_of as request_of
from app.assistance.blind import queries as cards
from app.assistance.blind.page import choices
from app.assistance.blind.showing import Says
from app.assistance.entities.queries import LETTERS, Entity, asked_of
from app.assistance.entities.shown import sign_of
from app.assistance.queries import Asked, Help
from app.assistance.rules import STANDING, TAKES_OFFERS, OfferStage
from app.assistance.words import offer_sign
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.files.showing import ShownFile, shown_file
from app.vocabulary.labels import LANGUAGES, MODALITIES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Held:
    """The offer of an entity: its state in words, and which terms wait for its confirmation."""

    id: str
    sign: tuple[str, str]
    message: str
    language: str
    terms: int
    confirms: bool
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class EntityPage(Page):
    """One entity; ``answers`` while its answer can be entered."""

    template: ClassVar[str] = "assistance/entities/entity.html"
    here: ClassVar[str] = "assistance"

    id: str
    title: str
    language: str
    name: str
    sign: tuple[str, str]
    place: str
    sealed: bool
    out: bool
    answers: bool
    letters: Sequence[ShownFile]
    offer: Held | None
    modalities: Options
    languages: Options
    written: Options
    weeks: Options
    capacities: Options
    form: Form
    refused: str


@dataclass(frozen=True, slots=True)
class Found:
    """A request and one of the entities that it asks; ``says`` what its card says now."""

    asked: Asked
    one: Entity
    says: Says | None


def found_of(ask: Ask, item_id: str, code: str) -> Found:
    """Return a request that the Secretariat reads and an entity that it asks.

    Raises:
        NotFound: where there is no such pair for this viewer.
    """
    asked = request_of(ask, item_id)
    there = {one.member: one for one in asked_of(ask.conn, ask.viewer, item_id)}
    if code not in there or not ask.viewer.in_secretariat:
        raise NotFound
    says = cards.listed(ask.conn, ask.viewer, item_id) if asked.card_audience else None
    return Found(asked, there[code], says)


def show(ask: Ask, found: Found, form: Form | None = None, *, refused: str = "") -> EntityPage:
    """Return the page, again with what came back from a form."""
    asked, one = found.asked, found.one
    item_id, labels = asked.matter.id, ask.viewer.labels
    sealed = asked.card_audience is not None
    lists = choices(found.says) if found.says else _lists(asked)
    letters = LETTERS.read(ask.conn, labels, ask.portal.seal, one.id)
    return EntityPage(
        id=item_id,
        title=asked.title,
        language=asked.matter.language,
        name=gettext(one.name),
        sign=sign_of(one),
        place=address(item_id, f"entities/{one.member}"),
        sealed=sealed,
        out=not sealed or found.says is not None,
        answers=not one.answer and asked.matter.stage in TAKES_OFFERS,
        letters=[shown_file(each) for each in letters],
        offer=_offer(ask, asked, one.member),
        written=options(LANGUAGES),
        **lists,
        form=form or Form({"language": "en"}),
        refused=refused,
    )


def _lists(asked: Asked) -> dict[str, Options]:
    modalities, languages = asked.modalities or MODALITIES, asked.languages or LANGUAGES
    return {
        "modalities": options({code: MODALITIES[code] for code in modalities}),
        "languages": options({code: LANGUAGES[code] for code in languages}),
        "weeks": (),
        "capacities": (),
    }


def offer_of(ask: Ask, request_id: str, code: str) -> Help | None:
    """Return the latest offer of an entity for a request."""
    found = requests.offers(ask.conn, ask.viewer, ask.portal.seal, request_id)
    return next((one for one in reversed(found) if one.member == code), None)


def _offer(ask: Ask, asked: Asked, code: str) -> Held | None:
    one = offer_of(ask, asked.matter.id, code)
    if one is None:
        return None
    accepted = one.stage == OfferStage.ACCEPTED
    waits = accepted and one.terms.number and one.terms.helper != one.terms.number
    return Held(
        id=one.id,
        sign=offer_sign(one.stage, asked.matter.stage),
        message=one.message,
        language=one.language,
        terms=one.terms.number,
        confirms=bool(waits),
        takes_back=one.stage in STANDING,
    )
