"""What the Secretariat enters for an office: begun, published unconfirmed, confirmed or refused."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.viewer import Viewer
from app.items.models import Kind
from prove import acts
from prove.house import PEOPLE
from prove.seating import numbers, people
from prove.stated import NETWORK_KINDS, Readers, Work
from prove.working import Seeing, practice_readers

THEN = ("enter", "edit", "submit", "withdraw", "refuse", "confirm", "retire", "hide", "publish")


class Entering(Seeing):
    """Entries for an office, by the Secretariat alone; the office has the last word."""

    @rule(
        who=people,
        number=numbers,
        readers=practice_readers,
        then=st.lists(st.sampled_from(THEN), max_size=3),
    )
    def enter_for(self, who: str, number: int, readers: Readers, then: list[str]) -> None:
        """Begin an entry for an office, and lead it on."""
        if number % 3:
            who = next((one for one in PEOPLE if self.world.staff(one)), who)
        seats = [one for one in self.house.seats.values() if one.kind in NETWORK_KINDS]
        seat, chosen, made = seats[number % len(seats)], self.seated(readers), [""]

        def act(db: Session, viewer: Viewer) -> None:
            made[0] = acts.begin_for(db, self.house.portal, viewer, seat.id, chosen)

        if self.attempt("begin for an office", who, act, wanted=self.world.staff(who)):
            kind, owner = Kind.PRACTICE, seat.member
            entry = Work(made[0], kind, owner, chosen, "on_behalf", handed=True, unconfirmed=True)
            self.things.append(entry)
            self.compare(entry)
            self.lead(entry, then)

    @rule(who=people, number=numbers, act=st.sampled_from(["enter", "refuse"]))
    def on_entry(self, who: str, number: int, act: str) -> None:
        """Publish an entry for its office, or refuse it."""
        found = [one for one in self.things if one.unconfirmed]
        if found:
            self.step(who, act, found[number % len(found)])
