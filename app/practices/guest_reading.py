"""A practice as a guest reads it: on one page of its own, and on the guest's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.guests import routes
from app.guests.queries import Granted
from app.guests.reading import GuestPage, Lent, Loan
from app.guests.rules import READ_AT
from app.items.models import Kind
from app.practices import queries, views
from app.web.ask import Ask
from app.web.guard import Room

room = Room("practices.guest_reading")


@dataclass(frozen=True, kw_only=True)
class GuestPracticePage(GuestPage):
    """A practice as a guest reads it."""

    template: ClassVar[str] = "practices/guest.html"

    summary: str
    article: Markup
    facts: Markup


def lent(ask: Ask, granted: Sequence[Granted]) -> Sequence[Lent]:
    """Return the practices of ``granted``, which the viewer may read as a guest, as rows."""
    found = [_found(ask, one) for one in granted if one.kind == Kind.PRACTICE]
    return [loan.row for loan in found if loan is not None]


def _found(ask: Ask, granted: Granted) -> Loan | None:
    host, item_id = (granted.host,), granted.item_id
    entry = queries.entries_by(ask.conn, host, [item_id]).get(item_id)
    if entry is None:
        return None
    at = f"{READ_AT[Kind.PRACTICE]}{granted.id}"
    view = views.view_of(ask.portal.renderer, entry, at=at)
    return Loan(
        granted=granted,
        title=entry.title,
        number=entry.number,
        language=entry.language,
        page=GuestPracticePage,
        words={
            "summary": entry.summary,
            "article": Markup(view.article),  # noqa: S704 - made by our own template
            "facts": Markup(view.facts),  # noqa: S704 - the same
        },
    )


routes.reads(room, READ_AT[Kind.PRACTICE], _found)
