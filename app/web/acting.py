"""One act of a page: done in one transaction, said where its reader is led, or refused there."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.core.errors import Conflict, TooLarge
from app.web.ask import Ask
from app.web.render import Page

Did = Callable[[Session], object]


def act(ask: Ask, did: Did, to: str, refused: Callable[[str], Page]) -> Response:
    """Do an act and lead to ``to``; whoever comes too late reads the present state.

    ``refused`` returns the page of that, with the sentence that says why nothing was done. A form
    that was sent twice gets the first answer again.
    """
    try:
        with ask.unit_of_work() as db:
            did(db)
            return ask.go(to, db)
    except (Conflict, TooLarge) as refusal:
        if (before := ask.answered()) is not None:
            return before
        return ask.page(refused(refusal.sentence), status=refusal.status)
