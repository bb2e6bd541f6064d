"""Whom the office of a practice lets read it as a guest, and how it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import gettext, listed
from app.guests import actions, forms, letters
from app.guests import queries as guests
from app.guests.queries import Listed
from app.guests.rules import MOST, latest
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import INVITING

room = Room("practices.guests")

SAID = ("invited", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class GuestsPage(Page):
    """Who may read a practice as a guest, and the form of an invitation.

    ``mine`` for its own member, which alone reads what guests wrote; ``full`` where there are as
    many guests as can be.
    """

    template: ClassVar[str] = "practices/guests.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    title: str
    guests: Sequence[Listed]
    mine: bool
    full: bool
    last: date
    form: Form
    said: str


@room.get("/practices/{item_id}/guests", P.GUESTS_READ)
def show(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show who may read a practice as a guest."""
    matter = _matter(ask, item_id)
    ask.ensure(P.GUESTS_READ, matter)
    return _page(ask, matter, forms.blank(), said=said)


@room.post("/practices/{item_id}/guests", P.GUEST_INVITE, pace=INVITING)
def invite(ask: Ask, item_id: str) -> Response:
    """Lend a practice to somebody, who gets a letter."""
    matter = _matter(ask, item_id)
    ask.ensure(P.GUEST_INVITE, matter)
    invitee, form = forms.invitee(ask.sent)
    office = ask.viewer.office
    if invitee is None or office is None:
        return _page(ask, matter, form, status=422)
    try:
        with ask.unit_of_work() as db:
            token = actions.invite(db, ask.viewer, matter, invitee)
            letters.invite(db, ask.portal, invitee, token, (office.kind, office.member_name))
            return ask.go(f"/practices/{item_id}/guests?said=invited", db)
    except actions.NoRoom as refused:
        return _page(ask, matter, _wrong(form, refused), status=refused.status)


@room.post("/practices/{item_id}/guests/{guest_id}/withdraw", P.GUEST_WITHDRAW)
def withdraw(ask: Ask, item_id: str, guest_id: str) -> Response:
    """Let a guest read no longer."""
    matter = _matter(ask, item_id)
    ask.ensure(P.GUEST_WITHDRAW, matter)
    with ask.unit_of_work() as db:
        actions.withdraw(db, ask.viewer, matter, guest_id)
        return ask.go(f"/practices/{item_id}/guests?said=withdrawn", db)


def lent_to(ask: Ask, matter: Matter) -> str:
    """Return who reads a practice as a guest, in words, for those who may know; else nothing."""
    if not allows(ask.viewer, P.GUESTS_READ, matter):
        return ""
    return listed([one.name for one in guests.of_item(ask.conn, matter.id) if one.lasts])


def _matter(ask: Ask, item_id: str) -> Matter:
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None:
        raise NotFound
    return matter


def _wrong(form: Form, refused: actions.NoRoom) -> Form:
    return Form(form.values, {"address": gettext(refused.sentence)})


def _page(ask: Ask, matter: Matter, form: Form, *, said: str = "", status: int = 200) -> Response:
    title, _address = queries.titles(ask.conn, ask.viewer, [matter.id])[matter.id]
    found = guests.of_item(ask.conn, matter.id)
    page = GuestsPage(
        matter=matter,
        title=title,
        guests=found,
        mine=ask.viewer.member in matter.owners,
        full=sum(one.lasts for one in found) >= MOST,
        last=latest(clock.today()),
        form=form,
        said=said if said in SAID and allows(ask.viewer, P.GUEST_WITHDRAW, matter) else "",
    )
    return ask.page(page, status=status)
