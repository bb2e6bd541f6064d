"""One act on help between two sides: done in one transaction, or shown as it stands now."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.assistance.address import address
from app.assistance.working.page import Work, work_of
from app.core.errors import Conflict
from app.web.ask import Ask


def do_with(
    ask: Ask,
    work: Work,
    part: str,
    did: Callable[[Session], object],
    again: Callable[[Work, str], Response],
) -> Response:
    """Do an act and lead back to the page ``part`` of the help.

    ``again`` answers whoever comes too late: with the help as it is now, and why nothing was done.
    """
    item_id, offer_id = work.asked.matter.id, work.help.id
    try:
        with ask.unit_of_work() as db:
            did(db)
            return ask.go(f"{address(item_id)}/offers/{offer_id}/{part}", db)
    except Conflict as late:
        return ask.answered() or again(work_of(ask, item_id, offer_id), late.sentence)
