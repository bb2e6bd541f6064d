"""What is done to help oneself in again, and stopping it by one press."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.recovery import actions, helped, letters, queries, showing
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("recovery.own")

HERE = "/account/recovery"


@dataclass(frozen=True, kw_only=True)
class OwnRecovery(Page):
    """What goes on for the own account, nothing where nothing does."""

    template: ClassVar[str] = "recovery/own.html"

    facts: showing.Facts
    contact: str


@room.get(HERE, P.ACCOUNT)
def show(ask: Ask) -> Response:
    """Show what was asked of the Secretariat for the own account."""
    found = queries.of_person(ask.conn, ask.viewer.person_id or "")
    now = next((one for one in found if one.life.goes_on), None)
    facts = showing.for_person(now) if now else ()
    return ask.page(OwnRecovery(facts=facts, contact=ask.portal.settings.contact))


@room.post(f"{HERE}/stop", P.ACCOUNT, frozen_too=True)
def stop(ask: Ask) -> Response:
    """Stop it at once, and tell everybody who was told of it."""
    with ask.unit_of_work() as db:
        found = actions.stop(db, ask.viewer)
        one = helped.find(db.connection(), found.person_id)
        if one is not None:
            letters.tell(db, ask.portal, one, queries.life_of(found))
            letters.tell_asked(db, ask.portal, one, found)
        return ask.go(HERE, db)
