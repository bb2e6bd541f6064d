"""Standing in for who is away, so often that each rule about it is tried."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import rule

from prove.house import PEOPLE
from prove.seating import Seating, members, numbers, staying
from prove.stated import Seat


class StandingIn(Seating):
    """Whoever stands in acts for the office that was left."""

    @rule(where=members, number=numbers, stays=staying, goes_on=st.booleans())
    def stand_in(self, where: str, number: int, stays: int, goes_on: bool) -> None:  # noqa: FBT001 - drawn by name
        """Let who stands in act for the office, and perhaps say that its holder stays away."""
        if not self.standing_in():
            self.be_away("administrator", where, 0, stays, number)
        found = self.standing_in()
        if not found:
            return
        who, seat = found[number % len(found)]
        self.act_for(who, seat)
        for work in (one for one in self.things if seat.member in one.owners):
            self.compare(work)
        if goes_on:
            left = next(name for name, one in self.house.seats.items() if one.id == seat.id)
            self.be_away(who, left, 0, stays, number)

    def standing_in(self) -> Sequence[tuple[str, Seat]]:
        """Return who stands in today, and for which office."""
        return [(who, s) for who in PEOPLE for s in self.world.held(who) if s.stands_in]
