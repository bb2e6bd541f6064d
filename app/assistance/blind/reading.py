"""How an office that is asked would read a sealed request: its card, for the eyes of who asks."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from app.access.audience import Audience
from app.assistance.address import address
from app.assistance.blind import queries
from app.assistance.blind.choosing import chosen
from app.assistance.blind.counting import hides
from app.assistance.blind.page import CardPage
from app.assistance.blind.showing import says_of, shown
from app.assistance.queries import Asked
from app.core.i18n import N_
from app.web.ask import Ask
from app.web.forms import Form

PARTS: Sequence[tuple[str, str]] = (
    (N_("The card in listed words"), N_("All who are listed below")),
    (
        N_("What you ask in your words, its files, and that it is you who asks"),
        N_("Your office and the Secretariat; a member whose help you accept"),
    ),
    (
        N_("Which members could help"),
        N_("The Secretariat; your office without their names until you accept"),
    ),
    (
        N_("An offer, its terms and the talk about it"),
        N_("The member that offers, your office and the Secretariat"),
    ),
)
"""The parts of a sealed request, and who reads each."""


def as_addressed(asked: Asked) -> Asked:
    """Return a request with the readers of its card as its own, to list who they are."""
    audience = str(Audience.parse(asked.card_audience or asked.matter.audience))
    return replace(asked, matter=replace(asked.matter, audience=audience))


def as_seen(ask: Ask, asked: Asked, whose: str) -> Response:
    """Show who asks its card as ``whose`` (an office in words) reads it."""
    says = queries.listed(ask.conn, ask.viewer, asked.matter.id)
    if says is None:
        hidden = hides(ask.conn, asked.owner, asked.languages, chosen(asked).audience)
        says = says_of(asked, hidden.shows, hidden.region)
    card = shown(says)
    page = CardPage(
        id=asked.matter.id,
        heading=card.heading,
        facts=card.facts,
        mine=False,
        helps=False,
        word=None,
        form=Form(),
        modalities=(),
        languages=(),
        weeks=(),
        capacities=(),
        refused="",
        whose=whose,
        back=address(asked.matter.id, "audience"),
    )
    return ask.page(page)
