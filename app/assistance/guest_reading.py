"""A request as a guest reads it: on one page of its own, and on the guest's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.assistance import queries
from app.assistance.facts import facts_of, started_from
from app.files.queries import of_sealed
from app.files.showing import ShownFile, shown_file
from app.guests import routes
from app.guests.queries import Granted
from app.guests.reading import GuestPage, Lent, Loan
from app.guests.rules import READ_AT
from app.items.models import Kind
from app.web.ask import Ask
from app.web.guard import Room

room = Room("assistance.guest_reading")


@dataclass(frozen=True, kw_only=True)
class GuestRequestPage(GuestPage):
    """A request as a guest reads it: what is asked, and neither offers nor what happened."""

    template: ClassVar[str] = "assistance/guest.html"

    outcome: str
    facts: Sequence[tuple[str, str | Sequence[str]]]
    started_from: Sequence[tuple[str, str | None]]
    files: Sequence[ShownFile]


def lent(ask: Ask, granted: Sequence[Granted]) -> Sequence[Lent]:
    """Return the requests of ``granted``, which the viewer may read as a guest, as rows."""
    found = [_found(ask, one) for one in granted if one.kind == Kind.REQUEST]
    return [loan.row for loan in found if loan is not None]


def _found(ask: Ask, granted: Granted) -> Loan | None:
    conn, seal, host, item_id = ask.conn, ask.portal.seal, (granted.host,), granted.item_id
    asked = queries.one_by(conn, seal, host, item_id)
    if asked is None:
        return None
    files = of_sealed(conn, seal, host, [item_id]).get(item_id, ())
    return Loan(
        granted=granted,
        title=asked.title,
        number=asked.matter.number,
        language=asked.matter.language,
        page=GuestRequestPage,
        words={
            "outcome": asked.outcome,
            "facts": facts_of(asked),
            "started_from": started_from(conn, ask.viewer, asked),
            "files": [shown_file(one) for one in files],
        },
        record=queries.record_of(conn, seal, host, item_id),
    )


routes.reads(room, READ_AT[Kind.REQUEST], _found)
