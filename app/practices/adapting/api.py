"""Adaptations as data, for whoever may read them."""

from datetime import date

from pydantic import BaseModel
from starlette.responses import Response

from app.core.errors import NotFound
from app.items import queries as items
from app.items.models import Kind
from app.practices.adapting import queries
from app.practices.adapting.queries import PAGE
from app.practices.adapting.values import Adapted
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.interface import plain
from app.web.paging import page_number


class AdaptationOut(BaseModel):
    """What one member made of a practice; ``null`` means not said.

    ``verdict`` is adopted, adapted or declined; ``led_to`` is a practice that came of it, as long
    as you may read it.
    """

    id: str
    number: str | None
    member: str
    verdict: str
    language: str
    changed: str
    why: str
    conditions: str
    cost: str | None
    effort: str | None
    result: str | None
    result_note: str
    result_on: date | None
    led_to: str | None
    recorded_on: date
    address: str


class AdaptationsOut(BaseModel):
    """A page of what members made of a practice; ``next`` is the page after, null at the end."""

    adaptations: list[AdaptationOut]
    total: int
    next: int | None


def out(one: Adapted) -> AdaptationOut:
    """Return an adaptation as data."""
    own = {"id", "number", "language", "led_to", "recorded_on", "address"}
    said = {name: getattr(one, name) for name in AdaptationOut.model_fields if name not in own}
    return AdaptationOut(
        id=one.matter.id,
        number=one.matter.number,
        language=one.matter.language,
        led_to=one.led_to.id if one.led_to else None,
        recorded_on=one.recorded_at.date(),
        address=one.href,
        **said,
    )


def list_adaptations(ask: Ask, item_id: str, page: str = "1") -> Response:
    """List what members made of a practice, the newest first; 10 at a time."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None or matter.stage not in OUT:
        raise NotFound
    at = page_number(page)
    found, total = queries.of_practice(ask.conn, ask.viewer, item_id, at)
    following = at + 1 if at * PAGE < total else None
    made = AdaptationsOut(adaptations=[out(one) for one in found], total=total, next=following)
    return plain(made)
