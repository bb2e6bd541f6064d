"""What a request tells those it asks of the help that it was offered already."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.access.audience import Audience, Circle
from app.access.viewer import Viewer
from app.assistance.queries import Asked
from app.assistance.rules import TAKES_OFFERS
from app.assistance.talks.helping import given_to, tells
from app.assistance.talks.shown import helpers_words

FEW = 4
"""Of fewer chosen readers each could tell who offered: then only those who agreed are told of."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a reader sees of offers of others; ``said`` to its own office, and what: ``told``."""

    lines: Sequence[str] = field(default_factory=list)
    told: bool = False
    said: bool = False


def offered(conn: Connection, viewer: Viewer, asked: Asked, *, own: bool, asks: bool) -> Offered:
    """Return what is told of offers: ``own`` to the office itself, ``asks`` to who could help."""
    if asked.matter.stage not in TAKES_OFFERS or not (own or asks):
        return Offered()
    if own:
        return Offered(told=tells(conn, viewer, asked.matter.id), said=True)
    many = _many(Audience.parse(asked.matter.audience))
    return Offered(helpers_words(given_to(conn, viewer, asked.matter.id), unnamed=many))


def _many(audience: Audience) -> bool:
    whole = audience.circle == Circle.NETWORK
    sets = audience.codes(Circle.GROUP) or audience.codes(Circle.ORGANISATION)
    chosen = len(audience.codes(Circle.MEMBERS)) + len(audience.codes(Circle.OFFICES))
    return whole or bool(sets) or chosen >= FEW
