"""The routes by which a room lends its things, and by which a guest reads one: alike everywhere."""

from collections.abc import Callable

from starlette.responses import Response

from app.access.policy import P
from app.audit.events import Event
from app.audit.reading import note_reading
from app.guests import lending, reading
from app.guests.lending import Thing
from app.guests.queries import Granted
from app.guests.reading import Loan
from app.items.queries import Matter
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import INVITING, POSTING


def lends(
    room: Room,
    below: str,
    matter: Callable[[Ask, str], Matter],
    thing: Callable[[Ask, str], Thing],
    noted: Event | None = None,
) -> None:
    """Register whom an office lets read a thing ``below`` an address; ``noted`` is its reading."""

    @room.get(f"{below}{{item_id}}/guests", P.GUESTS_READ)
    def show(ask: Ask, item_id: str, said: str = "") -> Response:
        """Show who may read a thing as a guest."""
        lent = thing(ask, item_id)
        answer = lending.show(ask, lent, said)
        if noted is not None:
            note_reading(ask, lent.matter, noted)
        return answer

    @room.post(f"{below}{{item_id}}/guests", P.GUEST_INVITE, pace=INVITING)
    def invite(ask: Ask, item_id: str) -> Response:
        """Lend a thing to somebody, who gets a letter."""
        return lending.invite(ask, thing(ask, item_id))

    @room.post(f"{below}{{item_id}}/guests/{{guest_id}}/withdraw", P.GUEST_WITHDRAW)
    def withdraw(ask: Ask, item_id: str, guest_id: str) -> Response:
        """Let a guest read no longer."""
        return lending.withdraw(ask, matter(ask, item_id), guest_id)


def reads(room: Room, at: str, found: Callable[[Ask, Granted], Loan | None]) -> None:
    """Register the page of a guest ``at`` an address, with its files and what the guest writes."""

    def loan(ask: Ask, guest_id: str, *, wrote: bool = False) -> Loan:
        return reading.of_guest(ask, guest_id, lambda one: found(ask, one), wrote=wrote)

    @room.get(f"{at}{{guest_id}}", P.ACCOUNT)
    def read(ask: Ask, guest_id: str, said: str = "") -> Response:
        """Show the one thing to the one guest."""
        return reading.show(ask, loan(ask, guest_id), said)

    @room.get(f"{at}{{guest_id}}/files/{{file_id}}", P.ACCOUNT)
    def give(ask: Ask, guest_id: str, file_id: str) -> Response:
        """Give a file of the one thing to the one guest."""
        return reading.give(ask, loan(ask, guest_id), file_id)

    @room.post(f"{at}{{guest_id}}/remark", P.ACCOUNT, pace=POSTING)
    def remark(ask: Ask, guest_id: str) -> Response:
        """Keep what the guest thinks, for the office alone."""
        return reading.remark(ask, loan(ask, guest_id, wrote=True))
