"""The UN entities that a request asks, on its page: for its office and the Secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.access.audience import Audience
from app.assistance.address import address
from app.assistance.entities.acts import Answer
from app.assistance.entities.queries import Entity, asked_of, entities_of
from app.assistance.queries import Asked, party
from app.assistance.rules import Party
from app.assistance.shown import Show
from app.core.i18n import gettext
from app.web.ask import Ask
from app.web.components import date_words

SIGN = {None: "submitted", Answer.OFFERS: "offered", Answer.CANNOT: "declined"}


@dataclass(frozen=True, slots=True)
class Row:
    """A UN entity in words; ``href`` for the Secretariat alone, which is its hand."""

    name: str
    sign: tuple[str, str]
    href: str


def with_entities(ask: Ask, page: Show, asked: Asked) -> Show:
    """Return the page with which UN entities are asked, for its two sides; once it was out."""
    side = party(ask.viewer, asked.matter.owners)
    named = entities_of(Audience.parse(asked.card_audience or asked.matter.audience))
    if side not in {Party.OWNER, Party.SECRETARIAT} or not named or asked.opened_on is None:
        return page
    staff, secret = side == Party.SECRETARIAT, asked.card_audience is not None
    return replace(page, entities=_rows(ask, asked, staff=staff, secret=secret and not staff))


def _rows(ask: Ask, asked: Asked, *, staff: bool, secret: bool) -> Sequence[Row]:
    found = asked_of(ask.conn, ask.viewer, asked.matter.id)
    return [
        Row(
            name=gettext(one.name),
            sign=(SIGN[None], "") if secret else sign_of(one),
            href=address(asked.matter.id, f"entities/{one.member}") if staff else "",
        )
        for one in found
    ]


def sign_of(one: Entity) -> tuple[str, str]:
    """Return how far an entity has come, as a sign and in words."""
    answer = Answer(one.answer) if one.answer else None
    return SIGN[answer], _words(one, answer)


def _words(one: Entity, answer: Answer | None) -> str:
    day = date_words(one.answered_on) if one.answered_on else ""
    if answer == Answer.OFFERS:
        return gettext("Offers help, by its letter of %(day)s", day=day)
    if answer == Answer.CANNOT:
        return gettext("Cannot help this time, by its letter of %(day)s", day=day)
    if one.written_on:
        return gettext("Written to on %(day)s, not answered yet", day=date_words(one.written_on))
    return gettext("Not written to yet")
