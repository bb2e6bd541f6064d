"""A consultation for a guest with an account: on pages of its own, which ask for nothing else."""

from collections.abc import Mapping

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict, NotFound
from app.core.i18n import gettext
from app.guests import queries as guests
from app.guests.rules import READ_AT
from app.items.models import Kind
from app.manual.pages.room import room
from app.manual.voices import queries, showing, submitting, writing
from app.manual.voices.rules import LoanOver
from app.manual.voices.showing import Desk
from app.web.ask import Ask
from app.web.throttle import POSTING, PRINTING, UPLOADING

BASE = READ_AT[Kind.CONSULTATION]
SAID: Mapping[str, str] = {"sent": writing.SENT, "withdrawn": writing.WITHDRAWN}


@room.get("/guest/consultation/{guest_id}", P.ACCOUNT)
def voice(ask: Ask, guest_id: str, said: str = "") -> Response:
    """Show the consultation to its guest."""
    words = gettext(SAID[said]) if said in SAID else ""
    return showing.overview(ask, _desk(ask, guest_id), said=words)


@room.get("/guest/consultation/{guest_id}/chapters/{chapter}", P.ACCOUNT)
def voice_chapter(ask: Ask, guest_id: str, chapter: str) -> Response:
    """Show a chapter with its redline to the guest."""
    return showing.chapter(ask, _desk(ask, guest_id), chapter)


@room.get("/guest/consultation/{guest_id}/text", P.ACCOUNT, pace=PRINTING)
def voice_text(ask: Ask, guest_id: str) -> Response:
    """Give the text to the guest as a Word document."""
    return showing.text(ask, _desk(ask, guest_id))


@room.get("/guest/consultation/{guest_id}/write", P.ACCOUNT)
def voice_begin(ask: Ask, guest_id: str) -> Response:
    """Show the form of the guest's submission."""
    return writing.begin(ask, _desk(ask, guest_id))


def may_send(ask: Ask, guest_id: str) -> object:
    """Let pass whose invitation lasts."""
    return _desk(ask, guest_id)


@room.post(
    "/guest/consultation/{guest_id}/preview",
    P.ACCOUNT,
    takes_file=True,
    largest=writing.MOST_FORM,
    may_send=may_send,
    pace=UPLOADING,
)
def voice_preview(ask: Ask, guest_id: str) -> Response:
    """Show what the guest would send."""
    return writing.preview(ask, _desk(ask, guest_id, wrote=True))


@room.post("/guest/consultation/{guest_id}/send", P.ACCOUNT, pace=POSTING)
def voice_send(ask: Ask, guest_id: str) -> Response:
    """Send the guest's submission, or another text in its place."""
    at = _desk(ask, guest_id, wrote=True)
    return writing.send(ask, at, lambda _check: ask.go(f"{at.base}?said=sent"))


@room.post("/guest/consultation/{guest_id}/withdraw", P.ACCOUNT)
def voice_take_back(ask: Ask, guest_id: str) -> Response:
    """Withdraw what the guest sent."""
    at = _desk(ask, guest_id)
    try:
        with ask.unit_of_work() as db:
            submitting.take_back(db, at.seat)
            if at.seat.reads:
                return ask.go(f"{at.base}?said=withdrawn", db)
    except Conflict as refusal:
        if (before := ask.answered()) is not None:
            return before
        return showing.overview(ask, at, refused=refusal.sentence, status=refusal.status)
    return showing.overview(ask, at, said=gettext(writing.WITHDRAWN))  # its last page


def _desk(ask: Ask, guest_id: str, *, wrote: bool = False) -> Desk:
    """Return where the viewer is a guest.

    Raises:
        NotFound: where the viewer is none, or none any more.
        LoanOver: for who ``wrote`` as this guest before.
    """
    seat = None
    if guests.may_be_guest(ask.viewer):
        seat = queries.of_person(ask.conn, guest_id, ask.viewer.person_id)
    if seat is None:
        if wrote and guests.was_guest(ask.conn, ask.viewer, guest_id):
            raise LoanOver
        raise NotFound
    return Desk(seat=seat, base=f"{BASE}{guest_id}")
