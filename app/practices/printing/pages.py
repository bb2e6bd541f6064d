"""One practice as a PDF: who reads it is asked when it is made, and again when it is handed out."""

import re
from datetime import datetime

from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.files.serving import disposition
from app.items import queries as items
from app.items.models import Kind
from app.practices import queries
from app.practices.printing.paper import Paper, Reader, paper_of
from app.practices.printing.stock import STOCK
from app.practices.revising import kept
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.guard import Room
from app.web.static import known
from app.web.throttle import PRINTING

room = Room("practices.printing")

VARY = "Cookie, Accept-Language"
TRIES = 2
"""So often it is made while it is changed meanwhile."""
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")


class ChangedMeanwhile(Conflict):
    """The practice was changed while it was printed, again and again."""

    message = N_("This practice was changed while it was printed. Nothing was lost: try again.")


@room.get("/practices/{item_id}/practice.pdf", P.ANYONE, pace=PRINTING, slow=True)
def pdf(ask: Ask, item_id: str) -> Response:
    """Give a published practice as a PDF, as its page shows it to this reader.

    Raises:
        NotFound: when there is none, or not for this viewer, also once it is made.
        NotPrinted: when it could not be printed.
        ChangedMeanwhile: when it was changed each time it was made.
    """
    at = clock.now().replace(microsecond=0)
    name, paper = _paper(ask, item_id, at)
    if paper.open and known(ask.request.headers.get("if-none-match", ""), _etag(paper)):
        return Response(status_code=304, headers=_headers(paper))
    for _ in range(TRIES):
        ask.leave()  # it takes seconds: nobody waits for the connection
        content = STOCK.printed(paper)
        ask.relearn()
        name, again = _paper(ask, item_id, at)
        if again == paper:
            return _handed_out(name, paper, content)
        paper = again
    raise ChangedMeanwhile


def _paper(ask: Ask, item_id: str, at: datetime) -> tuple[str, Paper]:
    """Return what a file of the practice is called, and what stands in it, as it is now.

    Raises:
        NotFound: when there is no such practice, or not for this viewer, or it is not out.
    """
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id) if matter else None
    version = kept.newest(ask.conn, item_id) if entry and entry.stage in OUT else None
    if entry is None or version is None:
        raise NotFound
    reader = Reader(ask.viewer.name, at, entry.knows(ask.viewer))
    base = ask.portal.settings.base_url
    return f"practice-{_UNSAFE.sub('-', entry.number or entry.id)}.pdf", paper_of(
        entry, version, reader, base
    )


def _handed_out(name: str, paper: Paper, content: bytes) -> Response:
    headers = _headers(paper) | {
        "content-disposition": disposition(name),
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _headers(paper: Paper) -> dict[str, str]:
    if not paper.open:
        return {"cache-control": "private, no-store", "vary": VARY}
    return {"etag": _etag(paper), "cache-control": "private, no-cache", "vary": VARY}


def _etag(paper: Paper) -> str:
    return f'"{paper.mark}"'
