"""Making a clearance: which text goes out, how it is marked, who reads it and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock, i18n
from app.core.errors import Conflict, Refusal
from app.core.i18n import N_, gettext
from app.manual import queries
from app.manual.clearing import actions, going
from app.manual.clearing.forms import SUGGESTIONS, Making, read_making
from app.manual.clearing.rules import LONGEST, MOST_MARKING, MOST_READERS, USUAL, ChapterGone
from app.manual.clearing.values import ADDRESS
from app.manual.pages.proposing import edition_now
from app.manual.pages.room import room
from app.manual.suggesting.values import Suggestion
from app.manual.values import ChapterHead, EditionInfo
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page
from app.web.throttle import POSTING

MARKED = N_("For clearance. Not a decision, not a position.")
OF_OFFICE = N_("Only the suggestions ticked below, each as your office words it")
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Clear(Page):
    """The form of a clearance."""

    template: ClassVar[str] = "manual/clear.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    form: Form
    whats: Options
    own: Options
    languages: Options
    refused: str
    first: str
    last: str
    most: tuple[int, int]


@room.get("/manual/clear", P.SUGGESTION_WRITE)
def begin(ask: Ask, chapter: str = "", suggestions: str = "") -> Response:
    """Show the form, with the chapter or the office's suggestions chosen that the way in names."""
    edition = edition_now(ask)
    heads = queries.heads(ask.conn, edition.number)
    named = next((head.chapter_id for head in heads if head.slug == chapter), "")
    values = {
        "what": SUGGESTIONS if suggestions else named,
        "own": "yes",
        "marking": gettext(MARKED),
        "deadline": (clock.today() + USUAL).isoformat(),
        "language": i18n.language(),
    }
    return ask.page(_page(ask, edition, Form(values)))


@room.post("/manual/clear", P.SUGGESTION_WRITE, pace=POSTING)
def make(ask: Ask) -> Response:
    """Let a text go out."""
    edition = edition_now(ask)
    heads = {head.chapter_id: head for head in queries.heads(ask.conn, edition.number)}
    own = going.own(ask.conn, ask.viewer)
    offered = {one.matter.id: one for one in own}
    said, form = read_making(ask.sent, list(heads), offered, default=i18n.language())
    if not form.good:
        return ask.page(_page(ask, edition, form), status=422)
    blocks = _going(ask, edition, said, [offered[name] for name in said.chosen], own)
    try:
        if not blocks:
            raise ChapterGone
        with ask.unit_of_work() as db:
            made = actions.make(db, ask.viewer, said, blocks, edition)
            return ask.go(f"{ADDRESS}/{made}?said=made", db)
    except Conflict as refusal:
        return _refused(ask, edition, form, refusal)


def _going(
    ask: Ask,
    edition: EditionInfo,
    said: Making,
    chosen: Sequence[Suggestion],
    own: Sequence[Suggestion],
) -> Sequence[going.Going]:
    if not said.chapter:
        return going.of_suggestions(ask.conn, edition, chosen)
    return going.of_chapter(ask.conn, edition, said.chapter, own if said.own else ())


def _refused(ask: Ask, edition: EditionInfo, form: Form, refusal: Refusal) -> Response:
    page = _page(ask, edition, form, refusal.sentence)
    return ask.page(page, status=refusal.status)


def _page(ask: Ask, edition: EditionInfo, form: Form, refused: str = "") -> Clear:
    heads: Sequence[ChapterHead] = queries.heads(ask.conn, edition.number)
    own = going.own(ask.conn, ask.viewer)
    chapters = [(head.chapter_id, f"{head.number} {head.title}") for head in heads]
    today = clock.today()
    return Clear(
        edition=edition,
        form=form,
        whats=[*([(SUGGESTIONS, gettext(OF_OFFICE))] if own else []), *chapters],
        own=[(one.matter.id, one.title) for one in own],
        languages=options({code: LANGUAGES[code] for code in i18n.languages()}),
        refused=refused,
        first=today.isoformat(),
        last=(today + LONGEST).isoformat(),
        most=(MOST_MARKING, MOST_READERS),
    )
