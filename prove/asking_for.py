"""Requests that the Secretariat enters for an office: handed over, confirmed or refused."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.viewer import Viewer
from app.items.models import Kind
from prove import acts
from prove.conversing import Conversing
from prove.house import PEOPLE
from prove.seating import numbers, people
from prove.stated import NETWORK_KINDS, Readers, Work
from prove.working import narrower

THEN = ("hand_over", "hand_over", "edit", "vouch", "open", "refuse_entry", "drop", "submit")


class AskingFor(Conversing):
    """Requests by letter: the office has the last word, and the only one that lets it out."""

    @rule(
        who=people,
        number=numbers,
        readers=narrower,
        then=st.lists(st.sampled_from(THEN), max_size=4),
    )
    def ask_for(self, who: str, number: int, readers: Readers, then: list[str]) -> None:
        """Begin a request for an office, and lead it on."""
        if number % 3:
            who = next((one for one in PEOPLE if self.world.staff(one)), who)
        seats = [one for one in self.house.seats.values() if one.kind in NETWORK_KINDS]
        seat, chosen, made = seats[number % len(seats)], self.seated(readers), [""]

        def act(db: Session, viewer: Viewer) -> None:
            made[0] = acts.ask_for(db, self.house.portal, viewer, seat.id, chosen)

        if self.attempt("ask for an office", who, act, wanted=self.world.staff(who)):
            asked = Work(made[0], Kind.REQUEST, seat.member, chosen, "on_behalf", handed=True)
            self.things.append(asked)
            self.compare(asked)
            self.lead(asked, then)

    @rule(who=people, number=numbers, act=st.sampled_from(THEN))
    def on_asked_for(self, who: str, number: int, act: str) -> None:
        """Do something to what was entered for an office, as anybody."""
        waiting = {"on_behalf", "entered"}
        found = [one for one in self.things if one.kind == Kind.REQUEST and one.stage in waiting]
        if found:
            self.step(who, act, found[number % len(found)])
