"""The page of four short tables, and the same as a table to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance import offer_lists, words
from app.assistance.clearance.rules import WAITS as OUT_WAITS
from app.assistance.overview import turns, waiting
from app.assistance.overview.tables import HERE, TITLES, Chosen, Table, labels_of, tables
from app.assistance.waits import WAITS
from app.core.i18n import gettext
from app.core.seal import Seal
from app.vocabulary.labels import MODALITIES, THEMES, options
from app.web.components import date_words
from app.web.forms import Form
from app.web.render import Page

MOST_FIRST = 10
_WHY = {**WAITS, **OUT_WAITS}


@dataclass(frozen=True, slots=True)
class First:
    """Something that needs the viewer's office: its request, why, until when, and the act."""

    title: str
    why: str
    until: str
    act: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Overview(Page):
    """Asked, offered, promised, received; what needs the viewer's office stands first."""

    template: ClassVar[str] = "assistance/overview/overview.html"
    here: ClassVar[str] = "assistance"

    form: Form
    themes: Sequence[tuple[str, str]]
    modalities: Sequence[tuple[str, str]]
    tables: Sequence[tuple[str, str]]
    first: Sequence[First]
    sections: Sequence[Table]
    found: int
    narrowed: bool
    csv: str


def overview(conn: Connection, viewer: Viewer, seal: Seal, said: Chosen) -> Overview:
    """Return the page; six statements at most, however much there is."""
    sections = tables(conn, viewer, seal, said)
    return Overview(
        form=said.form,
        themes=options(THEMES),
        modalities=options(MODALITIES),
        tables=[(key, gettext(title)) for key, (title, *_) in TITLES.items()],
        first=_first(conn, viewer, seal) if len(said.keys) > 1 else [],
        sections=sections,
        found=sum(len(one.rows) for one in sections),
        narrowed=said.narrowed,
        csv=f"{HERE}/table.csv?{said.said(list=said.keys[0] if len(said.keys) == 1 else '')}",
    )


def _first(conn: Connection, viewer: Viewer, seal: Seal) -> Sequence[First]:
    """Return what waits for the viewer's office, the nearest date first."""
    found = waiting.ours(conn, viewer, sorted(labels_of(viewer)), MOST_FIRST)
    ids = {one.request_id for one in found}
    titles = offer_lists.titles(conn, viewer, seal, ids) if ids else {}
    return [
        First(
            title=words.title_of(titles[one.request_id][0], destroyed=False),
            why=gettext(_WHY[one.what]) if one.what in _WHY else "",
            until=date_words(one.due) if one.due else "",
            act=turns.act(one.what),
            href=turns.address(one.request_id, one.item_id, one.what),
        )
        for one in found
        if one.request_id in titles
    ]
