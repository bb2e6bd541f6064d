"""Making a suggestion on a paragraph of the current edition: other words, that it goes, or more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Office
from app.core import i18n
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.i18n import gettext
from app.manual import queries
from app.manual.meaning import Stance, offered, stances
from app.manual.opening import address
from app.manual.pages.room import room
from app.manual.suggesting import actions, forms
from app.manual.suggesting.forms import Proposed
from app.manual.suggesting.pieces import after
from app.manual.suggesting.placing import Place, in_edition
from app.manual.suggesting.queries import ADDRESS
from app.manual.suggesting.rules import (
    ASKS,
    MOST_REASON,
    MOST_WORDING,
    READERS,
    Asks,
    BlockGone,
    BlockReworded,
    readers,
)
from app.manual.suggesting.shown import Compared, as_read, compared
from app.manual.suggesting.values import titled
from app.manual.values import EditionInfo
from app.notifications.post import Post
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page
from app.web.throttle import POSTING

PREVIEW = "preview"
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Suggest(Page):
    """The form of a suggestion; ``place`` is None where the current edition has no such one.

    ``ways`` lead to the forms of the other kinds.
    """

    template: ClassVar[str] = "manual/suggest.html"
    here: ClassVar[str] = "manual"

    block: str
    asks: Asks
    heading: str
    ways: Options
    title: str
    place: Place | None
    edition: EditionInfo
    chapter: str
    words: Markup
    form: Form
    stances: Options
    readers: Options
    languages: Options
    shown: Compared | None
    refused: str
    most: tuple[int, int]


@room.get("/manual/suggest/{block}", P.SUGGESTION_WRITE)
def begin(ask: Ask, block: str, asks: str = "") -> Response:
    """Show the form of one kind, for other words with those of the current edition."""
    edition = edition_now(ask)
    place = in_edition(ask.conn, edition, block)
    if place is None:
        raise BlockGone
    kind = _kind(asks)
    values = {
        "asks": str(kind),
        "wording": place.block.source if kind == Asks.REWORD else "",
        "seen": place.hash,
        "stance": str(Stance.EXPERT),
        "language": i18n.language(),
    }
    return ask.page(_page(ask, edition, block, place, Form(values)))


@room.post("/manual/suggest/{block}", P.SUGGESTION_WRITE, pace=POSTING)
def suggest(ask: Ask, block: str) -> Response:
    """Make a suggestion, or show what it would change."""
    edition, office = edition_now(ask), _office(ask)
    place = in_edition(ask.conn, edition, block)
    said, form = forms.read_suggestion(
        ask.sent,
        place.block if place else None,
        office,
        offered=stances(ask.viewer),
        default=i18n.language(),
    )
    if place is None:
        gone = gettext(BlockGone.message)
        return ask.page(_page(ask, edition, block, None, form, refused=gone), status=409)
    if not form.good:
        return ask.page(_page(ask, edition, block, place, form), status=422)
    if ask.field("do") == PREVIEW:
        return ask.page(_page(ask, edition, block, place, form, said))
    if said.seen != place.hash:
        late = gettext(BlockReworded.message)
        form = Form({**form.values, "seen": place.hash})
        page = _page(ask, edition, block, place, form, said, refused=late)
        return ask.page(page, status=409)
    post = Post.of(ask.portal)
    try:
        with ask.unit_of_work() as db:
            made = actions.suggest(db, ask.viewer, said, place=place, edition=edition, post=post)
            return ask.go(f"{ADDRESS}/{made}?said=made", db)
    except Conflict as refusal:
        page = _page(ask, edition, block, place, form, refused=refusal.sentence)
        return ask.page(page, status=refusal.status)


def edition_now(ask: Ask) -> EditionInfo:
    """Return the current edition.

    Raises:
        NotFound: before the first one.
    """
    found = queries.current(ask.conn)
    if found is None:
        raise NotFound
    return found


def _kind(said: str) -> Asks:
    return Asks(said) if said in tuple(Asks) else Asks.REWORD


def _office(ask: Ask) -> Office:
    if ask.viewer.office is None:
        raise Forbidden
    return ask.viewer.office


def _page(  # noqa: PLR0913, PLR0917 - what the form is about, what was typed, what is said of it
    ask: Ask,
    edition: EditionInfo,
    block: str,
    place: Place | None,
    form: Form,
    said: Proposed | None = None,
    refused: str = "",
) -> Suggest:
    icons = ask.portal.static.url("icons.svg")
    number = place.number if place else ""
    kind = _kind(str(form.values.get("asks", "")))
    new = after(kind, place.block, said.wording) if place and said else ()
    where = address(edition.number, i18n.language(), place.head.slug) if place else ""
    return Suggest(
        block=block,
        asks=kind,
        heading=gettext(ASKS[kind]),
        ways=[(gettext(ASKS[one]), _href(block, one)) for one in Asks if one != kind],
        title=titled(number, place.block.source) if place else "",
        place=place,
        edition=edition,
        chapter=f"{where}#{block}" if where else "",
        words=as_read(place.block) if place else Markup(),
        form=form,
        stances=offered(ask.viewer),
        readers=[(one, gettext(READERS[one])) for one in readers(_office(ask))],
        languages=options(LANGUAGES),
        shown=compared(place.block, new, number, icons) if place and said else None,
        refused=refused,
        most=(MOST_WORDING, MOST_REASON),
    )


def _href(block: str, kind: Asks) -> str:
    where = f"/manual/suggest/{block}"
    return where if kind == Asks.REWORD else f"{where}?asks={kind}"
