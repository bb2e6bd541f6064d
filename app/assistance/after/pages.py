"""Where both sides say what came of help and share a note; and the notes shared with others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import placing
from app.assistance.address import address
from app.assistance.after import answering, sharing
from app.assistance.after.page import after_page
from app.assistance.after.queries import NOTES_PAGE, Shared, notes
from app.assistance.after.rules import (
    DELIVERED,
    HELPED,
    MOST_NOTE,
    MOST_WORDS,
    READERS,
    REMAINS,
)
from app.assistance.pages import acting
from app.assistance.working.doing import do_with
from app.assistance.working.page import Work, version_of, work_of
from app.core import i18n
from app.core.i18n import N_, gettext
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance-after")
BASE = "/assistance/{item_id}/offers/{offer_id}/after"
NO_ANSWER = N_("Choose one answer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A shared note: between whom, what it says, and its request where the reader sees it."""

    heading: str
    text: str
    language: str
    shared: str
    href: str


@dataclass(frozen=True, kw_only=True)
class NotesPage(Page):
    """The notes that are shared with the viewer's office."""

    template: ClassVar[str] = "assistance/notes.html"
    here: ClassVar[str] = "assistance"

    rows: Sequence[NoteRow]
    older: str


@room.get("/assistance/notes", P.ASSISTANCE_READ)
def shared_notes(ask: Ask, after: str = "") -> Response:
    """Show a page of what sides of help have shared with the viewer's office."""
    found = notes(ask.conn, ask.viewer, ask.portal.seal, *placing.read(after))
    rows = [
        NoteRow(
            heading=gettext(
                "%(helper)s helped %(asker)s", helper=gettext(one.helper), asker=gettext(one.asker)
            ),
            text=one.text,
            language=one.language,
            shared=date_words(one.shared_at) if one.shared_at else "",
            href=address(one.request_id) if one.request_id else "",
        )
        for one in found[:NOTES_PAGE]
        if one.text
    ]
    return ask.page(NotesPage(rows=rows, older=_older(found)))


def _older(found: Sequence[Shared]) -> str:
    """Return where the list of notes goes on, nothing where it ends."""
    last = found[NOTES_PAGE - 1] if len(found) > NOTES_PAGE else None
    if last is None or last.shared_at is None:
        return ""
    return f"/assistance/notes?{urlencode({'after': placing.written(last.shared_at, last.id)})}"


@room.get(BASE, P.ACCOUNT)
def show(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Show one of the two sides what is asked, what was said, and the note."""
    return after_page(ask, _ours(ask, item_id, offer_id))


@room.post(BASE, P.ACCOUNT, pace=POSTING)
def say(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Say whether the help was given, and whether it helped."""
    work, reader, seen = _ours(ask, item_id, offer_id), Reader(ask.sent), version_of(ask)
    given = reader.choice("delivered", DELIVERED, missing=NO_ANSWER)
    helped = reader.choice("helped", HELPED, missing=NO_ANSWER)
    words = reader.straight("words", most=MOST_WORDS)
    if reader.errors:
        return after_page(ask, work, form=reader.form, status=422)

    def did(db: Session) -> None:
        answering.say(db, acting(ask), work.talked, seen, given, helped, words)

    return _do(ask, work, did, reader.form)


@room.post(f"{BASE}/year", P.ACCOUNT, pace=POSTING)
def say_year(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Say what remains of the help."""
    work, reader, seen = _ours(ask, item_id, offer_id), Reader(ask.sent), version_of(ask)
    remains = reader.choice("remains", REMAINS, missing=NO_ANSWER)
    words = reader.straight("year_words", most=MOST_WORDS)
    if reader.errors:
        return after_page(ask, work, form=reader.form, status=422)

    def did(db: Session) -> None:
        answering.say_year(db, acting(ask), work.talked, seen, remains, words)

    return _do(ask, work, did, reader.form)


@room.post(f"{BASE}/note", P.ACCOUNT, pace=POSTING)
def propose(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Propose a note to share."""
    work, reader, seen = _ours(ask, item_id, offer_id), Reader(ask.sent), version_of(ask)
    text = reader.straight("text", most=MOST_NOTE, missing=N_("Write what others may read."))
    readers = reader.choice("readers", READERS, missing=N_("Say who may read it."))
    if reader.errors:
        return after_page(ask, work, note_form=reader.form, status=422)

    def did(db: Session) -> None:
        by = acting(ask)
        sharing.propose(db, by, work.talked, seen, text, readers, i18n.language())

    return _do(ask, work, did, note_form=reader.form)


@room.post(f"{BASE}/note/agree", P.ACCOUNT, pace=POSTING)
def agree(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Agree to the note that was read."""
    work, seen = _ours(ask, item_id, offer_id), version_of(ask)
    return _do(ask, work, lambda db: sharing.agree(db, acting(ask), work.talked, seen))


@room.post(f"{BASE}/note/take-back", P.ACCOUNT)
def take_back(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Take the note back, shared or proposed."""
    work, seen = _ours(ask, item_id, offer_id), version_of(ask)
    return _do(ask, work, lambda db: sharing.take_back(db, acting(ask), work.talked, seen))


def _ours(ask: Ask, item_id: str, offer_id: str) -> Work:
    """Return the help, for one of its two sides."""
    work = work_of(ask, item_id, offer_id)
    ask.ensure(P.WORK_SHARE, work.talked)
    return work


def _do(
    ask: Ask,
    work: Work,
    did: Callable[[Session], None],
    form: Form | None = None,
    note_form: Form | None = None,
) -> Response:
    def again(now: Work, why: str) -> Response:
        return after_page(ask, now, form=form, note_form=note_form, status=409, refused=why)

    return do_with(ask, work, "after", did, again)
