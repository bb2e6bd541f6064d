"""Where the office that asks says whether others see what it was offered: its route."""

from starlette.responses import Response

from app.access.policy import P
from app.assistance.address import address
from app.assistance.pages import acting, found
from app.assistance.talks import grouping
from app.core.errors import BadRequest
from app.web.ask import Ask
from app.web.guard import Room

room = Room("assistance-offered")


@room.post("/assistance/{item_id}/offered", P.REQUEST_STEER)
def tell_offers(ask: Ask, item_id: str) -> Response:
    """Let those who are asked see which kinds of help were offered, or no longer."""
    asked = found(ask, item_id)
    ask.ensure(P.REQUEST_STEER, asked)
    answer = ask.field("yes")
    if answer not in {"yes", "no"}:
        raise BadRequest
    with ask.unit_of_work() as db:
        grouping.tell_offers(db, acting(ask), asked, told=answer == "yes")
        return ask.go(address(item_id), db)
