"""What was said under seal as silence counts it: how much, how much waits, when it last moved.

Only what who asks was told of counts, so that nobody is reminded of what it does not know.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from app.assistance.blind.queries import card, word
from app.assistance.queries import item
from app.assistance.rules import OfferStage
from app.core.reading import Reading

WAITS = word.c.stage == OfferStage.OFFERED


def of_words(what: Any, *narrower: ColumnElement[bool]) -> Any:
    """Return ``what`` of the words on the cards of ``item``, of which no offer has come."""
    return (
        select(what)
        .join_from(card, word, word.c.card_id == card.c.id)
        .where(
            card.c.request_id == item.c.id,
            word.c.passed_on,
            word.c.offer_id.is_(None),
            *narrower,
        )
        .correlate(item)
        .scalar_subquery()
    )


LAST = of_words(func.max(word.c.moved_at))
"""When who asks was last told of a word, or answered one."""
_WAITING = Reading(
    select(word.c.id)
    .join_from(card, word, word.c.card_id == card.c.id)
    .where(card.c.request_id == bindparam("request"), word.c.passed_on, WAITS)
    .limit(1)
)


def is_waiting(conn: Connection, request_id: str) -> bool:
    """Whether a word that who asks was told of waits for its answer."""
    return _WAITING.first(conn, {"request": request_id}) is not None
