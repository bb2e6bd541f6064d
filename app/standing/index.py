"""The list of standing offers: of all members with filters, and those of the reader's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.items.queries import cursor_of
from app.standing import queries
from app.standing.queries import PAGE, Standing, Wanted
from app.standing.shown import lines
from app.vocabulary import regional_groups
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, options
from app.web.forms import Form, Reader
from app.web.lines import Line
from app.web.render import Page

REGIONS = {group.code: group.short for group in regional_groups.REGIONAL_GROUPS}
ADDRESS = "/standing-offers"
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The list, and the offers of the own member whatever became of them."""

    template: ClassVar[str] = "standing/index.html"
    here: ClassVar[str] = "assistance"

    form: Form
    themes: Options
    modalities: Options
    languages: Options
    regions: Options
    rows: Sequence[Line]
    mine: Sequence[Line]
    more: str
    narrowed: bool


def index_of(conn: Connection, viewer: Viewer, query: Mapping[str, str]) -> Index:
    """Return the list for ``viewer``, narrowed by the fields of ``query``."""
    reader = Reader({name: [value] for name, value in query.items()})
    wanted = wanted_of(reader, query.get("below", ""))
    found = queries.listed(conn, viewer, wanted)
    return Index(
        form=reader.form,
        themes=options(THEMES),
        modalities=options(MODALITIES),
        languages=options(LANGUAGES),
        regions=options(REGIONS),
        rows=lines(found),
        mine=lines(queries.own(conn, viewer), of_one=True),
        more=_more(wanted, found),
        narrowed=bool(wanted.used),
    )


def wanted_of(reader: Reader, below: str) -> Wanted:
    """Read what a list is narrowed to; what is no word of a list narrows nothing."""
    return Wanted(
        theme=reader.choice("theme", THEMES),
        modality=reader.choice("modality", MODALITIES),
        language=reader.choice("language", LANGUAGES),
        region=reader.choice("region", REGIONS),
        below=cursor_of(below),
    )


def _more(wanted: Wanted, found: Sequence[Standing]) -> str:
    if len(found) < PAGE:
        return ""
    chosen = {name: getattr(wanted, name) for name in sorted(wanted.used)}
    return f"{ADDRESS}?{urlencode({**chosen, 'below': found[-1].cursor})}"
