"""Stopping letters from the letter itself, without signing in; only the press changes something.

Scanners of mail follow every link, so reading the page changes nothing. The post carries no form
token: mail programmes send it by themselves (RFC 8058), and the address is its proof.
"""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import ANYONE
from app.core.errors import BadRequest
from app.core.i18n import gettext
from app.identity import people
from app.mail import stopping
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import CLASSES, NoticeClass
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("digests.stopping")


@dataclass(frozen=True, kw_only=True)
class Stop(Page):
    """What comes no more after the press, or that it comes no more; ``label`` names the class."""

    template: ClassVar[str] = "digests/stop.html"

    label: str
    stopped: bool
    address: str


@room.get(stopping.PATH, P.ANYONE)
def look(ask: Ask, token: str) -> Response:
    """Show what can be stopped; nothing changes."""
    person_id, what = _named(ask, token)
    chosen = choices.of_one(ask.conn, person_id)
    return ask.page(_page(what, token, stopped=chosen == chosen.without(what)))


@room.post(stopping.PATH, P.ANYONE, own_proof=True)
def stop(ask: Ask, token: str) -> Response:
    """Stop it; whoever presses twice has stopped it once."""
    person_id, what = _named(ask, token)
    with ask.unit_of_work() as db:
        people.hold(db, person_id)
        chosen: Choices = choices.of_one(db.connection(), person_id)
        choices.keep(db, ANYONE, person_id, chosen.without(what))
    return ask.page(_page(what, token, stopped=True))


def _named(ask: Ask, token: str) -> tuple[str, NoticeClass | None]:
    """Return whose letters a token stops, and of which class (None for digests).

    Raises:
        BadRequest: for a token that the portal never made.
    """
    found = stopping.stopped_by(ask.portal.settings, token)
    if found is None:
        raise BadRequest
    person_id, what = found
    return person_id, None if what == stopping.DIGEST else NoticeClass(what)


def _page(what: NoticeClass | None, token: str, *, stopped: bool) -> Stop:
    return Stop(
        label=gettext(CLASSES[what].label) if what else "",
        stopped=stopped,
        address=stopping.PATH.format(token=token),
    )
