"""Editing one section: with what others saved meanwhile, what was set aside, what once stood."""

from contextlib import suppress
from dataclasses import replace

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound, TooLarge
from app.core.i18n import N_, gettext
from app.manual.editing import earlier, writing
from app.manual.editing.forms import MOST_DIGITS, SectionForm, read_section
from app.manual.editing.saving import Plan, SectionGone, Typed, plan, save, was_there
from app.manual.editing.sections import Section, find
from app.manual.editing.writing import OtherWindow, Place
from app.manual.figures import forms as figures
from app.manual.figures.checking import FiguresWrong, ensure
from app.manual.pages.chapter_form import plain
from app.manual.pages.references import references
from app.manual.pages.room import room
from app.manual.pages.section_form import EditSection, Shown, both, shown_of, title_of
from app.manual.pages.section_list import SAID, drafted
from app.manual.publishing.waiting import submitted
from app.manual.rules import ChapterChanged
from app.manual.values import ChapterHead
from app.web.ask import Ask
from app.web.forms import Form

TWO_TEXTS = N_(
    "Someone saved this section while you were writing. Paragraphs that only one of you changed"
    " stand as they were changed. Where both of you changed one, your text stands in the form and"
    " both stand here. Saving again puts the text of the form in the place of theirs."
)


@room.get("/manual/edit/{chapter}/sections/{section}", P.MANUAL_EDIT)
def edit_section(ask: Ask, chapter: str, section: str, said: str = "", kept: str = "") -> Response:
    """Show a section for editing: as it is saved, as set aside (``kept``), or as it once was."""
    head, _ = drafted(ask, chapter)
    page = _open(ask, head, section, again=bool(kept))
    return ask.page(replace(page, said=gettext(SAID[said]) if said in SAID else ""))


def _open(ask: Ask, head: ChapterHead, section: str, *, again: bool = False) -> EditSection:
    """Return the page of a section that is opened; with ``again`` the text set aside is taken up.

    Raises:
        NotFound: the chapter has no such section, and nothing of it was set aside.
    """
    _, blocks = drafted(ask, head.slug)
    mine = writing.aside(ask.conn, ask.viewer, head.chapter_id, section)
    if mine and (again or not find(blocks, section)):
        typed = Typed(section, mine.version, mine.source)
        return page_of(ask, head, typed, _filled(typed, mine.turn))
    shown = _once(ask, head, section) or find(blocks, section)
    if shown is None:
        raise NotFound
    gone = find(blocks, section) is None
    typed = Typed(section, head.version, plain(shown.blocks), gone)
    return replace(page_of(ask, head, typed, _filled(typed, 0)), kept=mine)


def _once(ask: Ask, head: ChapterHead, section: str) -> Section | None:
    """Return the section at the version that the address names, None where it names none."""
    version = ask.request.query_params.get("from", "")
    if not (version.isascii() and version.isdigit() and len(version) <= MOST_DIGITS):
        return None
    blocks = earlier.text_at(ask.conn, head.chapter_id, section, int(version))
    return Section(section, 0, len(blocks), blocks) if blocks else None


@room.post("/manual/edit/{chapter}/sections/{section}", P.MANUAL_EDIT)
def save_section(ask: Ask, chapter: str, section: str) -> Response:
    """Save a section, show how it would read, set its text aside, or throw that away."""
    head, blocks = drafted(ask, chapter)
    sent = read_section(ask.sent, section)
    if not find(blocks, section) and not _known(ask, head, sent.typed):
        raise NotFound
    if ask.field("do") == "drop":
        return _drop(ask, head, Place(head.chapter_id, section, head.version), sent.turn)
    if sent.form.good:
        sent = _fitting(ask, head, sent)
    if not sent.form.good:
        return ask.page(page_of(ask, head, sent.typed, sent.form), status=422)
    try:
        return _done(ask, head, sent)
    except (ChapterChanged, OtherWindow, FiguresWrong) as refusal:
        form = _with(sent.form, refusal.sentence)
        return ask.page(page_of(ask, head, sent.typed, form), status=refusal.status)


