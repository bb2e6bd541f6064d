"""Every consultation there is, and opening one on the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock, i18n
from app.core.i18n import gettext
from app.manual.consulting import actions, forms, frozen, queries
from app.manual.consulting.rules import MOST_ASKED, MOST_TITLE
from app.manual.consulting.shown import line_of
from app.manual.consulting.values import ADDRESS
from app.manual.pages.room import room
from app.manual.rules import DraftChanged
from app.notifications.post import Post
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.lines import Line
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Consultations(Page):
    """The consultations that the viewer may see."""

    template: ClassVar[str] = "manual/consultations.html"
    here: ClassVar[str] = "manual"

    rows: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Open(Page):
    """The form by which one is opened; ``seen`` is the hash of the draft as it is now."""

    template: ClassVar[str] = "manual/consult.html"
    here: ClassVar[str] = "manual"

    form: Form
    chapters: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    seen: str
    first: str
    refused: str
    most: tuple[int, int]


@room.get("/manual/consultations", P.CONSULTATION_READ)
def consultations(ask: Ask) -> Response:
    """Show the consultations that the viewer may see, the newest first."""
    found = queries.listed(ask.conn, ask.viewer)
    numbers = queries.counted(ask.conn) if ask.viewer.in_secretariat else None
    return ask.page(Consultations(rows=[line_of(one, numbers) for one in found]))


@room.get("/manual/consult", P.CONSULTATION_LEAD)
def begin(ask: Ask) -> Response:
    """Show the form with the draft's chapters."""
    return ask.page(_page(frozen.of_draft(ask.conn), forms.blank(i18n.language())))


@room.post("/manual/consultations", P.CONSULTATION_LEAD)
def open_(ask: Ask) -> Response:
    """Open a consultation on the draft as the form showed it."""
    draft = frozen.of_draft(ask.conn)
    known = [head.chapter_id for head in draft.heads]
    said, form = forms.read_opening(ask.sent, known, i18n.language())
    if said is None:
        return ask.page(_page(draft, form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = actions.open_(db, ask.viewer, said, Post.of(ask.portal))
            return ask.go(f"{ADDRESS}/{made}?said=opened", db)
    except DraftChanged as refusal:
        page = _page(frozen.of_draft(ask.conn), form, gettext(refusal.msgid))
        return ask.page(page, status=refusal.status)


def _page(draft: frozen.Text, form: Form, refused: str = "") -> Open:
    return Open(
        form=form,
        chapters=[(head.chapter_id, f"{head.number} {head.title}") for head in draft.heads],
        languages=options(LANGUAGES),
        seen=draft.hash,
        first=clock.today().isoformat(),
        refused=refused,
        most=(MOST_TITLE, MOST_ASKED),
    )
