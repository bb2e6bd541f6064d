"""What a guest reads, whatever it is: how it is found, shown and remarked on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from starlette.responses import Response

from app.audit.events import Event
from app.audit.reading import note
from app.core.errors import NotFound
from app.directory.office_showing import in_full
from app.files import serving
from app.guests import actions, forms, letters, queries, remarks
from app.guests.queries import Granted
from app.guests.rules import READ_AT, What
from app.notifications.post import Post
from app.sealing.keys import Opened
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class GuestPage(Page):
    """A thing as a guest reads it: its words, and nothing of who else reads it."""

    here: ClassVar[str] = "home"

    address: str
    title: str
    language: str
    office: str
    last_day: date
    remark: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """What is lent, found by the label of those who lend it.

    ``words`` are the fields of its page that are its own; ``record`` is what they are sealed by,
    None where they are not.
    """

    granted: Granted
    title: str
    number: str | None
    language: str
    page: Callable[..., GuestPage]
    words: dict[str, Any]
    record: Opened | None = None

    @property
    def address(self) -> str:
        """Return where the guest reads it."""
        return f"{READ_AT[self.granted.kind]}{self.granted.id}"

    @property
    def row(self) -> Lent:
        """Return it as it stands on the guest's first page."""
        granted = self.granted
        office = in_full(granted.office, granted.member_name)
        return Lent(self.address, self.title, self.language, office, granted.last_day)


Found = Callable[[Granted], Loan | None]


def of_guest(ask: Ask, guest_id: str, found: Found, *, wrote: bool = False) -> Loan:
    """Return what the viewer may read as this guest, as ``found`` finds it.

    Raises:
        NotFound: where there is nothing, or nothing any more.
        LoanOver: for who ``wrote`` about what was lent before.
    """
    granted = queries.granted(ask.conn, ask.viewer, guest_id)
    loan = found(granted) if granted else None
    if loan is None:
        if wrote and queries.was_guest(ask.conn, ask.viewer, guest_id):
            raise actions.LoanOver
        raise NotFound
    return loan


def show(ask: Ask, loan: Loan, said: str) -> Response:
    """Show the one thing to the one guest."""
    note(ask, loan.granted.item_id, Event.GUEST_READ)
    written = remarks.read(loan.granted, loan.record)
    return _page(ask, loan, Form({"remark": written}), said=said if written else "")


def give(ask: Ask, loan: Loan, file_id: str) -> Response:
    """Give a file of the one thing to the one guest."""
    granted = loan.granted
    answer = serving.handed_out(ask, granted.item_id, file_id, by=(granted.host,))
    note(ask, granted.item_id, Event.GUEST_READ)
    return answer


def remark(ask: Ask, loan: Loan) -> Response:
    """Keep what the guest thinks, for the office alone."""
    text, form = forms.remark(ask.sent)
    if not form.good:
        return _page(ask, loan, form, status=422)
    granted = loan.granted
    with ask.unit_of_work() as db:
        if actions.remark(db, ask.viewer, granted, text, loan.record):
            letters.tell(
                db,
                Post.of(ask.portal),
                What.WROTE,
                item_id=granted.item_id,
                kind=granted.kind,
                number=loan.number,
                host=granted.host,
            )
        return ask.go(f"{loan.address}?said=wrote", db)


def _page(ask: Ask, loan: Loan, form: Form, *, said: str = "", status: int = 200) -> Response:
    row = loan.row
    page = loan.page(
        address=row.href,
        title=row.title,
        language=row.language,
        office=row.office,
        last_day=row.last_day,
        remark=remarks.read(loan.granted, loan.record),
        form=form,
        said=said,
        **loan.words,
    )
    return ask.page(page, status=status)
