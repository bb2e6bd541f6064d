"""A practice as a guest reads it: on one page of its own, and on the guest's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.audit.events import Event
from app.audit.reading import note
from app.core.errors import NotFound
from app.directory.office_showing import in_full
from app.files import serving
from app.guests import actions, forms, letters
from app.guests import queries as guests
from app.guests.queries import Granted
from app.guests.rules import What
from app.notifications.post import Post
from app.practices import queries, views
from app.practices.entry import Entry
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("practices.guest_reading")


@dataclass(frozen=True, kw_only=True)
class GuestPage(Page):
    """A practice as a guest reads it: its words, and nothing of who else reads it."""

    template: ClassVar[str] = "practices/guest.html"
    here: ClassVar[str] = "home"

    address: str
    title: str
    summary: str
    language: str
    article: Markup
    facts: Markup
    office: str
    last_day: date
    remark: str | None
    form: Form
    said: str


@dataclass(frozen=True, slots=True)
class Lent:
    """Something that a guest may read, on the first page."""

    href: str
    title: str
    language: str
    office: str
    last_day: date


@room.get("/guest/{guest_id}", P.ACCOUNT)
def read(ask: Ask, guest_id: str, said: str = "") -> Response:
    """Show the one thing to the one guest."""
    granted, entry = _granted(ask, guest_id)
    note(ask, granted.item_id, Event.GUEST_READ)
    return _read(ask, granted, entry, Form({"remark": granted.remark or ""}), said=said)


@room.get("/guest/{guest_id}/files/{file_id}", P.ACCOUNT)
def give(ask: Ask, guest_id: str, file_id: str) -> Response:
    """Give a file of the one thing to the one guest."""
    granted, _entry = _granted(ask, guest_id)
    answer = serving.handed_out(ask, granted.item_id, file_id, by=(granted.host,))
    note(ask, granted.item_id, Event.GUEST_READ)
    return answer


@room.post("/guest/{guest_id}/remark", P.ACCOUNT, pace=POSTING)
def remark(ask: Ask, guest_id: str) -> Response:
    """Keep what the guest thinks, for the office alone."""
    granted, entry = _granted(ask, guest_id, wrote=True)
    text, form = forms.remark(ask.sent)
    if not form.good:
        return _read(ask, granted, entry, form, status=422)
    with ask.unit_of_work() as db:
        if actions.remark(db, ask.viewer, granted, text):
            letters.tell(
                db,
                Post.of(ask.portal),
                What.WROTE,
                item_id=granted.item_id,
                kind=granted.kind,
                number=entry.number,
                host=granted.host,
            )
        return ask.go(f"/guest/{guest_id}?said=wrote", db)


def lent(ask: Ask) -> Sequence[Lent]:
    """Return the practices that the viewer may read as a guest."""
    found = [(one, _entry(ask, one)) for one in guests.all_granted(ask.conn, ask.viewer)]
    return [
        Lent(f"/guest/{one.id}", entry.title, entry.language, _office(one), one.last_day)
        for one, entry in found
        if entry is not None
    ]


def _granted(ask: Ask, guest_id: str, *, wrote: bool = False) -> tuple[Granted, Entry]:
    """Return what the viewer may read as this guest, by the label of those who lend it.

    Raises:
        NotFound: where there is nothing, or nothing any more.
        LoanOver: for who ``wrote`` about what was lent before.
    """
    granted = guests.granted(ask.conn, ask.viewer, guest_id)
    entry = _entry(ask, granted) if granted else None
    if granted is None or entry is None:
        if wrote and guests.was_guest(ask.conn, ask.viewer, guest_id):
            raise actions.LoanOver
        raise NotFound
    return granted, entry


def _entry(ask: Ask, granted: Granted) -> Entry | None:
    return queries.entries_by(ask.conn, (granted.host,), [granted.item_id]).get(granted.item_id)


def _office(granted: Granted) -> str:
    return in_full(granted.office, granted.member_name)


def _read(  # noqa: PLR0913 - what is shown, and how
    ask: Ask, granted: Granted, entry: Entry, form: Form, *, said: str = "", status: int = 200
) -> Response:
    address = f"/guest/{granted.id}"
    view = views.view_of(ask.portal.renderer, entry, at=address)
    page = GuestPage(
        address=address,
        title=entry.title,
        summary=entry.summary,
        language=entry.language,
        article=Markup(view.article),  # noqa: S704 - made by our own template
        facts=Markup(view.facts),  # noqa: S704 - the same
        office=_office(granted),
        last_day=granted.last_day,
        remark=granted.remark,
        form=form,
        said=said if granted.remark else "",
    )
    return ask.page(page, status=status)
