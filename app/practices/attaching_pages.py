"""The files of a practice: the page on which its office keeps them, and each file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.files import serving
from app.files.actions import Ready, make_ready
from app.files.examining import Patience
from app.files.rules import (
    MOST_BODY,
    MOST_OF_ITEM,
    NOTHING_SENT,
    SENTENCES,
    TOO_MANY,
)
from app.files.showing import ShownFile, shown_file
from app.files.verdict import Refused
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import attaching, queries
from app.practices.entry import Entry
from app.practices.rules import Stage
from app.web.ask import Ask
from app.web.guard import Room
from app.web.openness import ensure_open
from app.web.render import Page
from app.web.sent import Upload
from app.web.throttle import UPLOADING

room = Room("practices.files")

FIELD = "files"
SAID = {
    "attached": N_("Attached."),
    "removed": N_("Removed. From now on nobody can open it."),
}
Refusals = Sequence[tuple[str, str]]
"""Names as they were sent, and why each was not taken; without a name it is about all of them."""


@dataclass(frozen=True, kw_only=True)
class FilesPage(Page):
    """What is attached to a practice that is being written, and the form for more."""

    template: ClassVar[str] = "practices/files.html"
    here: ClassVar[str] = "practices"

    base: str
    title: str
    language: str
    files: Sequence[ShownFile]
    refused: Refusals
    said: str
    full: bool


@room.get("/practices/{item_id}/files", P.PRACTICE_EDIT)
def show(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show what is attached, and the form for more."""
    _matter, entry = _written(ask, item_id)
    return ask.page(_page(entry, said=gettext(SAID[said]) if said in SAID else ""))


@room.post(
    "/practices/{item_id}/files",
    P.PRACTICE_EDIT,
    takes_file=True,
    largest=MOST_BODY,
    pace=UPLOADING,
)
def attach(ask: Ask, item_id: str) -> Response:
    """Examine files and attach those that can be taken; say of each other why it was not."""
    matter, entry = _written(ask, item_id)
    sent = [one for one in ask.uploads if one.field == FIELD]
    if not sent or len(entry.files) + len(sent) > MOST_OF_ITEM:
        said = gettext(TOO_MANY if sent else NOTHING_SENT)
        return ask.page(_page(entry, refused=[("", said)]), status=422)
    ask.leave()  # examining takes time, and needs no connection
    ready, refused = _examined(ask, sent)
    if not ready:
        return ask.page(_page(_written(ask, item_id)[1], refused=refused), status=422)
    ask.relearn()
    ask.ensure(P.PRACTICE_EDIT, matter)
    ensure_open(ask.portal)
    with ask.unit_of_work() as db:
        late = attaching.attach(db, ask.portal, ask.viewer, matter, ready)
        refused += [(name, why.sentence) for name, why in late]
        if not refused:
            return ask.go(f"/practices/{item_id}/files?said=attached", db)
    return ask.page(_page(_written(ask, item_id)[1], refused=refused), status=422)


@room.post("/practices/{item_id}/files/{file_id}/remove", P.PRACTICE_EDIT)
def remove(ask: Ask, item_id: str, file_id: str) -> Response:
    """Take a file off."""
    matter, _entry = _written(ask, item_id)
    with ask.unit_of_work() as db:
        attaching.remove(db, ask.viewer, matter, file_id)
        return ask.go(f"/practices/{item_id}/files?said=removed", db)


@room.get("/practices/{item_id}/files/{file_id}", P.ANYONE)
def give(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give one file to those who may see the practice."""
    matter = _matter(ask, item_id)
    answer = serving.handed_out(ask, item_id, file_id)
    if matter.stage != Stage.PUBLISHED:
        note_reading(ask, matter, Event.PRACTICE_VIEWED)
    return answer


def _examined(ask: Ask, sent: Sequence[Upload]) -> tuple[list[Ready], list[tuple[str, str]]]:
    """Return the files that can be taken, examined and stored, and of the others why not."""
    store, patience = serving.store_of(ask.portal.settings), Patience.new()
    ready: list[Ready] = []
    refused: list[tuple[str, str]] = []
    for one in sent:
        try:
            ready.append(make_ready(store, one.name, one.content, patience))
        except Refused as why:
            refused.append((one.name, gettext(SENTENCES[why.why])))
    return ready, refused


def _matter(ask: Ask, item_id: str) -> Matter:
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None:
        raise NotFound
    return matter


def _written(ask: Ask, item_id: str) -> tuple[Matter, Entry]:
    """Return a practice that this office may still change.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is no longer being written, or by another office.
    """
    matter = _matter(ask, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if entry is None:
        raise NotFound
    ask.ensure(P.PRACTICE_EDIT, matter)
    return matter, entry


def _page(entry: Entry, *, refused: Refusals = (), said: str = "") -> FilesPage:
    return FilesPage(
        base=f"/practices/{entry.id}",
        title=entry.title,
        language=entry.language,
        files=[shown_file(one) for one in entry.files],
        refused=refused,
        said=said,
        full=len(entry.files) >= MOST_OF_ITEM,
    )
