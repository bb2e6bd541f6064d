"""The rounds of a request: their list, and the form by which its draft goes out once more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.assistance import queries
from app.assistance.address import address
from app.assistance.clearance import acts
from app.assistance.clearance.queries import of_request
from app.assistance.clearance.rules import CLEARED
from app.assistance.clearance.values import ADDRESS, Round
from app.assistance.pages import acting
from app.assistance.queries import Asked
from app.clearing.forms import Limits, limits, read_frame, usual
from app.clearing.pages import sign_of
from app.core import i18n
from app.core.errors import Conflict, NotFound
from app.core.i18n import gettext
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.lines import Line
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance.clearance")
BASE = "/assistance/{item_id}/clearance"


@dataclass(frozen=True, kw_only=True)
class Clearances(Page):
    """The rounds of a request, and the form of a new one while it is being written."""

    template: ClassVar[str] = "assistance/clearance/rounds.html"
    here: ClassVar[str] = "assistance"

    id: str
    title: str
    href: str
    rows: Sequence[Line]
    writes: bool
    form: Form
    limits: Limits
    refused: str


@room.get(BASE, P.REQUEST_STEER)
def clearance(ask: Ask, item_id: str) -> Response:
    """Show its office the rounds of a request, and how to send its draft out."""
    return ask.page(_page(ask, own(ask, item_id), Form(usual())))


@room.post(BASE, P.REQUEST_EDIT, pace=POSTING)
def make(ask: Ask, item_id: str) -> Response:
    """Let a draft go out; nothing of what it says is kept with the round."""
    asked = own(ask, item_id, P.REQUEST_EDIT)
    reader = Reader(ask.sent)
    said, form = read_frame(reader, i18n.language()), reader.form
    if not form.good:
        return ask.page(_page(ask, asked, form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = acts.make(db, acting(ask), asked.matter, said)
            return ask.go(f"{ADDRESS}/{made}?said=made", db)
    except Conflict as refusal:
        if (before := ask.answered()) is not None:
            return before
        page = replace(_page(ask, own(ask, item_id), form), refused=refusal.sentence)
        return ask.page(page, status=refusal.status)


def own(ask: Ask, item_id: str, permission: P = P.REQUEST_STEER) -> Asked:
    """Return a request to the offices of the member that asks.

    Raises:
        NotFound: where the viewer sees none.
        Forbidden: for others, with the sentence of ``permission``.
    """
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    ask.ensure(permission, asked.matter)
    return asked


def writes(ask: Ask, asked: Asked) -> bool:
    """Whether the viewer's office writes a request now."""
    return asked.matter.stage in CLEARED and allows(ask.viewer, P.REQUEST_EDIT, asked.matter)


def _page(ask: Ask, asked: Asked, form: Form) -> Clearances:
    item_id = asked.matter.id
    return Clearances(
        id=item_id,
        title=asked.title,
        href=address(item_id, "clearance"),
        rows=[_line(one) for one in of_request(ask.conn, ask.viewer, ask.portal.seal, item_id)],
        writes=writes(ask, asked),
        form=form,
        limits=limits(),
        refused="",
    )


def _line(one: Round) -> Line:
    """Return a round as a line of a list."""
    back = gettext("Not back yet")
    if one.back_at:
        back = gettext("Last came back on %(day)s", day=date_words(one.back_at.date()))
    return Line(
        title=gettext("Round %(count)s, %(number)s", count=one.count, number=one.number),
        href=one.href,
        language="",
        tile="",
        meta=(
            one.outcome or sign_of(one)[1],
            gettext("Sent out on %(day)s", day=date_words(one.at.date())),
            one.sender,
            gettext("Back by %(day)s", day=date_words(one.deadline)),
            back,
            one.readers or gettext("No longer kept"),
        ),
    )
