"""The note verbale of a request: made for the office that asks, kept nowhere, and recorded."""

import re

from starlette.responses import Response

from app.access.audience import Audience
from app.access.policy import P
from app.assistance.attached import asked_of
from app.assistance.note import TEMPLATE, data_of
from app.assistance.queries import Asked
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import NotFound
from app.directory.audiences import names_of
from app.files.serving import disposition
from app.press.printing import printed
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import PRINTING

room = Room("assistance.note")
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")


@room.get("/assistance/{item_id}/note.pdf", P.REQUEST_STEER, pace=PRINTING, slow=True)
def pdf(ask: Ask, item_id: str) -> Response:
    """Give a request as a note verbale to the office that asks, as it is now.

    Raises:
        NotFound: when there is none for this viewer, also once it is made; or its words are gone.
        Forbidden: for every other office.
        NotPrinted: when it could not be printed.
    """
    asked = _own(ask, item_id)
    names = names_of(ask.conn, Audience.parse(asked.matter.audience))
    data = data_of(asked, names)
    ask.leave()  # it takes seconds: nobody waits for the connection
    made = printed(TEMPLATE, data, clock.now().replace(microsecond=0))
    ask.relearn()
    _own(ask, item_id)
    with ask.unit_of_work() as db:
        record(db, Event.REQUEST_NOTE_PRINTED, viewer=ask.viewer, subject=item_id)
    name = f"note-verbale-{_UNSAFE.sub('-', asked.matter.number or item_id)}.pdf"
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": disposition(name),
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(made.content, media_type="application/pdf", headers=headers)


def _own(ask: Ask, item_id: str) -> Asked:
    asked = asked_of(ask, item_id)
    ask.ensure(P.REQUEST_STEER, asked.matter)
    if asked.destroyed_at or not asked.title:
        raise NotFound
    return asked
