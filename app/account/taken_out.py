"""How far it is to take somebody out: shown to whoever pressed it, by an address of its own."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.account.making import ERASURE_WORDS
from app.core.errors import NotFound
from app.identity.sessions import hashed
from app.orders import queries
from app.orders.showing import Work, work_of
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("account.taken_out")


@dataclass(frozen=True, kw_only=True)
class TakenOut(Page):
    """What is done and what is not yet; it names nobody, since nobody is signed in any more."""

    template: ClassVar[str] = "account/taken_out.html"

    address: str
    work: Work


@room.get("/taken-out/{token}", P.ANYONE)
def show(ask: Ask, token: str) -> Response:
    """Show how far it is, to whoever was led here.

    Raises:
        NotFound: for every other address, and an hour after it was done.
    """
    found = work_of(queries.by_secret(ask.conn, hashed(token)), ERASURE_WORDS)
    if found is None:
        raise NotFound
    return ask.page(TakenOut(address=f"/taken-out/{token}", work=found))
