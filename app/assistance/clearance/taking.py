"""What came back of a request, and what is taken of it into the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import drafting, forms, stored
from app.assistance.address import address
from app.assistance.clearance import acts, queries
from app.assistance.clearance.coming import (
    KEEP,
    TRIES,
    OfRound,
    Returned,
    read_back,
    row_of,
    with_taken,
)
from app.assistance.clearance.fields import BY_NAME
from app.assistance.clearance.pages import writes
from app.assistance.clearance.round_pages import found, page_of, request_of
from app.assistance.clearance.rules import NotDraft, OtherRequest, OtherRound
from app.assistance.clearance.values import ADDRESS, Round
from app.assistance.forms import How, What
from app.assistance.pages import acting, as_read
from app.assistance.queries import Asked
from app.assistance.queries import one as asked_now
from app.assistance.saving import CHANGED_MEANWHILE
from app.clearing.back import Coming, receive
from app.clearing.rules import Closed
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.items.queries import Matter
from app.papers.reading.parts import NoWord
from app.practices.clearing.forms import NONE_TAKEN
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance.clearance.taking")


@dataclass(frozen=True, kw_only=True)
class Back(Page):
    """What came back, field by field; the form carries it, since nothing of it is kept.

    ``version`` is that of the draft it was compared with.
    """

    template: ClassVar[str] = "assistance/clearance/back.html"
    here: ClassVar[str] = "assistance"

    one: Round
    title: str
    language: str
    list_href: str
    version: int
    returned: Returned
    form: Form


def _came(ask: Ask, one: Round, content: bytes) -> Back:
    """Return what came back beside what the draft says.

    Raises:
        NotDraft: when the request is not being written by its office any more.
        NoWord, TooLarge: for another file than the one that went out.
    """
    asked = request_of(ask, one)
    if not writes(ask, asked):
        raise NotDraft
    try:
        return back_of(one, asked, read_back(asked, one, content))
    except OfRound as other:
        raise _of_another(ask, one, other.id) from other


def _of_another(ask: Ask, one: Round, item_id: str) -> NoWord:
    """Return which document it is, as far as its office may know."""
    other = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if other is None or other.request_id != one.request_id:
        return OtherRequest()
    return OtherRound(number=other.number)


COMING = Coming(
    find=found,
    show=page_of,
    read=_came,
    note=lambda db, ask, one: acts.came_back(db, acting(ask), one),
)
receive(room, ADDRESS, P.REQUEST_STEER, COMING)


@room.post(f"{ADDRESS}/{{item_id}}/take", P.REQUEST_STEER, pace=POSTING)
def take(ask: Ask, item_id: str) -> Response:
    """Take what is chosen into the draft, as if it were typed on its pages."""
    one = found(ask, item_id)
    asked = request_of(ask, one)
    if not writes(ask, asked):
        return COMING.too_late(ask, one, NotDraft())
    taken = {
        name: ask.field(f"{ask.field(name)}-{name}") for name in BY_NAME if ask.field(name) in TRIES
    }
    form = Form(dict.fromkeys(BY_NAME, KEEP), {})
    if not taken:
        return _again(ask, one, asked, replace(form, errors={"": gettext(NONE_TAKEN)}), 422)
    pages, errors = _read(with_taken(asked, taken), asked, taken)
    if errors:
        return _again(ask, one, asked, replace(form, errors=errors), 422)
    try:
        with ask.unit_of_work() as db:
            _write(db, ask, one, as_read(ask, asked.matter), pages)
            return ask.go(f"{one.href}?said=taken", db)
    except (Closed, NotDraft) as refusal:
        return COMING.too_late(ask, one, refusal)
    except Conflict:
        wrong = replace(form, errors={"": gettext(CHANGED_MEANWHILE)})
        return ask.answered() or _again(ask, one, request_of(ask, one), wrong, 409)


def _write(db: Session, ask: Ask, one: Round, matter: Matter, pages: Sequence[What | How]) -> None:
    by = acting(ask)
    acts.hold_to_take(db, by, one, matter)
    for page in pages:
        drafting.change(db, by, matter, page)
        now = asked_now(db.connection(), ask.viewer, ask.portal.seal, matter.id)
        matter = now.matter if now else matter


def _read(
    would: Asked, asked: Asked, taken: Mapping[str, str]
) -> tuple[Sequence[What | How], Mapping[str, str]]:
    """Return the pages that change, read by their own rules, and what is wrong in what is taken."""
    pages: list[What | How] = []
    errors: dict[str, str] = {}
    wanted = {BY_NAME[name].page for name in taken}
    if "what" in wanted:
        reader = Reader(stored.stored_what(would))
        pages.append(forms.read_what(reader, practices=asked.basis.practices, whole=False))
        errors |= reader.errors
    if "how" in wanted:
        reader = Reader(stored.stored_how(would))
        pages.append(stored.read_how(reader, whole=False))
        errors |= reader.errors
    return pages, {name: said for name, said in errors.items() if name in taken}


def _again(ask: Ask, one: Round, asked: Asked, form: Form, status: int) -> Response:
    """Show what came back once more, as the form carried it, with what is wrong."""
    return ask.page(replace(back_of(one, asked, _carried(ask, asked)), form=form), status=status)


def _carried(ask: Ask, asked: Asked) -> Returned:
    """Return what came back as the form carried it: nothing of it was kept here."""
    rows = [
        row_of(asked, BY_NAME[name], tries)
        for name in BY_NAME
        if (
            tries := {
                one: ask.field(f"{one}-{name}") for one in TRIES if f"{one}-{name}" in ask.sent
            }
        )
    ]
    return Returned(rows, (), earlier=False)


def back_of(one: Round, asked: Asked, returned: Returned) -> Back:
    """Return the page of what came back; at first every field stays as it is."""
    return Back(
        one=one,
        title=asked.title,
        language=asked.matter.language,
        list_href=address(asked.matter.id, "clearance"),
        version=asked.matter.version,
        returned=returned,
        form=Form(dict.fromkeys(BY_NAME, KEEP)),
    )
