"""Rounds of a practice: their list with the form of a new one, one of them, its file, its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.clearing.forms import Limits, limits, read_frame, usual
from app.clearing.pages import CLOSED, MEGABYTES, as_file, sign_of
from app.core import i18n
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries as practices
from app.practices.clearing import actions, going, queries
from app.practices.clearing.rules import NotWritten
from app.practices.clearing.values import ADDRESS, Round
from app.web.acting import act
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.lines import Line
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("practices.clearing")

SAID: Mapping[str, str] = {
    "made": N_("Made. Download the file and pass it on. It waits on your home page until its day."),
    "taken": N_("Taken into your draft. Nobody else sees it before you submit."),
    "closed": CLOSED,
}


@dataclass(frozen=True, kw_only=True)
class Rounds(Page):
    """The rounds of a practice, and the form of a new one while it is being written."""

    template: ClassVar[str] = "practices/clearing/rounds.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    title: str
    rows: Sequence[Line]
    writes: bool
    form: Form
    limits: Limits
    refused: str


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One round: what went out, its file, and the form for what comes back.

    ``stops`` says why nothing can be taken now.
    """

    template: ClassVar[str] = "practices/clearing/round.html"
    here: ClassVar[str] = "practices"

    one: Round
    sign: tuple[str, str]
    form: Form
    said: str
    refused: str
    stops: str
    megabytes: int


@room.get("/practices/{item_id}/clearances", P.PRACTICE_WRITE)
def clearances(ask: Ask, item_id: str) -> Response:
    """Show the rounds of a practice to the offices of a member that owns it."""
    return ask.page(_rounds(ask, _owned(ask, item_id), Form(usual())))


@room.post("/practices/{item_id}/clearances", P.PRACTICE_EDIT, pace=POSTING)
def make(ask: Ask, item_id: str) -> Response:
    """Let a practice that is being written go out as it is now."""
    matter = _owned(ask, item_id)
    ask.ensure(P.PRACTICE_EDIT, matter)
    reader = Reader(ask.sent)
    said, form = read_frame(reader, i18n.language()), reader.form
    if not form.good:
        return ask.page(_rounds(ask, matter, form), status=422)
    viewer = ask.viewer
    try:
        with ask.unit_of_work() as db:
            made = actions.make(db, viewer, matter, said)
            return ask.go(f"{ADDRESS}/{made}?said=made", db)
    except Conflict as refusal:
        if (before := ask.answered()) is not None:
            return before
        page = replace(_rounds(ask, _owned(ask, item_id), form), refused=refusal.sentence)
        return ask.page(page, status=refusal.status)


@room.get("/practices/clearances/{item_id}", P.PRACTICE_WRITE)
def clearance(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show a round to the offices of its member."""
    words = gettext(SAID[said]) if said in SAID else ""
    return ask.page(replace(page_of(ask, found(ask, item_id)), said=words))


@room.get("/practices/clearances/{item_id}/file", P.PRACTICE_WRITE)
def file(ask: Ask, item_id: str) -> Response:
    """Give the file as it went out: the same bytes each time."""
    one = found(ask, item_id)
    return as_file(one, going.document(one, ask.portal.settings.base_url))


@room.post("/practices/clearances/{item_id}/close", P.PRACTICE_WRITE)
def close(ask: Ask, item_id: str) -> Response:
    """Let a round be over."""
    one = found(ask, item_id)
    viewer = ask.viewer

    def refused(sentence: str) -> Page:
        return replace(page_of(ask, found(ask, item_id)), refused=sentence)

    return act(ask, lambda db: actions.close(db, viewer, one), f"{one.href}?said=closed", refused)


def found(ask: Ask, item_id: str) -> Round:
    """Return a round that the viewer sees; there is none for others.

    Raises:
        NotFound: where there is none.
    """
    one = queries.one(ask.conn, ask.viewer, item_id)
    if one is None:
        raise NotFound
    return one


def practice_of(ask: Ask, one: Round) -> Matter:
    """Return the practice of a round as it is now.

    Raises:
        NotFound: when the office does not see it any more.
    """
    return _owned(ask, one.practice_id)


def page_of(ask: Ask, one: Round) -> Show:
    """Return the page of a round."""
    writes = allows(ask.viewer, P.PRACTICE_EDIT, practice_of(ask, one))
    return Show(
        one=one,
        sign=sign_of(one),
        form=Form(),
        said="",
        refused="",
        stops="" if writes or not one.open else gettext(NotWritten.message),
        megabytes=MEGABYTES,
    )


def _owned(ask: Ask, item_id: str) -> Matter:
    """Return a practice to the offices of a member that owns it; there is none for others."""
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None or ask.viewer.member not in matter.owners:
        raise NotFound
    return matter


def _rounds(ask: Ask, matter: Matter, form: Form) -> Rounds:
    title, _href = practices.titles(ask.conn, ask.viewer, [matter.id])[matter.id]
    return Rounds(
        matter=matter,
        title=title,
        rows=[_line(one) for one in queries.of_practice(ask.conn, ask.viewer, matter.id)],
        writes=allows(ask.viewer, P.PRACTICE_EDIT, matter),
        form=form,
        limits=limits(),
        refused="",
    )


def _line(one: Round) -> Line:
    """Return a round as a line of a list."""
    back = _dated(N_("Last came back on %(day)s"), one) if one.back_at else gettext("Not back yet")
    return Line(
        title=gettext("Round %(count)s, %(number)s", count=one.count, number=one.number),
        href=one.href,
        language="",
        tile="",
        meta=(
            sign_of(one)[1],
            gettext("Sent out on %(day)s", day=date_words(one.at.date())),
            one.sender,
            gettext("Back by %(day)s", day=date_words(one.deadline)),
            back,
            one.readers,
        ),
    )


def _dated(said: str, one: Round) -> str:
    return gettext(said, day=date_words(one.back_at.date())) if one.back_at else ""
