"""What the duty does for a person: the file of the own data, and forgetting who was taken out."""

import json

from sqlmodel import Session

from app.account import own_data, taking_out
from app.account.own_parts import PARTS
from app.core import clock
from app.core.errors import Conflict
from app.directory.still_acting import ensure_still_acts
from app.identity import people
from app.orders import storing
from app.orders.making import Making
from app.orders.rules import TOLD, State
from app.orders.showing import SEALING
from app.orders.storing import Made

DATA_PARTS = len(PARTS) + 1
DATA_WORDS = {part: words for part, words, _names in PARTS}
ERASURE_WORDS = {part: words for part, words, _act in taking_out.STEPS}


def own_file(making: Making) -> None:
    """Collect everything that is stored about whoever asked, and seal it.

    Raises:
        Refusal: where the right to it has ended.
    """
    viewer, portal = making.asker, making.portal
    if viewer is None:
        raise Conflict
    order = {part: number for number, part in enumerate(DATA_WORDS, 1)}
    with portal.db.read() as conn:
        found = own_data.collected(
            conn, viewer, portal.seal, lambda part: making.begin(part, order[part])
        )
    content = json.dumps(found, ensure_ascii=False, indent=1, default=str).encode()
    making.begin(SEALING, DATA_PARTS)

    def last(db: Session) -> None:
        people.hold(db, viewer.person_id or "")
        if viewer.office is not None:
            ensure_still_acts(db, viewer)

    name = f"my-data-{clock.today()}.json"
    storing.keep(making, Made(content, name, "application/json"), last)


def forgetting(making: Making) -> None:
    """Forget whoever was taken out, from the step on that was under way when it was left."""
    portal, row = making.portal, making.row
    for number, (part, _words, act) in enumerate(taking_out.STEPS, 1):
        if number >= row.number:
            making.begin(part, number)
            with portal.db.unit_of_work() as db:
                making.go_on(db)
                act(db, row.person_id)
    with portal.db.unit_of_work() as db:
        over = clock.wall() + TOLD
        making.go_on(db, state=State.DONE, part="", leased_until=None, until=over)
