"""To whom an office lends a thing: the page of its guests, and inviting and withdrawing them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection
from starlette.responses import Response

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import gettext, listed
from app.directory.known_names import of_everybody
from app.guests import actions, forms, letters, queries, remarks
from app.guests.queries import Listed
from app.guests.rules import MOST, PLACES, latest
from app.items.queries import Matter
from app.sealing.keys import Opened
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

SAID = ("invited", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class GuestsPage(Page):
    """Who may read a thing as a guest, and the form of an invitation.

    ``remarks`` is what guests wrote, by guest, for its own member alone; ``full`` where there are
    as many guests as can be.
    """

    template: ClassVar[str] = "guests/of_item.html"

    matter: Matter
    title: str
    place: str
    guests: Sequence[Listed]
    remarks: Mapping[str, str]
    full: bool
    last: date
    form: Form
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A thing that can be lent, which the viewer was found to see.

    ``page`` is the page of its room; ``record`` is what its words are sealed by, None where they
    are not sealed.
    """

    matter: Matter
    title: str
    page: Callable[..., GuestsPage]
    record: Opened | None = None


def show(ask: Ask, thing: Thing, said: str) -> Response:
    """Show who may read a thing as a guest."""
    ask.ensure(P.GUESTS_READ, thing.matter)
    return _page(ask, thing, forms.blank(), said=said)


def invite(ask: Ask, thing: Thing) -> Response:
    """Lend a thing to somebody, who gets a letter."""
    ask.ensure(P.GUEST_INVITE, thing.matter)
    invitee, form = forms.invitee(ask.sent, of_everybody(ask.conn))
    if invitee is None:
        return _page(ask, thing, form, status=422)
    try:
        with ask.unit_of_work() as db:
            token = actions.invite(db, ask.viewer, thing.matter, invitee)
            letters.invite(db, ask.portal, invitee, token)
            return ask.go(f"{_address(thing.matter)}?said=invited", db)
    except actions.NoRoom as refused:
        return _page(ask, thing, _wrong(form, refused), status=refused.status)


def withdraw(ask: Ask, matter: Matter, guest_id: str) -> Response:
    """Let a guest read no longer."""
    ask.ensure(P.GUEST_WITHDRAW, matter)
    with ask.unit_of_work() as db:
        actions.withdraw(db, ask.viewer, matter, guest_id)
        return ask.go(f"{_address(matter)}?said=withdrawn", db)


def lent_to(conn: Connection, viewer: Viewer, matter: Matter) -> str:
    """Return who reads a thing as a guest, in words, for those who may know; else nothing."""
    if not allows(viewer, P.GUESTS_READ, matter):
        return ""
    return listed([one.name for one in queries.of_item(conn, matter.id) if one.lasts])


def _address(matter: Matter) -> str:
    return f"{PLACES[matter.kind]}{matter.id}/guests"


def _wrong(form: Form, refused: actions.NoRoom) -> Form:
    return Form(form.values, {"address": gettext(refused.sentence)})


def _page(ask: Ask, thing: Thing, form: Form, *, said: str = "", status: int = 200) -> Response:
    matter = thing.matter
    found = queries.of_item(ask.conn, matter.id)
    mine = ask.viewer.member in matter.owners
    withdraws = allows(ask.viewer, P.GUEST_WITHDRAW, matter)
    page = thing.page(
        matter=matter,
        title=thing.title,
        place=f"{PLACES[matter.kind]}{matter.id}",
        guests=found,
        remarks={one.id: remarks.read(one, thing.record) for one in found} if mine else {},
        full=sum(one.lasts for one in found) >= MOST,
        last=latest(clock.today()),
        form=form,
        said=said if said in SAID and withdraws else "",
    )
    return ask.page(page, status=status)
