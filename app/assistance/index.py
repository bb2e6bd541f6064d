"""What concerns an office: asked by us, open to us, our offers; for the secretariat all it sees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance import lists, offer_lists, words
from app.assistance.facts import age, is_late
from app.assistance.lists import PAGE, Listed, Wanted
from app.assistance.offer_lists import ListedOffer
from app.assistance.rules import ENDED, TAKES_OFFERS, Stage
from app.core.i18n import N_, gettext
from app.core.seal import Seal
from app.directory.clocks import Clock, clock_for
from app.items.queries import cursor_of
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, named, options
from app.web.forms import Form, Reader
from app.web.render import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: ``date`` is the answer date where it still matters."""

    href: str
    title: str
    language: str
    text: str
    date: date | None
    late: bool
    tile: str
    sign: tuple[str, str]
    meta: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One list with its heading; ``empty`` says what is not there and what would fill it."""

    key: str
    title: str
    rows: Sequence[Row]
    more: str
    empty: tuple[str, str]
    ask: bool


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The lists of this room."""

    template: ClassVar[str] = "assistance/index.html"
    here: ClassVar[str] = "assistance"

    form: Form
    themes: Sequence[tuple[str, str]]
    modalities: Sequence[tuple[str, str]]
    stages: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    found: int
    narrowed: bool


FEW = 10  # entries of each list on the page of all lists

Read = Callable[[Connection, Viewer, Seal, Wanted], Sequence[Listed] | Sequence[ListedOffer]]


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    nothing: str
    hint: str
    read: Read


_KINDS: Mapping[str, _Kind] = {
    "asked": _Kind(
        N_("Asked by us"),
        N_("Your office asks for nothing now"),
        N_("Say in one sentence what you want to be able to do; members with practice answer."),
        lists.asked_by_us,
    ),
    "open": _Kind(
        N_("Open to us"),
        N_("No request is open to your office now"),
        N_("A request addressed to your office will stand here, and a letter will tell you."),
        lists.open_to_us,
    ),
    "offers": _Kind(
        N_("Our offers"),
        N_("Your office has offered nothing yet"),
        N_("Open a request that is addressed to you and offer what you can, however small."),
        offer_lists.our_offers,
    ),
    "all": _Kind(
        N_("Requests"),
        N_("No request to show"),
        N_("A request stands here once an office submits it to the Secretariat."),
        lists.visible,
    ),
}


def index_of(conn: Connection, viewer: Viewer, seal: Seal, query: Mapping[str, str]) -> Index:
    """Return the page of lists for ``viewer``, narrowed by the fields of ``query``."""
    reader = Reader({name: [value] for name, value in query.items()})
    wanted = Wanted(
        theme=reader.choice("theme", THEMES),
        modality=reader.choice("modality", MODALITIES),
        stages=tuple(filter(None, (reader.choice("stage", list(Stage)),))),
        below=cursor_of(query.get("below", "")),
    )
    keys = ("all",) if viewer.in_secretariat else ("asked", "open", "offers")
    chosen = [key for key in keys if key == query.get("list")] or keys
    wanted = replace(wanted, most=PAGE if len(chosen) == 1 else FEW)
    sections = [_section(conn, viewer, seal, key, wanted) for key in chosen]
    return Index(
        form=reader.form,
        themes=options(THEMES),
        modalities=options(MODALITIES),
        stages=options({s: words.STAGES[s] for s in Stage if viewer.member or s != Stage.DRAFT}),
        sections=sections,
        found=sum(len(section.rows) for section in sections),
        narrowed=bool(wanted.used),
    )


def _section(conn: Connection, viewer: Viewer, seal: Seal, key: str, wanted: Wanted) -> Section:
    kind = _KINDS[key]
    narrowed = bool(wanted.used)
    if key == "open" and not wanted.stages:
        wanted = replace(wanted, stages=TAKES_OFFERS)
    read = kind.read(conn, viewer, seal, wanted)
    clock = clock_for(conn, viewer.member or "") if key == "open" and read else Clock()
    rows = [
        _offer(one) if isinstance(one, ListedOffer) else row_of(one, clock, own=key == "asked")
        for one in read
    ]
    nothing = (gettext("Nothing fits these filters"), gettext("Remove a filter to see more."))
    return Section(
        key=key,
        title=gettext(kind.title),
        rows=rows,
        more=_more(key, wanted, read[-1].cursor) if len(read) == wanted.most else "",
        empty=nothing if narrowed else (gettext(kind.nothing), gettext(kind.hint)),
        ask=key == "asked" and not narrowed,
    )


def _more(key: str, wanted: Wanted, cursor: str) -> str:
    stage = wanted.stages[0] if len(wanted.stages) == 1 else ""
    fields = {"theme": wanted.theme, "modality": wanted.modality, "stage": stage}
    chosen = {name: value for name, value in fields.items() if value}
    return "/assistance?" + urlencode({**chosen, "list": key, "below": cursor})


def row_of(one: Listed, clock: Clock, *, own: bool) -> Row:
    """Return a request as a row; its answer date as ``clock``, the reader's own, has moved it."""
    open_now = one.stage in TAKES_OFFERS
    answer_by = clock.answer(one.answer_by, one.opened_on)
    meta = [
        "" if own else gettext("Asked by %(member)s", member=gettext(one.owner_name)),
        *named(one.themes, THEMES),
        *named(one.modalities, MODALITIES),
        *named(one.languages, LANGUAGES),
        words.wanted_by(answer_by) if open_now else "",
        gettext("Opened %(age)s", age=age(one.opened_on)) if one.opened_on else "",
        one.number or "",
    ]
    return Row(
        href=f"/assistance/{one.id}",
        title=words.title_of(one.title, destroyed=bool(one.stage in ENDED and one.number)),
        language=one.language,
        text="",
        date=answer_by if open_now else None,
        late=is_late(answer_by, one.stage),
        tile=one.owner,
        sign=words.stage_sign(one.stage, one.result),
        meta=[part for part in meta if part],
    )


def _offer(one: ListedOffer) -> Row:
    return Row(
        href=f"/assistance/{one.request_id}#offer-{one.id}",
        title=words.title_of(one.request_title, destroyed=one.request_stage in ENDED),
        language=one.request_language,
        text=one.message,
        date=None,
        late=False,
        tile=one.owner,
        sign=words.offer_sign(one.stage, one.request_stage),
        meta=[gettext("To %(member)s", member=gettext(one.owner_name))],
    )
