"""Clearances of an office: their list, one of them, its file, and how it is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.clearing.pages import CLOSED, MEGABYTES, as_file, sign_of
from app.core.i18n import N_, gettext
from app.manual.clearing import actions, consulted, going, queries
from app.manual.clearing.queries import PAGE
from app.manual.clearing.rules import TextWithdrawn
from app.manual.clearing.values import ADDRESS, Clearance, Sent
from app.manual.consulting.rules import State
from app.manual.pages.room import room
from app.manual.pages.seen import seen_by
from app.web.acting import act
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form
from app.web.lines import Line
from app.web.paging import Turn, page_number, turn
from app.web.render import Page

SAID: Mapping[str, str] = {
    "made": N_(
        "Made. Download the file and pass it on. Your office is reminded three days before."
    ),
    "taken": N_("Suggested. The Secretariat's editors answer; your office is told."),
    "closed": CLOSED,
}


@dataclass(frozen=True, kw_only=True)
class Clearances(Page):
    """A page of the clearances that the viewer may see."""

    template: ClassVar[str] = "manual/clearances.html"
    here: ClassVar[str] = "manual"

    rows: Sequence[Line]
    total: int
    turn: Turn


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One clearance: what went out, its file, and the form for what comes back.

    ``stops`` says why nothing can be taken now, ``shut`` that its text is not for members any more.
    """

    template: ClassVar[str] = "manual/clearance.html"
    here: ClassVar[str] = "manual"

    one: Clearance
    sign: tuple[str, str]
    blocks: int
    own: int
    form: Form
    said: str
    refused: str
    stops: str
    shut: bool
    megabytes: int


@room.get(ADDRESS, P.SUGGESTION_WRITE)
def clearances(ask: Ask, page: str = "1") -> Response:
    """Show a page of the clearances of the viewer's member; after the last page, the last."""
    total = queries.number_of(ask.conn, ask.viewer)
    at = min(page_number(page), max(1, -(-total // PAGE)))
    found = queries.listed(ask.conn, ask.viewer, at)
    return ask.page(
        Clearances(
            rows=[line_of(one) for one in found],
            total=total,
            turn=turn(at, len(found), total, most=PAGE, href=_href),
        )
    )


@room.get("/manual/clearances/{item_id}", P.SUGGESTION_WRITE)
def clearance(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show a clearance to the offices of its member."""
    words = gettext(SAID[said]) if said in SAID else ""
    return ask.page(replace(page_of(ask, found(ask, item_id)), said=words))


@room.get("/manual/clearances/{item_id}/file", P.SUGGESTION_WRITE)
def file(ask: Ask, item_id: str) -> Response:
    """Give the file as it went out: the same bytes each time."""
    one = found(ask, item_id)
    try:
        consulted.ensure_readable(consulted.state_of(ask.conn, ask.viewer, one))
    except TextWithdrawn as refusal:
        return ask.page(page_of(ask, one), status=refusal.status)
    rows = sent(ask, one)
    return as_file(one, going.document(ask.conn, one, rows, ask.portal.settings.base_url))


@room.post("/manual/clearances/{item_id}/close", P.SUGGESTION_WRITE)
def close(ask: Ask, item_id: str) -> Response:
    """Let a clearance be over."""
    one = found(ask, item_id)
    viewer = ask.viewer

    def refused(sentence: str) -> Page:
        return replace(page_of(ask, found(ask, item_id)), refused=sentence)

    to = f"{one.href}?said=closed"
    return act(ask, lambda db: actions.close(db, viewer, one), to, refused)


def found(ask: Ask, item_id: str) -> Clearance:
    """Return a clearance that the viewer sees; there is none for others."""
    return seen_by(ask, queries.one, item_id)


def sent(ask: Ask, one: Clearance) -> Sequence[Sent]:
    """Return the paragraphs that went out."""
    return consulted.numbered(ask.conn, one, queries.sent(ask.conn, ask.viewer, one.matter.id))


def page_of(ask: Ask, one: Clearance) -> Show:
    """Return the page of a clearance."""
    rows = queries.sent(ask.conn, ask.viewer, one.matter.id)
    state = consulted.state_of(ask.conn, ask.viewer, one)
    return Show(
        one=one,
        sign=sign_of(one),
        blocks=len(rows),
        own=sum(1 for row in rows if row.proposed is not None),
        form=Form(),
        said="",
        refused="",
        stops=consulted.why_not(state) if one.open else "",
        shut=state == State.WITHDRAWN,
        megabytes=MEGABYTES,
    )


def line_of(one: Clearance) -> Line:
    """Return a clearance as a line of a list."""
    until = gettext("Back by %(day)s", day=date_words(one.deadline))
    return Line(
        title=one.title,
        href=one.href,
        language="",
        tile="",
        meta=(sign_of(one)[1], until, one.readers),
    )


def _href(page: int = 1) -> str:
    return f"{ADDRESS}?page={page}" if page > 1 else ADDRESS
