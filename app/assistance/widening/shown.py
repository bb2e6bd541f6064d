"""What the page of a request says of putting it to more members."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlalchemy import Connection, bindparam, select

from app.access.audience import Audience
from app.assistance.address import address
from app.assistance.queries import Asked, party
from app.assistance.rules import TAKES_OFFERS, Act, Party, Stage
from app.assistance.shown import Show
from app.assistance.widening.actions import widening
from app.assistance.widening.rules import SILENT_DAYS, silent_for
from app.core import clock
from app.core.reading import Reading
from app.directory import reader_form
from app.directory.calendars import calendar_of
from app.web.ask import Ask

_PROPOSED = Reading(select(widening.c.audience).where(widening.c.item_id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Wider:
    """Where its reader puts a request to more members, or proposes that.

    ``proposed``: what the Secretariat proposes, as the address has it; ``silent``: for how many
    working days there was no offer, 0 where they are too few.
    """

    href: str
    proposed: str = ""
    silent: int = 0


def proposed(conn: Connection, item_id: str) -> Audience | None:
    """Return for whom the Secretariat proposes a request to be, None where it proposes nothing."""
    row = _PROPOSED.first(conn, {"id": item_id})
    return Audience.parse(row.audience) if row else None


def with_widening(ask: Ask, page: Show, asked: Asked) -> Show:
    """Return the page with the way to more members, for who asks and the Secretariat."""
    side, stage = party(ask.viewer, asked.matter.owners), asked.matter.stage
    if stage not in TAKES_OFFERS or asked.card_audience is not None:
        return page
    if side == Party.SECRETARIAT and Act.WIDER in page.acts:
        return replace(page, wider=Wider(address(asked.matter.id, "wider")))
    if side != Party.OWNER:
        return page
    found = proposed(ask.conn, asked.matter.id)
    said = f"?{urlencode(reader_form.typed(found, 'circle'), doseq=True)}" if found else ""
    href = address(asked.matter.id, "widen")
    silent = 0 if page.offers or stage != Stage.OPEN else _silent(ask.conn, asked)
    return replace(page, wider=Wider(href, said, silent))


def _silent(conn: Connection, asked: Asked) -> int:
    since = max(filter(None, (asked.changed_at.date(), asked.paused_until)))
    today = clock.today()
    if (today - since).days < SILENT_DAYS:
        return 0
    return silent_for(since, today, calendar_of(conn, asked.owner))
