"""Clearance of a draft of a request: the document, what came back of it, and what is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, ensure
from app.assistance import drafting, forms, stored
from app.assistance.address import address
from app.assistance.clearance.coming import KEEP, TRIES, Returned, read_back, row_of, with_taken
from app.assistance.clearance.fields import BY_NAME
from app.assistance.clearance.going import document, number_of
from app.assistance.forms import How, What
from app.assistance.pages import acting, as_read
from app.assistance.queries import Asked, one
from app.assistance.saving import CHANGED_MEANWHILE, draft_of
from app.audit.actions import record
from app.audit.events import Event
from app.clearing.forms import Limits, limits, read_frame, usual
from app.clearing.pages import FILE, MEGABYTES, MOST_FORM, NONE_SENT, sent_in
from app.core import clock, i18n
from app.core.errors import Conflict, TooLarge
from app.core.i18n import N_, gettext
from app.directory.still_acting import ensure_still_acts
from app.files.serving import disposition
from app.papers.reading.parts import NoWord
from app.papers.writing.parts import KIND
from app.practices.clearing.forms import NONE_TAKEN
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING, UPLOADING

room = Room("assistance.clearance")
BASE = "/assistance/{item_id}/clearance"
TAKEN = N_("Taken into your draft. Nobody else sees it before you submit.")


@dataclass(frozen=True, kw_only=True)
class Clearance(Page):
    """The form of a document that goes out, and of one that came back."""

    template: ClassVar[str] = "assistance/clearance/clearance.html"
    here: ClassVar[str] = "assistance"

    id: str
    title: str
    href: str
    number: str
    form: Form
    back: Form
    limits: Limits
    megabytes: int
    said: str


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


@room.get(BASE, P.REQUEST_EDIT)
def clearance(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show the office how to send its draft out, and where to send in what came back."""
    page = _page(draft_of(ask, item_id), Form(usual()))
    return ask.page(replace(page, said=gettext(TAKEN) if said == "taken" else ""))


@room.post(BASE, P.REQUEST_EDIT, pace=POSTING)
def make(ask: Ask, item_id: str) -> Response:
    """Give the draft as a document; that it was made is recorded, and nothing of it kept."""
    asked = draft_of(ask, item_id)
    reader = Reader(ask.sent)
    said = read_frame(reader, i18n.language())
    if not reader.form.good:
        return ask.page(_page(asked, reader.form), status=422)
    content = document(asked, said, clock.now().replace(microsecond=0))
    with ask.unit_of_work() as db:
        ensure(ensure_still_acts(db, ask.viewer), P.REQUEST_EDIT, asked.matter)
        record(db, Event.REQUEST_OUT, viewer=ask.viewer, subject=item_id)
    headers = {
        "content-disposition": disposition(f"{number_of(asked).replace('/', '-')}.docx"),
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=KIND, headers=headers)


def may_send(ask: Ask, item_id: str) -> object:
    """Let pass whose draft it is."""
    return draft_of(ask, item_id)


@room.post(
    f"{BASE}/back",
    P.REQUEST_EDIT,
    takes_file=True,
    largest=MOST_FORM,
    may_send=may_send,
    pace=UPLOADING,
)
def come_back(ask: Ask, item_id: str) -> Response:
    """Show what came back beside what the draft says; only that it came is recorded."""
    asked = draft_of(ask, item_id)
    content = sent_in(ask)
    try:
        if content is None:
            raise _NoFile
        returned = read_back(asked, content)
    except (NoWord, TooLarge) as refusal:
        wrong = Form({}, {FILE: refusal.sentence})
        return ask.page(replace(_page(asked, Form(usual())), back=wrong), status=422)
    with ask.unit_of_work() as db:
        record(db, Event.REQUEST_BACK, viewer=ask.viewer, subject=item_id)
    return ask.page(_back(asked, returned))


class _NoFile(NoWord):
    message = NONE_SENT


@room.post(f"{BASE}/take", P.REQUEST_EDIT, pace=POSTING)
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
    return ask.page(replace(_back(asked, _carried(ask, asked)), form=form), status=status)


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


def _back(asked: Asked, returned: Returned) -> Back:
    return Back(
        id=asked.matter.id,
        title=asked.title,
        language=asked.matter.language,
        href=address(asked.matter.id, "clearance"),
        version=asked.matter.version,
        returned=returned,
        form=Form(dict.fromkeys(BY_NAME, KEEP)),
    )


def _page(asked: Asked, form: Form) -> Clearance:
    return Clearance(
        id=asked.matter.id,
        title=asked.title,
        href=address(asked.matter.id, "clearance"),
        number=number_of(asked),
        form=form,
        back=Form(),
        limits=limits(),
        megabytes=MEGABYTES,
        said="",
    )
