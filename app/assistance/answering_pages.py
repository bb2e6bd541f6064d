"""Where a member answers the requests it was asked: one by one, or several in one press."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import answering, lists
from app.assistance.acting import Acting
from app.assistance.dealt import Dealt, colleagues, dealt_with, offered_for
from app.assistance.facts import OFFICES
from app.assistance.index import Row, row_of
from app.assistance.lists import PAGE, Listed, Wanted
from app.assistance.pages import acting, do, found
from app.assistance.rules import TAKES_OFFERS, Act
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext, ngettext
from app.directory.clocks import Clock, clock_for
from app.items.models import Kind
from app.items.queries import Matter, cursor_of, find
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance-answering")
HERE = "/assistance/to-answer"
NONE_TICKED = N_("Tick at least one request.")
NO_OFFICE = N_("Choose the office that answers.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for an answer, as a row with a box to tick."""

    id: str
    row: Row


@dataclass(frozen=True, kw_only=True)
class ToAnswer(Page):
    """The requests that wait for an answer of the viewer's member, and those it said no to."""

    template: ClassVar[str] = "assistance/to_answer.html"
    here: ClassVar[str] = "assistance"

    waiting: Sequence[Waiting]
    passed: Sequence[Row]
    colleagues: Sequence[tuple[str, str]]
    older: str
    form: Form
    said: str


@room.post("/assistance/{item_id}/cannot", P.OFFER_MAKE, pace=POSTING)
def cannot(ask: Ask, item_id: str) -> Response:
    """Say that the viewer's member cannot help this time."""
    matter = found(ask, item_id)
    ask.ensure(P.OFFER_MAKE, matter)
    return do(ask, item_id, Act.CANNOT, answering.cannot, matter)


@room.post("/assistance/{item_id}/hand", P.OFFER_MAKE, pace=POSTING)
def hand(ask: Ask, item_id: str) -> Response:
    """Leave a request to another office of the viewer's member."""
    matter = found(ask, item_id)
    ask.ensure(P.OFFER_MAKE, matter)
    office = Reader(ask.sent).choice("office", [key for key, _ in colleagues(ask.conn, ask.viewer)])

    def did(db: Session, by: Acting, matter: Matter) -> None:
        if not office:
            raise Conflict(NO_OFFICE)
        answering.hand(db, by, matter, office)

    return do(ask, item_id, Act.HAND, did, matter)


@room.get(HERE, P.ASSISTANCE_READ)
def to_answer(ask: Ask, below: str = "", did: str = "", late: str = "") -> Response:
    """Show the requests that wait for an answer of the viewer's member.

    Raises:
        NotFound: for the secretariat, which is asked by none.
    """
    return _page(ask, below=below, said=_said(did, late))


@room.post(HERE, P.ASSISTANCE_READ, pace=POSTING)
def answer_several(ask: Ask) -> Response:
    """Say no to those that are ticked, or leave them to a colleague."""
    reader = Reader(ask.sent)
    ids = reader.choices("id", ask.sent.get("id", ()), most=PAGE, missing=NONE_TICKED)
    hands = ask.field("act") == Act.HAND
    known = [key for key, _ in colleagues(ask.conn, ask.viewer)]
    office = reader.choice("office", known, missing=NO_OFFICE if hands else "")
    if reader.errors:
        return _page(ask, form=reader.form, status=422)
    found_now = (find(ask.conn, ask.viewer, Kind.REQUEST, key) for key in ids)
    matters = [one for one in found_now if one is not None]
    for matter in matters:
        ask.ensure(P.OFFER_MAKE, matter)
    done = sum(_answer(ask, matter, office if hands else "") for matter in matters)
    return ask.go(f"{HERE}?did={done}&late={len(ids) - done}")


def _answer(ask: Ask, matter: Matter, office: str) -> bool:
    """Answer one of several, each an act of its own: one that comes too late holds up no other."""
    try:
        with ask.unit_of_work() as db:
            if office:
                answering.hand(db, acting(ask), matter, office)
            else:
                answering.cannot(db, acting(ask), matter)
    except Conflict:
        return False
    return True


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text[:3]) <= PAGE else 0


def _said(did: str, late: str) -> str:
    """Return what was done, as the address says it."""
    done, left = _number(did), _number(late)
    told = [
        ngettext("%(num)s request answered.", "%(num)s requests answered.", done) if done else "",
        ngettext(
            "%(num)s request takes no answer any more.",
            "%(num)s requests take no answer any more.",
            left,
        )
        if left
        else "",
    ]
    return " ".join(filter(None, told))


def _page(
    ask: Ask, *, below: str = "", form: Form | None = None, said: str = "", status: int = 200
) -> Response:
    viewer, conn = ask.viewer, ask.conn
    if viewer.member is None:
        raise NotFound
    wanted = Wanted(stages=TAKES_OFFERS, below=cursor_of(below))
    read = lists.open_to_us(conn, viewer, ask.portal.seal, wanted)
    ids = [one.id for one in read]
    offered, dealt = offered_for(conn, viewer.member, ids), dealt_with(conn, viewer.member, ids)
    clock = clock_for(conn, viewer.member) if read else Clock()
    left = [(one, dealt.get(one.id, Dealt())) for one in read if one.id not in offered]
    page = ToAnswer(
        waiting=[Waiting(one.id, _row(one, clock, own)) for one, own in left if not own.passed_on],
        passed=[_row(one, clock, own) for one, own in left if own.passed_on],
        colleagues=colleagues(conn, viewer),
        older=f"{HERE}?below={read[-1].cursor}" if len(read) == PAGE else "",
        form=form or Form(),
        said=said,
    )
    return ask.page(page, status=status)


def _row(one: Listed, clock: Clock, own: Dealt) -> Row:
    """Return a request as a row that says how the own member deals with it."""
    row = row_of(one, clock, own=False)
    return replace(row, meta=[*row.meta, *filter(None, [_dealt(own)])])


def _dealt(own: Dealt) -> str:
    if own.passed_on:
        return gettext("Answered on %(day)s: not this time", day=date_words(own.passed_on))
    if own.office_kind:
        return gettext("Left to: %(office)s", office=gettext(OFFICES[own.office_kind]))
    return ""
