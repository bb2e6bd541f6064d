"""Open seats by programmes: an office applies for a place and takes its application back.

The list and each seat are read in ``seats.api``. Giving places is left to people.
"""

import re
from collections.abc import Mapping

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.core.errors import NotFound
from app.seats import applying_pages, queries
from app.seats.api import SeatsOut, out
from app.seats.rules import State
from app.seats.showing_applications import applications
from app.web.ask import Ask
from app.web.bodies import Body, Versioned
from app.web.interface import PREFIX, Done, Interface, acting, plain
from app.web.throttle import POSTING

router = Interface("open seats")
HERE = "/open-seats/{item_id}/applications"
WRITES = Scope.SEATS_WRITE
_APPLIED = re.compile(r"#a-([a-z0-9]{12})$")


class NewApplication(Body):
    """An application for one place: who would come, why, and what they need to take part."""

    who: str | None = None
    why: str | None = None
    needs: str | None = None


class AppliedOut(BaseModel):
    """An application as it stands; ``version`` is what taking it back has to name.

    ``address`` is that of the seat, where every application of your office stands.
    """

    id: str
    state: str
    version: int
    address: str
    page: str


def list_own_seats(ask: Ask) -> Response:
    """List the seats that your office has published, those that are over included; no drafts.

    The address of a feed carries a token of this part, and lies on machines of others.
    """
    found = [one for one in queries.own(ask.conn, ask.viewer) if one.state != State.DRAFT]
    return plain(SeatsOut(open_seats=[out(one) for one in found], next=None))


def _tells(ask: Ask, location: str, at: Mapping[str, str]) -> AppliedOut:
    """Return the application that an act led to, as it stands now.

    Raises:
        NotFound: where it is read no more.
    """
    made = _APPLIED.search(location)
    key = made[1] if made else at.get("application_id", "")
    seat = queries.one(ask.conn, ask.viewer, at["item_id"])
    there = applications(ask.conn, ask.viewer, ask.portal.seal, seat) if seat else []
    one = next((one for one in there if one.id == key), None)
    if one is None:
        raise NotFound
    here = f"/open-seats/{at['item_id']}"
    return AppliedOut(
        id=one.id,
        state=one.state,
        version=one.version,
        address=PREFIX + here,
        page=ask.portal.settings.base_url + here,
    )


router.read("/office/open-seats", list_own_seats, (P.SEAT_WRITE, Scope.SEATS), SeatsOut)
router.act(
    HERE,
    acting(applying_pages.apply, NewApplication),
    (P.SEAT_APPLY, WRITES),
    Done(NewApplication, AppliedOut, _tells),
    pace=POSTING,
)
router.act(
    f"{HERE}/{{application_id}}/take-back",
    acting(applying_pages.take_back, Versioned),
    (P.SEAT_TAKE_BACK, WRITES),
    Done(Versioned, AppliedOut, _tells),
)
