"""Four short tables of one office: what it asked, offered, promised and got."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlalchemy import Connection

from app.access.labels import MEMBER, OFFICE, PUBLIC
from app.access.viewer import Viewer
from app.assistance import lists, words
from app.assistance.lists import Listed, Wanted
from app.assistance.overview import queries, turns, waiting
from app.assistance.overview.queries import Line, Part
from app.assistance.overview.turns import Turn
from app.assistance.overview.waiting import Wait
from app.assistance.rules import ENDED, OfferStage
from app.core.i18n import N_, gettext
from app.core.seal import Seal
from app.items.queries import cursor_of
from app.vocabulary.labels import MODALITIES, THEMES
from app.web.components import date_words
from app.web.forms import Form, Reader

HERE = "/assistance/overview"
ASKED = "asked"
FEW, PAGE = 5, 20
TITLES: Mapping[str, tuple[str, str, str]] = {
    ASKED: (
        N_("Asked"),
        N_("Your office has asked for nothing yet"),
        N_("Say in one sentence what you want to be able to do; members with practice answer."),
    ),
    Part.OFFERED: (
        N_("Offered"),
        N_("No offer of your office waits or has ended without a yes"),
        N_("Open a request that is addressed to you and offer what you can, however small."),
    ),
    Part.PROMISED: (
        N_("Promised"),
        N_("No help is agreed now"),
        N_("Once an offer is accepted, by you or by the office you offered it to, it stands here."),
    ),
    Part.CAME: (
        N_("Received and given"),
        N_("No help has come to its end yet"),
        N_("Once a request is closed with its result, the help for it stands here."),
    ),
}
"""Of each table: its heading, and what it says when it is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: the request, with whom, where it stands, and whose turn it is."""

    id: str
    href: str
    title: str
    language: str
    number: str
    whose: str
    sign: tuple[str, str]
    turn: Turn
    until: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its heading; ``more`` is where it goes on, ``empty`` what it says instead."""

    key: str
    title: str
    rows: Sequence[Row]
    more: str
    empty: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for."""

    form: Form
    wanted: Wanted
    keys: Sequence[str]

    @property
    def narrowed(self) -> bool:
        """Whether rows are left out."""
        return bool(self.wanted.used)

    def said(self, **more: str) -> str:
        """Return the address's fields with ``more``."""
        said = {"theme": self.wanted.theme, "modality": self.wanted.modality, **more}
        return urlencode([(name, value) for name, value in said.items() if value])


def chosen(query: Mapping[str, str]) -> Chosen:
    """Return what the fields of an address ask for; what is not known is left out."""
    reader = Reader({name: [value] for name, value in query.items()})
    one = reader.choice("list", list(TITLES))
    wanted = Wanted(
        theme=reader.choice("theme", THEMES),
        modality=reader.choice("modality", MODALITIES),
        below=cursor_of(query.get("below", "")),
        most=PAGE if one else FEW,
    )
    return Chosen(reader.form, wanted, [one] if one else list(TITLES))


def labels_of(viewer: Viewer) -> Collection[str]:
    """Return the labels by which something waits for the viewer."""
    return frozenset(label for label in viewer.labels if label != PUBLIC)


def addressed(viewer: Viewer) -> Collection[str]:
    """Return the labels of the own member alone: what waits for all who were asked is not its."""
    return frozenset(one for one in viewer.labels if one.startswith((MEMBER, OFFICE)))


def tables(conn: Connection, viewer: Viewer, seal: Seal, said: Chosen) -> Sequence[Table]:
    """Return the tables that are asked for, with what waits in all of them read at once."""
    one_more = replace(said.wanted, most=said.wanted.most + 1)
    asked = lists.asked_by_us(conn, viewer, seal, one_more) if ASKED in said.keys else []
    help_of = {
        part: queries.lines(conn, viewer, seal, part, one_more)
        for part in Part
        if part in said.keys
    }
    lines = [line for found in help_of.values() for line in found]
    ids = {one.id for one in asked} | {x for line in lines for x in (line.id, line.request_id)}
    waits, own = waiting.waits(conn, viewer, ids), addressed(viewer)
    rows: dict[str, Sequence[tuple[Row, str]]] = {
        ASKED: [(_asked(one, waits.get(one.id, ()), own), one.cursor) for one in asked]
    }
    for part, found in help_of.items():
        rows[part] = [(_help(one, waits, own), one.cursor) for one in found]
    return [_table(key, rows[key], said) for key in said.keys]


def _table(key: str, rows: Sequence[tuple[Row, str]], said: Chosen) -> Table:
    most = said.wanted.most
    shown = rows[:most]
    more = f"{HERE}?{said.said(list=key, below=shown[-1][1])}" if len(rows) > most else ""
    title, head, hint = TITLES[key]
    nothing = (N_("Nothing fits these filters"), N_("Remove a filter to see more."))
    head, hint = nothing if said.narrowed else (head, hint)
    return Table(
        key, gettext(title), [row for row, _ in shown], more, (gettext(head), gettext(hint))
    )


def _asked(one: Listed, rows: Sequence[Wait], own: Collection[str]) -> Row:
    turn = turns.of_request(one.id, one.stage, one.answer_by, rows, own)
    return Row(
        id=one.id,
        href=f"/assistance/{one.id}",
        title=words.title_of(one.title, destroyed=bool(one.stage in ENDED and one.number)),
        language=one.language,
        number=one.number or "",
        whose="",
        sign=words.stage_sign(one.stage, one.result),
        turn=turn,
        until=date_words(turn.due) if turn.due else "",
    )


def _help(line: Line, waits: Mapping[str, Sequence[Wait]], own: Collection[str]) -> Row:
    turn = turns.of_help(line, waits.get(line.id, ()), waits.get(line.request_id, ()), own)
    over, accepted = line.request_stage in ENDED, line.stage == OfferStage.ACCEPTED
    sign = (
        words.stage_sign(line.request_stage, line.result)
        if over or accepted
        else words.offer_sign(line.stage, line.request_stage)
    )
    return Row(
        id=line.id,
        href=f"/assistance/{line.request_id}#offer-{line.id}",
        title=words.title_of(line.title, destroyed=over),
        language=line.language,
        number=line.number or "",
        whose=_whose(line, over=over, accepted=accepted),
        sign=sign,
        turn=turn,
        until=date_words(turn.due) if turn.due else "",
    )


def _whose(line: Line, *, over: bool, accepted: bool) -> str:
    """Return who helps whom, or to whom the offer was made."""
    other = gettext(line.theirs)
    if not accepted:
        return gettext("To %(member)s", member=other)
    if line.gives:
        gave, gives = N_("Your office helped %(member)s"), N_("Your office helps %(member)s")
        return gettext(gave if over else gives, member=other)
    got, gets = N_("%(member)s helped your office"), N_("%(member)s helps your office")
    return gettext(got if over else gets, member=other)
