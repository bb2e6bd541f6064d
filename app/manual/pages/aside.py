"""What the script of a section's page keeps aside while its writer types: only what changed."""

from starlette.responses import JSONResponse, Response

from app.access.policy import P
from app.core.errors import NotFound, Refusal
from app.core.i18n import gettext
from app.manual.editing import writing
from app.manual.editing.forms import number
from app.manual.editing.saving import Typed, was_there
from app.manual.editing.sections import find
from app.manual.editing.writing import Patch, Place
from app.manual.pages.room import room
from app.manual.pages.section_list import drafted
from app.manual.rules import MOST_CHAPTER
from app.web.ask import Ask
from app.web.forms import Reader


@room.post("/manual/edit/{chapter}/sections/{section}/aside", P.MANUAL_EDIT)
def keep_aside(ask: Ask, chapter: str, section: str) -> Response:
    """Keep what changed of a text for its writer; the draft and other windows are left alone."""
    head, blocks = drafted(ask, chapter)
    reader = Reader(ask.sent)
    place = Place(head.chapter_id, section, number(reader, "version"))
    if not find(blocks, section) and not was_there(
        ask.conn, head.chapter_id, Typed(section, place.version, "")
    ):
        raise NotFound
    reader.text("put", most=MOST_CHAPTER)
    patch = Patch(
        start=number(reader, "from"),
        stop=number(reader, "until"),
        length=number(reader, "length"),
        text=str(reader.form.values["put"]),
        whole=reader.checked("whole"),
    )
    if not reader.form.good:
        return _says(422, *reader.form.errors.values())
    try:
        with ask.unit_of_work() as db:
            turn = writing.patch(db, ask.viewer, place, number(reader, "turn"), patch)
    except Refusal as refusal:
        return _says(refusal.status, refusal.sentence)
    words = gettext("What you typed is kept for you. Nobody else reads it until you save.")
    return JSONResponse({"turn": turn, "says": words})


def _says(status: int, *sentences: str) -> Response:
    return JSONResponse({"says": sentences[0]}, status)
