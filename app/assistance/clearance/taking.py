"""What came back of a request, and what is taken of it into the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.assistance import drafting, forms, stored
from app.assistance.address import address
from app.assistance.clearance.coming import KEEP, TRIES, Returned, row_of, with_taken
from app.assistance.clearance.fields import BY_NAME
from app.assistance.forms import How, What
from app.assistance.pages import acting, as_read
from app.assistance.queries import Asked, one
from app.assistance.saving import CHANGED_MEANWHILE, draft_of
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.practices.clearing.forms import NONE_TAKEN
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance.clearance.taking")


@dataclass(frozen=True, kw_only=True)
class Back(Page):
    """What came back, field by field; the form carries it, since nothing of it is kept."""

    template: ClassVar[str] = "assistance/clearance/back.html"
    here: ClassVar[str] = "assistance"

    id: str
    title: str
    language: str
    href: str
    version: int
    returned: Returned
    form: Form


@room.post("/assistance/{item_id}/clearance/take", P.REQUEST_EDIT, pace=POSTING)
def take(ask: Ask, item_id: str) -> Response:
    """Take what is chosen into the draft, as if it were typed on its pages."""
    asked = draft_of(ask, item_id)
    taken = {
        name: ask.field(f"{ask.field(name)}-{name}") for name in BY_NAME if ask.field(name) in TRIES
    }
    form = Form(dict.fromkeys(BY_NAME, KEEP), {})
    if not taken:
        return _again(ask, asked, replace(form, errors={"": gettext(NONE_TAKEN)}), 422)
    pages, errors = _read(with_taken(asked, taken), asked, taken)
    if errors:
        return _again(ask, asked, replace(form, errors=errors), 422)
    try:
        with ask.unit_of_work() as db:
            matter = as_read(ask, asked.matter)
            for page in pages:
                drafting.change(db, acting(ask), matter, page)
                now = one(db.connection(), ask.viewer, ask.portal.seal, item_id)
                matter = now.matter if now else matter
            return ask.go(f"{address(item_id, 'clearance')}?said=taken", db)
    except Conflict:
        wrong = replace(form, errors={"": gettext(CHANGED_MEANWHILE)})
        return ask.answered() or _again(ask, draft_of(ask, item_id), wrong, 409)


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


def _again(ask: Ask, asked: Asked, form: Form, status: int) -> Response:
    """Show what came back once more, as the form carried it, with what is wrong."""
    return ask.page(replace(back_of(asked, _carried(ask, asked)), form=form), status=status)


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


def back_of(asked: Asked, returned: Returned) -> Back:
    """Return the page of what came back; at first every field stays as it is."""
    return Back(
        id=asked.matter.id,
        title=asked.title,
        language=asked.matter.language,
        href=address(asked.matter.id, "clearance"),
        version=asked.matter.version,
        returned=returned,
        form=Form(dict.fromkeys(BY_NAME, KEEP)),
    )
