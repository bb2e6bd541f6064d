"""The list of practices to take along: as a table, or as data, as far as the viewer reads it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory import sheet
from app.directory.sheet import Columns
from app.practices import panel, queries, shelf
from app.practices.bits import Key
from app.practices.data import DescribedPracticeOut, described
from app.practices.entry import Entry
from app.practices.facts import Value, entered_for, facts_of
from app.practices.filters import DOWNLOAD, Chosen
from app.practices.readers import seen_now
from app.practices.rules import OUT
from app.web.ask import Ask
from app.web.components import date_words
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import EXPORTING

room = Room("practices.exporting")

IN_ONE = 500
"""So many practices stand in one file."""
MOST_PARTS = 20
NAMES = (
    "number", "title", "summary", "language", "owners", "years", "year_from", "year_to",
    "year_note", "status", "pillars", "themes", "risk_factors",
    "practical_steps", "description", "responsible_body", "legal_basis",
    "partners", "cost", "what_worked", "what_did_not", "transfer_conditions", "sources",
    "second_language", "second_summary", "translations", "confirmed", "entered_for", "readers",
    "address",
)  # fmt: skip
"""The columns of the table; their names are the same in every language, as in the interface."""
TABLE = Columns(NAMES, needed=())
YEARS = ("year_from", "year_to", "year_note")


SAID: Mapping[str, str] = {
    "owners": N_("State or organisation"),
    "years": N_("Years"),
    "status": N_("Status"),
    "pillars": N_("Pillar"),
    "themes": N_("Theme"),
    "risk_factors": N_("Risk factors"),
    "practical_steps": N_("Practical step"),
    "responsible_body": N_("Body"),
    "legal_basis": N_("Legal basis"),
    "partners": N_("Partners"),
    "cost": N_("Cost and staff"),
}
"""Column → the fact of the page that stands in it, in the words of the language now spoken."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to take practices along: its name, its media type, and what writes it."""

    name: str
    media: str
    write: Callable[[Ask, Sequence[Entry]], bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """One file: which practices are in it, and the beginning of its address."""

    first: int
    last: int
    addresses: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class DownloadPage(Page):
    """What can be taken along, in parts where it is much."""

    template: ClassVar[str] = "practices/download.html"
    here: ClassVar[str] = "practices"

    found: int
    parts: Sequence[Part]
    left: int
    chips: Sequence[str]
    back: str


@room.get(DOWNLOAD, P.ANYONE, pace=EXPORTING)
def offered(ask: Ask) -> Response:
    """Show the files in which the practices that fit the filters can be taken along."""
    chosen = _chosen(ask)
    found = shelf.find(ask.conn, ask.viewer, chosen, most=1, counted=False)
    chosen = found.chosen
    parts = list(_parts(ask, chosen, found.total))
    page = DownloadPage(
        found=found.total,
        parts=parts,
        left=found.total - (parts[-1].last if parts else 0),
        chips=[words for words, _ in panel.chips(chosen, found.members)],
        back=chosen.address(),
    )
    return ask.page(page)


@room.get(DOWNLOAD + "/{name}", P.ANYONE, pace=EXPORTING)
def take(ask: Ask, name: str) -> Response:
    """Give one file; what follows it is named in the header ``Link``.

    Raises:
        NotFound: where there is no such form of a file.
    """
    form = next((one for one in FORMATS if f"practices.{one.name}" == name), None)
    if form is None:
        raise NotFound
    found = shelf.find(ask.conn, ask.viewer, _chosen(ask), most=IN_ONE, counted=False)
    ids = [item_id for _key, item_id in found.window.keys]
    entries = queries.entries(ask.conn, ask.viewer, ids, files=False)
    out = [entries[one] for one in ids if one in entries and _is_out(entries[one])]
    headers = {
        "content-disposition": f'attachment; filename="practices-{clock.today()}.{form.name}"',
        "cache-control": "private, no-store",
    }
    if found.window.more_after:
        following = _address(form.name, found.chosen, found.window.keys[-1])
        headers["link"] = f'<{ask.portal.settings.base_url}{following}>; rel="next"'
    return Response(form.write(ask, out), media_type=form.media, headers=headers)


def _is_out(entry: Entry) -> bool:
    return entry.stage in OUT


def _chosen(ask: Ask) -> Chosen:
    return Chosen.parse(ask.request.query_params.multi_items())


def _address(name: str, chosen: Chosen, after: Key | None) -> str:
    query = chosen.address(after=after).partition("?")[2]
    return f"{DOWNLOAD}/practices.{name}?{query}" if query else f"{DOWNLOAD}/practices.{name}"


def _parts(ask: Ask, chosen: Chosen, total: int) -> Iterable[Part]:
    """Return the files, each with where it begins; the last of them may leave some out."""
    after: Key | None = None
    for first in range(1, min(total, MOST_PARTS * IN_ONE) + 1, IN_ONE):
        addresses = [(one.name, _address(one.name, chosen, after)) for one in FORMATS]
        yield Part(first, min(total, first + IN_ONE - 1), addresses)
        if first + IN_ONE > total:
            return
        begun = Chosen(chosen.values, chosen.sort, chosen.q, after)
        window = shelf.find(ask.conn, ask.viewer, begun, most=IN_ONE, counted=False).window
        after = window.keys[-1]


# the forms of a file ---------------------------------------------------------------------------


def _row(ask: Ask, entry: Entry) -> Mapping[str, str]:
    facts = dict(facts_of(entry))
    known = entry.knows(ask.viewer)
    seen = seen_now(entry.stage, entry.audience, entry.owners, entry.called, known=known)
    texts = ("description", "what_worked", "what_did_not", "transfer_conditions")
    return {
        "number": entry.number or "",
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.language,
        **{column: _plain(facts[gettext(label)]) for column, label in SAID.items()},
        **{name: str(getattr(entry, name) or "") for name in (*texts, *YEARS)},
        "sources": "; ".join(f"{one.title} {one.url or ''}".strip() for one in entry.sources),
        "second_language": entry.second_language or "",
        "second_summary": entry.second_summary or "",
        "translations": _translated(entry),
        "confirmed": date_words(entry.confirmed_on) if entry.confirmed_on else "",
        "entered_for": entered_for(entry),
        "readers": seen.sentence,
        "address": f"{ask.portal.settings.base_url}/practices/{entry.id}",
    }


def _translated(entry: Entry) -> str:
    """Return title and result of each translation; the other fields stand in the data."""
    said = ((one.language, one.texts) for one in entry.translations if not one.kept_back)
    return "\n".join(f"[{code}] {one['title']}: {one['summary']}" for code, one in said)


def _plain(value: Value) -> str:
    """Return in one cell what a page marks up for a browser."""
    lines = [value] if isinstance(value, str) else value or ()
    return "; ".join(line.striptags() if isinstance(line, Markup) else line for line in lines)


def _table(ask: Ask, entries: Sequence[Entry]) -> bytes:
    return sheet.write((_row(ask, one) for one in entries), TABLE).encode("utf-8-sig")


def _data(ask: Ask, entries: Sequence[Entry]) -> Iterable[dict[str, object]]:
    for one in entries:
        yield DescribedPracticeOut(**described(one, ask.viewer)).model_dump(mode="json")


def _document(ask: Ask, entries: Sequence[Entry]) -> bytes:
    return json.dumps({"practices": list(_data(ask, entries))}, ensure_ascii=False).encode()


def _lines(ask: Ask, entries: Sequence[Entry]) -> bytes:
    lines = (json.dumps(one, ensure_ascii=False) for one in _data(ask, entries))
    return "".join(f"{line}\n" for line in lines).encode()


FORMATS = (
    Format("csv", "text/csv; charset=utf-8", _table),
    Format("json", "application/json", _document),
    Format("ndjson", "application/x-ndjson", _lines),
)