def _drop(ask: Ask, head: ChapterHead, place: Place, turn: int) -> Response:
    """Throw away what was set aside, or show what another window kept since."""
    try:
        with ask.unit_of_work() as db:
            writing.drop(db, ask.viewer, place, turn)
            return ask.go(f"/manual/edit/{head.slug}/sections", db)
    except OtherWindow as refusal:
        page = _open(ask, head, place.section, again=True)
        form = _with(page.form, refusal.sentence)
        return ask.page(replace(page, form=form), status=409)


def _fitting(ask: Ask, head: ChapterHead, sent: SectionForm) -> SectionForm:
    """Return what was sent, with what is wrong with it beside the rest of its chapter."""
    try:
        plan(ask.conn, head.chapter_id, sent.typed)
    except TooLarge as refusal:
        return replace(sent, form=_with(sent.form, refusal.sentence))
    return sent


def _known(ask: Ask, head: ChapterHead, typed: Typed) -> bool:
    """Tell whether the chapter has, or ever had, the section."""
    found = was_there(ask.conn, head.chapter_id, typed)
    return found or bool(earlier.texts(ask.conn, head.chapter_id, typed.section))


def _done(ask: Ask, head: ChapterHead, sent: SectionForm) -> Response:
    """Do what the writer's button says with a text that can be taken."""
    typed = sent.typed
    here = f"/manual/edit/{head.slug}/sections"
    place = Place(head.chapter_id, typed.section, typed.seen)
    if ask.field("do") == "preview":
        with ask.unit_of_work() as db:
            writing.mark(db, ask.viewer, place)
        return ask.page(page_of(ask, head, typed, sent.form))
    with ask.unit_of_work() as db:
        if ask.field("do") in {"keep", "figure"}:
            writing.set_aside(db, ask.viewer, place, sent.turn, typed.source)
            return ask.go(f"{here}/{typed.section}{_further(ask)}", db)
        ensure(ask.conn, plan(ask.conn, head.chapter_id, typed).section)
        found = save(db, ask.viewer, head.chapter_id, typed)
        if not found.conflicts and not found.gone:
            writing.stop(db, ask.viewer, place, sent.turn, typed.source)
            return ask.go(f"{here}?said=saved", db)
    return _clash(ask, head, sent, found)


def _further(ask: Ask) -> str:
    """Return where one goes after a text was set aside; ``at`` is the place of the cursor."""
    if ask.field("do") == "keep":
        return "?kept=1&said=kept"
    at = figures.place(ask.field("at"))
    return "/figures" if at is None else f"/figures?at={at}"


def _clash(ask: Ask, head: ChapterHead, sent: SectionForm, found: Plan) -> Response:
    """Show both texts of what two people changed: nothing is lost, saving again is knowingly."""
    says = SectionGone.message if found.gone else TWO_TEXTS
    typed = Typed(sent.typed.section, found.version, plain(found.section), found.gone)
    form = _with(_filled(typed, sent.turn), gettext(says))
    page = page_of(ask, replace(head, version=found.version), typed, form)
    return ask.page(replace(page, conflicts=both(ask, found.conflicts)), status=409)


def _with(form: Form, sentence: str) -> Form:
    return Form(form.values, {**form.errors, "text": sentence})


def _filled(typed: Typed, turn: int) -> Form:
    values = {"version": str(typed.seen), "turn": str(turn), "text": typed.source}
    return Form({**values, "at_end": "yes" if typed.at_end else ""})


def page_of(ask: Ask, head: ChapterHead, typed: Typed, form: Form) -> EditSection:
    """Return the page for what was typed."""
    found: Plan | None = None
    shown: Shown | None = None
    with suppress(TooLarge):
        found = plan(ask.conn, head.chapter_id, typed)
        shown = shown_of(ask, head, found)
    first = (found.base or found.theirs or found.section or (None,))[0] if found else None
    return EditSection(
        head=head,
        section=typed.section,
        title=title_of(first),
        form=form,
        shown=shown,
        others=[
            other
            for other in writing.others(ask.conn, ask.viewer, head.chapter_id)
            if other.section == typed.section
        ],
        kept=None,
        conflicts=(),
        said="",
        refers=references(ask.conn, head, found.old if found else ()),
        submitted=submitted(ask.conn),
    )
