"""The page of a history: one table, newest first, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.history import words
from app.history.queries import PER_PAGE, Entry, Part
from app.web.anchors import anchor
from app.web.ask import Ask
from app.web.components import moment_tag
from app.web.paging import Turn, turn
from app.web.render import Page

MOST_DIGITS = 6
Crumb = tuple[str, str | None]
Cells = tuple[Markup | str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Who can read the history: a sign, its name, and a sentence."""

    sign: str
    label: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class History(Page):
    """What the record says of one thing or person; rooms say where in the menu it stands."""

    template: ClassVar[str] = "history/history.html"

    title: str
    language: str
    crumbs: Sequence[Crumb]
    seen: Seen
    columns: Sequence[str]
    rows: Sequence[Cells]
    total: int
    turn: Turn


def number_of(page: str) -> int:
    """Return the number of a page of a history from its address.

    Raises:
        NotFound: for what is no number of a page.
    """
    good = page.isascii() and page.isdigit() and len(page) <= MOST_DIGITS and page[0] != "0"
    if not good:
        raise NotFound
    return int(page)


def answer(  # noqa: PLR0913 - all by name
    ask: Ask,
    kind: type[History],
    part: Part,
    *,
    title: str,
    crumbs: Sequence[Crumb],
    seen: Seen,
    language: str = "",
    about: Sequence[Markup | str] | None = None,
) -> Response:
    """Answer with the page of a history; ``about`` says for each entry what it was done to.

    Raises:
        NotFound: for a page after the last.
    """
    if not part.entries and part.first > 1:
        raise NotFound
    columns = [gettext("When"), gettext("What happened"), gettext("By whom")]
    page = kind(
        title=title,
        language=language,
        crumbs=crumbs,
        seen=seen,
        columns=columns if about is None else [*columns, gettext("To what")],
        rows=_rows(ask, part, about),
        total=part.total,
        turn=_turn(ask.request.url.path, part),
    )
    return ask.page(page)


def _rows(ask: Ask, part: Part, about: Sequence[Markup | str] | None) -> Sequence[Cells]:
    """Return the lines of the table."""
    rows: list[Cells] = [
        (moment_tag(one.at), words.what(one), _who(one, ask.viewer, linked=about is None))
        for one in part.entries
    ]
    if about is None:
        return rows
    return [(*row, thing) for row, thing in zip(rows, about, strict=True)]


def _turn(here: str, part: Part) -> Turn:
    """Return which page of the history this is."""
    at = (part.first - 1) // PER_PAGE + 1
    shown = len(part.entries)
    return turn(at, shown, part.total, most=PER_PAGE, href=lambda page: f"{here}?page={page}")


def _who(entry: Entry, viewer: Viewer, *, linked: bool) -> Markup | str:
    """Return who acted; for those who read the histories of people, with a link to it."""
    said = words.who(entry, viewer)
    if not (linked and entry.name and allows(viewer, P.PEOPLE_HISTORY)):
        return said
    return anchor(f"/people/{entry.person_id}/history", said)


def office_and_secretariat() -> Seen:
    """Return who reads the history of what a member owns."""
    return Seen(
        "secretariat",
        gettext("Secretariat"),
        gettext("Only the office it belongs to and the Secretariat read this history."),
    )
