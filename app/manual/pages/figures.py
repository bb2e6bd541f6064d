"""Adding a figure to a section: a picture is kept, its line goes into the text set aside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound, Refusal
from app.core.i18n import N_, gettext
from app.files.examining import Patience
from app.files.readying import note_virus
from app.files.rules import SENTENCES
from app.files.showing import size
from app.files.verdict import MOST, Refused, Why
from app.manual.editing import writing
from app.manual.editing.sections import find
from app.manual.editing.writing import Place
from app.manual.figures import forms, keeping, queries
from app.manual.figures.drawing import Drawn, draw
from app.manual.figures.forms import Told
from app.manual.pages.chapter_form import plain
from app.manual.pages.room import room
from app.manual.pages.section_form import title_of
from app.manual.pages.section_list import drafted
from app.manual.values import ChapterHead
from app.text.blocks import split
from app.text.figures import size_of
from app.web.ask import Ask
from app.web.forms import Form
from app.web.openness import ensure_open
from app.web.render import Page
from app.web.throttle import UPLOADING

FIELD = "picture"
MOST_FORM = MOST + 2**20
NONE = N_("Choose a picture.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that is there already, as the form offers it."""

    name: str
    words: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class AddFigure(Page):
    """The form that takes a picture for a section; ``shown`` are those of its text."""

    template: ClassVar[str] = "manual/figures.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    section: str
    title: str
    form: Form
    shown: Sequence[Kept]
    waiting: Sequence[Kept]
    megabytes: int = MOST // 2**20


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a section as its writer has it, with the version it began from and its turn."""

    source: str
    version: int
    turn: int


def may_send(ask: Ask, chapter: str, section: str) -> object:
    """Let pass who names a section of the draft."""
    return _open(ask, chapter, section)


@room.get("/manual/edit/{chapter}/sections/{section}/figures", P.MANUAL_EDIT)
def choose_figure(ask: Ask, chapter: str, section: str, at: str = "") -> Response:
    """Show the pictures of a section and the form that takes one more."""
    head, text = _open(ask, chapter, section)
    said = at if forms.place(at) is not None else ""
    return ask.page(_page(ask, head, section, text, Form({"at": said})))


@room.post(
    "/manual/edit/{chapter}/sections/{section}/figures",
    P.MANUAL_EDIT,
    takes_file=True,
    largest=MOST_FORM,
    may_send=may_send,
    pace=UPLOADING,
)
def add_figure(ask: Ask, chapter: str, section: str) -> Response:
    """Keep a picture and put its line into the text that is set aside for its writer."""
    head, text = _open(ask, chapter, section)
    told = forms.read(ask.sent)
    try:
        drawn = _drawn(ask)
    except Refused as refused:
        return _again(ask, head, section, text, told, gettext(SENTENCES[refused.why]))
    name = drawn.name if drawn else told.there
    if not name or (drawn is None and not queries.is_there(ask.conn, name)):
        return _again(ask, head, section, text, told, gettext(NONE))
    head, text = _open(ask, chapter, section)
    try:
        with ask.unit_of_work() as db:
            if drawn:
                keeping.keep(db, ask.viewer, drawn)
            if told.form.good:
                place = Place(head.chapter_id, section, text.version)
                source = forms.put_in(text.source, told.line(name), told.at)
                writing.set_aside(db, ask.viewer, place, text.turn, source)
                here = f"/manual/edit/{head.slug}/sections/{section}"
                return ask.go(f"{here}?kept=1&said=figure", db)
    except Refusal as refusal:
        return _again(ask, head, section, text, told, refusal.sentence, status=refusal.status)
    chosen = replace(told, form=Form({**told.form.values, "there": name}, told.form.errors))
    return _again(ask, head, section, text, chosen, "")


def _drawn(ask: Ask) -> Drawn | None:
    """Return the picture that was sent as the manual shows it, None where none was.

    Raises:
        Refused: it is not taken.
    """
    sent = next((one for one in ask.uploads if one.field == FIELD), None)
    if sent is None:
        return None
    ask.leave()  # examining takes time, and needs no connection
    try:
        drawn = draw(sent.content, Patience.new(ask.portal.settings.files_scanner))
    except Refused as refused:
        if refused.why is Why.VIRUS:
            note_virus(ask, len(sent.content))
        raise
    ask.relearn()
    ask.ensure(P.MANUAL_EDIT)
    ensure_open(ask.portal)
    return drawn


def _open(ask: Ask, chapter: str, section: str) -> tuple[ChapterHead, Text]:
    """Return the text of a section: as its writer set it aside, else as it is saved.

    Raises:
        NotFound: there is none.
    """
    head, blocks = drafted(ask, chapter)
    mine = writing.aside(ask.conn, ask.viewer, head.chapter_id, section)
    if mine:
        return head, Text(mine.source, mine.version, mine.turn)
    found = find(blocks, section)
    if found is None:
        raise NotFound
    return head, Text(plain(found.blocks), head.version, 0)


def _again(  # noqa: PLR0913, PLR0917 - the page, what was typed, what is said of it
    ask: Ask, head: ChapterHead, section: str, text: Text, told: Told, wrong: str, status: int = 422
) -> Response:
    errors = {**told.form.errors, **({FIELD: wrong} if wrong else {})}
    form = Form(told.form.values, errors)
    return ask.page(_page(ask, head, section, text, form), status=status)


def _page(ask: Ask, head: ChapterHead, section: str, text: Text, form: Form) -> AddFigure:
    blocks = split(text.source)
    named = sorted(queries.named_in(blocks))
    sizes = queries.sizes(ask.conn, named)
    return AddFigure(
        head=head,
        section=section,
        title=title_of(blocks[0] if blocks else None),
        form=form,
        shown=[_kept(name, sizes[name]) for name in named if name in sizes],
        waiting=[_kept(o.name, o.size) for o in queries.recent(ask.conn) if o.name not in sizes],
    )


def _kept(name: str, of: int) -> Kept:
    width, height = size_of(name)
    words = gettext(
        "%(width)s × %(height)s points, %(size)s", width=width, height=height, size=size(of)
    )
    return Kept(name, words, width, height)
