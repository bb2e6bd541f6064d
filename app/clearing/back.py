"""What comes back from any clearance has one way in; each room tells only what differs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.clearing.pages import FILE, MOST_FORM, NONE_SENT, ensure_open, sent_in
from app.clearing.values import Outgoing
from app.core.errors import Conflict, Refusal, TooLarge
from app.core.i18n import gettext
from app.papers.reading.parts import NoWord, TooMuch
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import UPLOADING

One = TypeVar("One", bound=Outgoing)


@dataclass(frozen=True, slots=True)
class Coming(Generic[One]):
    """What a room tells of its clearances.

    ``find`` finds one for the viewer or raises; ``show`` is its page, which has the fields ``form``
    and ``refused``. ``read`` returns the page of what came back in a file; it raises what is wrong
    with the file, or a Conflict where nothing is shown at all. ``note`` notes that something came.
    """

    find: Callable[[Ask, str], One]
    show: Callable[[Ask, One], Page]
    read: Callable[[Ask, One, bytes], Page]
    note: Callable[[Session, Ask, One], None]

    def wrong(self, ask: Ask, one: One, said: str) -> Response:
        """Show a clearance with what is wrong with the file."""
        page: Any = self.show(ask, one)
        return ask.page(replace(page, form=Form({}, {FILE: said})), status=422)

    def too_late(self, ask: Ask, one: One, refusal: Refusal) -> Response:
        """Show a clearance with why nothing more is shown or taken of what came back."""
        if (before := ask.answered()) is not None:
            return before
        page: Any = self.show(ask, self.find(ask, one.matter.id))
        return ask.page(replace(page, refused=refusal.sentence), status=refusal.status)


def receive(room: Room, base: str, permission: P, coming: Coming[One]) -> None:
    """Register where a file is sent in that came back of a clearance at ``base``."""

    def may_send(ask: Ask, item_id: str) -> object:
        """Let pass who sees a clearance that is open.

        Raises:
            Closed: when it is over.
        """
        return ensure_open(coming.find(ask, item_id))

    @room.post(
        f"{base}/{{item_id}}/back",
        permission,
        takes_file=True,
        largest=MOST_FORM,
        may_send=may_send,
        pace=UPLOADING,
    )
    def come_back(ask: Ask, item_id: str) -> Response:
        """Show what came back beside what went out; only that it came is noted."""
        one = coming.find(ask, item_id)
        content = sent_in(ask)
        if content is None:
            return coming.wrong(ask, one, gettext(NONE_SENT))
        try:
            page = coming.read(ask, one, content)
        except Conflict as refusal:
            return coming.too_late(ask, one, refusal)
        except (NoWord, TooMuch, TooLarge) as refusal:
            return coming.wrong(ask, one, refusal.sentence)
        try:
            with ask.unit_of_work() as db:
                coming.note(db, ask, one)
        except Conflict as refusal:
            return coming.too_late(ask, one, refusal)
        return ask.page(page)
