"""The translator's desk: every language, one language, one chapter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound, TooLarge
from app.core.i18n import N_, gettext
from app.manual import queries
from app.manual.figures.checking import FiguresWrong
from app.manual.pages.room import room
from app.manual.translating import queries as translations
from app.manual.translating.desk import Desk, open_desk
from app.manual.translating.forms import Translated, as_drafted, read, seen
from app.manual.translating.freezing import coverage
from app.manual.translating.offers import name_of, remark
from app.manual.translating.sheet import sheet
from app.manual.translating.values import TARGETS, Coverage, Translation
from app.manual.translating.writing import TranslationChanged, save
from app.manual.values import DRAFT, ChapterHead
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

GONE = N_("The source no longer has some paragraphs that you translated. Their text stands below.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A language or chapter with how much of it is translated."""

    title: str
    href: str
    remark: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Translations(Page):
    """Every language, or with ``name`` the chapters of one."""

    template: ClassVar[str] = "manual/translations.html"
    here: ClassVar[str] = "manual"

    name: str
    entries: Sequence[Entry]


@room.get("/manual/translate", P.MANUAL_EDIT)
def languages(ask: Ask) -> Response:
    """Show how complete every language is."""
    heads = queries.heads(ask.conn, DRAFT)
    texts = queries.texts(ask.conn, DRAFT, (head.chapter_id for head in heads))
    said = translations.drafted(ask.conn)
    found = [coverage(code, said.get(code, Translation()), heads, texts) for code in TARGETS]
    entries = [_entry(name_of(one.language), one.language, one) for one in found]
    return ask.page(Translations(name="", entries=entries))


@room.get("/manual/translate/{language}", P.MANUAL_EDIT)
def chapters(ask: Ask, language: str) -> Response:
    """Show how complete each chapter of a language is."""
    _ensure(language)
    heads = queries.heads(ask.conn, DRAFT)
    texts = queries.texts(ask.conn, DRAFT, (head.chapter_id for head in heads))
    said = translations.drafted(ask.conn, language).get(language, Translation())

    def one(head: ChapterHead) -> Entry:
        here = Translation(
            {key: found for key, found in said.heads.items() if key == head.chapter_id}, said.blocks
        )
        found = coverage(language, here, [head], texts)
        return _entry(f"{head.number} {head.title}", f"{language}/{head.slug}", found)

    return ask.page(Translations(name=name_of(language), entries=[one(head) for head in heads]))


def _entry(title: str, place: str, found: Coverage) -> Entry:
    said = remark(found) if found.translated else gettext("not begun")
    return Entry(title, f"/manual/translate/{place}", said, found.whole)


@room.get("/manual/translate/{language}/{chapter}", P.MANUAL_EDIT)
def translate(ask: Ask, language: str, chapter: str, saved: str = "") -> Response:
    """Show a chapter with its translation beside it."""
    desk = _desk(ask, language, chapter)
    return ask.page(replace(sheet(ask, desk, as_drafted(desk)), saved=bool(saved)))


@room.post("/manual/translate/{language}/{chapter}", P.MANUAL_EDIT)
def keep(ask: Ask, language: str, chapter: str) -> Response:
    """Save a chapter's translation."""
    desk = _desk(ask, language, chapter)
    sent = read(ask.sent, desk)
    if sent.left:
        form = Form(sent.form.values, {"": gettext(GONE), **sent.form.errors})
        return ask.page(sheet(ask, desk, form, left=sent.left), status=409)
    if not sent.form.good:
        return ask.page(sheet(ask, desk, sent.form), status=422)
    try:
        with ask.unit_of_work() as db:
            save(db, ask.viewer, language, sent.written)
            return ask.go(f"/manual/translate/{language}/{desk.head.slug}?saved=1", db)
    except (TooLarge, FiguresWrong) as refusal:
        form = Form(sent.form.values, {"": refusal.sentence})
        return ask.page(sheet(ask, desk, form), status=422)
    except TranslationChanged as clash:
        return _clash(ask, _desk(ask, language, chapter), sent, clash)


def _clash(ask: Ask, desk: Desk, sent: Translated, clash: TranslationChanged) -> Response:
    """Show both texts where two wrote one; saving again puts this one in its place, knowingly."""
    marks = {name: value for name, value in seen(desk).items() if name[2:] in clash.names}
    form = Form({**sent.form.values, **marks}, {"": clash.sentence})
    return ask.page(sheet(ask, desk, form, clash.names), status=409)


def _desk(ask: Ask, language: str, chapter: str) -> Desk:
    _ensure(language)
    found = open_desk(ask.conn, language, chapter)
    if found is None:
        raise NotFound
    return found


def _ensure(language: str) -> None:
    if language not in TARGETS:
        raise NotFound
