"""Making a clearance: which text goes out, how it is marked, who reads it and until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.clearing.forms import Limits, limits, usual
from app.core import i18n
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.manual import queries
from app.manual.clearing import actions, consulted, going
from app.manual.clearing.forms import SUGGESTIONS, Making, read_making
from app.manual.clearing.rules import ChapterGone
from app.manual.clearing.values import ADDRESS
from app.manual.consulting import frozen
from app.manual.consulting.values import Consultation
from app.manual.pages.proposing import edition_now
from app.manual.pages.room import room
from app.manual.suggesting.rules import ASKED, Asks
from app.manual.suggesting.values import Suggestion
from app.manual.values import ChapterHead, EditionInfo
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page
from app.web.throttle import POSTING

OF_OFFICE = N_("Only the suggestions ticked below, each as your office words it")
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Clear(Page):
    """The form of a clearance; with ``consulted`` its chapters are those of that one's text."""

    template: ClassVar[str] = "manual/clear.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    consulted: Consultation | None
    form: Form
    whats: Options
    own: Options
    limits: Limits
    refused: str


@dataclass(frozen=True, slots=True)
class _From:
    """Where a text goes out of: an edition, or the text of a consultation."""

    edition: EditionInfo
    heads: Sequence[ChapterHead]
    consulted: Consultation | None = None

    @property
    def last(self) -> date | None:
        """The last day on which it can come back, None where it is no consultation."""
        return self.consulted.until if self.consulted else None


@room.get("/manual/clear", P.SUGGESTION_WRITE)
def begin(ask: Ask, chapter: str = "", suggestions: str = "", consultation: str = "") -> Response:
    """Show the form, with the chapter or the office's suggestions chosen that the way in names."""
    source = _from(ask, consultation)
    named = next((head.chapter_id for head in source.heads if head.slug == chapter), "")
    values = {
        "what": SUGGESTIONS if suggestions and not consultation else named,
        "own": "yes",
        **usual(source.last),
    }
    return ask.page(_page(ask, source, Form(values)))


def _from(ask: Ask, consultation: str) -> _From:
    """Return where a text goes out of.

    Raises:
        NotFound: before the first edition.
        NotConsulted: when the viewer sees no such consultation, or it is over or withdrawn.
    """
    edition = edition_now(ask)
    if not consultation:
        return _From(edition, queries.heads(ask.conn, edition.number))
    one = consulted.asked(ask.conn, ask.viewer, consultation)
    return _From(edition, frozen.heads(ask.conn, consultation), one)


@room.post("/manual/clear", P.SUGGESTION_WRITE, pace=POSTING)
def make(ask: Ask) -> Response:
    """Let a text go out."""
    source = _from(ask, ask.field("consultation"))
    heads = {head.chapter_id: head for head in source.heads}
    own = [] if source.consulted else going.own(ask.conn, ask.viewer)
    offered = {one.matter.id: one for one in own}
    said, form = read_making(
        ask.sent, list(heads), offered, default=i18n.language(), until=source.last
    )
    if not form.good:
        return ask.page(_page(ask, source, form), status=422)
    blocks = _going(ask, source, said, [offered[name] for name in said.chosen], own)
    if source.consulted:
        said = replace(said, consultation=source.consulted.matter.id)
    try:
        if not blocks:
            raise ChapterGone
        with ask.unit_of_work() as db:
            made = actions.make(db, ask.viewer, said, blocks, source.edition)
            return ask.go(f"{ADDRESS}/{made}?said=made", db)
    except Conflict as refusal:
        return ask.page(_page(ask, source, form, refusal.sentence), status=refusal.status)


def _going(
    ask: Ask,
    source: _From,
    said: Making,
    chosen: Sequence[Suggestion],
    own: Sequence[Suggestion],
) -> Sequence[going.Going]:
    edition = source.edition
    if source.consulted:
        return consulted.going(ask.conn, source.consulted.matter.id, said.chapter)
    if not said.chapter:
        return going.of_suggestions(ask.conn, edition, chosen)
    return going.of_chapter(ask.conn, edition, said.chapter, own if said.own else ())


def _page(ask: Ask, source: _From, form: Form, refused: str = "") -> Clear:
    own = [] if source.consulted else going.own(ask.conn, ask.viewer)
    chapters = [(head.chapter_id, f"{head.number} {head.title}") for head in source.heads]
    return Clear(
        edition=source.edition,
        consulted=source.consulted,
        form=form,
        whats=[*([(SUGGESTIONS, gettext(OF_OFFICE))] if own else []), *chapters],
        own=[(one.matter.id, _called(one)) for one in own],
        limits=limits(source.last),
        refused=refused,
    )


def _called(one: Suggestion) -> str:
    """Return how a suggestion is named where it is ticked."""
    if one.asks == Asks.REWORD:
        return one.title
    return gettext("%(title)s (%(asked)s)", title=one.title, asked=gettext(ASKED[one.asks]))
