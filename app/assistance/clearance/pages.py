"""Clearance of a draft of a request: the document, what came back of it, and what is taken."""

from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, ensure
from app.assistance.address import address
from app.assistance.clearance.coming import read_back
from app.assistance.clearance.going import document, number_of
from app.assistance.clearance.taking import back_of
from app.assistance.queries import Asked
from app.assistance.saving import draft_of
from app.audit.actions import record
from app.audit.events import Event
from app.clearing.forms import Limits, limits, read_frame, usual
from app.clearing.pages import FILE, MEGABYTES, MOST_FORM, NONE_SENT, sent_in
from app.core import clock, i18n
from app.core.errors import TooLarge
from app.core.i18n import N_, gettext
from app.directory.still_acting import ensure_still_acts
from app.files.serving import disposition
from app.papers.reading.parts import NoWord
from app.papers.writing.parts import KIND
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
    return ask.page(back_of(asked, returned))


class _NoFile(NoWord):
    message = NONE_SENT


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
