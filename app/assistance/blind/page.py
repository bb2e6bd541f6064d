"""The pages of those who read cards: all of them, and one with the form to say that one could."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from app.assistance.address import address
from app.assistance.blind import queries
from app.assistance.blind.acts import Could
from app.assistance.blind.beside import facts_of
from app.assistance.blind.queries import Read, Said
from app.assistance.blind.rules import CAPACITIES, weeks_from
from app.assistance.blind.showing import Says, shown, week_words
from app.assistance.rules import OfferStage
from app.core import clock
from app.core.i18n import N_, gettext
from app.matching.evidence import Known, Wish
from app.matching.gathering import own
from app.matching.rules import fit
from app.matching.words import own_reasons
from app.vocabulary.labels import LANGUAGES, MODALITIES, options
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.render import Page

Facts = Sequence[tuple[str, str]]
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card in the list, with why the viewer's member could help; nothing of who asks."""

    id: str
    heading: str
    facts: Facts
    reasons: Sequence[str]
    mine: bool


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What the viewer's member said on a card, and what came of it as far as it was told."""

    heading: str
    facts: Facts
    stage: str
    state: str
    href: str
    card: str


@dataclass(frozen=True, kw_only=True)
class CardsPage(Page):
    """All cards that the viewer reads, and what its member said."""

    template: ClassVar[str] = "assistance/blind/cards.html"
    here: ClassVar[str] = "assistance"

    cards: Sequence[CardRow]
    words: Sequence[OwnWord]
    helps: bool
    said: str
    refused: str


@dataclass(frozen=True, kw_only=True)
class CardPage(Page):
    """One card, and the form of a member that could help."""

    template: ClassVar[str] = "assistance/blind/card.html"
    here: ClassVar[str] = "assistance"

    id: str
    heading: str
    facts: Facts
    mine: bool
    helps: bool
    word: OwnWord | None
    form: Form
    modalities: Options
    languages: Options
    weeks: Options
    capacities: Options
    refused: str
    whose: str = ""
    back: str = ""


def cards_page(ask: Ask, *, said: str = "", refused: str = "") -> CardsPage:
    """Return the list: always the same statements for a member, whoever asks."""
    known = own(ask.conn, ask.viewer) if ask.viewer.member else None
    return CardsPage(
        cards=[_row(one, known, ask.viewer.member) for one in queries.cards(ask.conn, ask.viewer)],
        words=own_words(ask),
        helps=ask.viewer.member is not None,
        said=said,
        refused=refused,
    )


def _row(one: Read, known: Known | None, member: str | None) -> CardRow:
    card = shown(one.says)
    mine = member in one.subject.owners
    return CardRow(one.id, card.heading, card.facts, [] if mine else _why(one.says, known), mine)


def _why(says: Says, known: Known | None) -> Sequence[str]:
    """Return why the own member could help: from the words of the card and what is its own."""
    wish = Wish(frozenset(says.themes), frozenset(says.modalities), frozenset(says.languages))
    found = fit(wish, known) if known else None
    return own_reasons(found, wish) if found else []


def own_words(ask: Ask) -> Sequence[OwnWord]:
    """Return what the viewer's member said, what it was told of it, and where talks are."""
    if ask.viewer.member is None:
        return []
    return [_own(*one) for one in queries.ours(ask.conn, ask.viewer)]


_TOLD = {
    OfferStage.OFFERED: N_("Waits for an answer"),
    OfferStage.DECLINED: N_("Not needed this time, with thanks"),
    OfferStage.IN_TALKS: N_("Both offices know each other now"),
}


def _own(one: Said, says: Says, request_id: str | None) -> OwnWord:
    stage = OfferStage(one.stage)
    if stage == OfferStage.DECLINED and not one.told:
        stage = OfferStage.OFFERED
    href = address(request_id) if request_id else ""
    heading = shown(says).heading
    return OwnWord(heading, facts_of(one), stage, gettext(_TOLD[stage]), href, one.card_id)


def card_page(ask: Ask, one: Read, form: Form | None = None, *, refused: str = "") -> CardPage:
    """Return one card with the form; ways and languages are those that it names."""
    card = shown(one.says)
    mine = ask.viewer.member in one.subject.owners
    said = next((word for word in own_words(ask) if word.card == one.id), None)
    return CardPage(
        id=one.id,
        heading=card.heading,
        facts=card.facts,
        mine=mine,
        helps=ask.viewer.member is not None and not mine,
        word=said,
        form=form or Form(),
        **choices(one.says),
        refused=refused,
    )


def choices(says: Says) -> dict[str, Any]:
    """Return the choices of the form of a card."""
    return {
        "modalities": [one for one in options(MODALITIES) if one[0] in says.modalities],
        "languages": [one for one in options(LANGUAGES) if one[0] in says.languages],
        "weeks": [(day.isoformat(), week_words(day)) for day in weeks_from(clock.today())],
        "capacities": options(CAPACITIES),
    }


def read_could(reader: Reader, says: Says) -> Could | None:
    """Read how a member could help: listed words alone, of those on the card."""
    weeks = {day.isoformat(): day for day in weeks_from(clock.today())}
    modalities = reader.choices(
        "modalities", says.modalities, missing=N_("Choose at least one form of help.")
    )
    languages = reader.choices(
        "languages",
        says.languages,
        missing=N_("Choose at least one language in which you can work.") if says.languages else "",
    )
    week = reader.choice("week", weeks, missing=N_("Choose a week."))
    capacity = reader.choice(
        "capacity", CAPACITIES, missing=N_("Choose how much time you could give.")
    )
    return None if reader.errors else Could(modalities, languages, weeks[week], capacity)
