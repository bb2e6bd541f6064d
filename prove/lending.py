"""Guests: a practice or a request lent to one person until a day, beside all the rest."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import ensure
from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.guests import actions, queries
from app.guests.forms import Invitee
from app.items.models import Kind
from prove import acts
from prove.choosing import Choosing
from prove.seating import numbers, people
from prove.stated import MOST_GUESTS, Guest, Work

strangers = st.just("stranger") | people


class Lending(Choosing):
    """Guests invited, come, withdrawn, and forgotten by the days that pass."""

    @rule(
        by=people,
        who=strangers,
        number=numbers,
        kind=st.sampled_from((Kind.PRACTICE, Kind.REQUEST)),
        days=st.integers(1, 2),
        nights=st.integers(0, 3),
    )
    def lend(  # noqa: PLR0913 - who lends what to whom, for how long
        self, *, by: str, who: str, number: int, kind: Kind, days: int, nights: int
    ) -> None:
        """Invite somebody to a thing, who accepts; then let some nights pass."""
        work = self.pick(number, kind)
        if work is None:
            return
        by, made = self.able(by, number, "guest", work), [""]
        last = self.house.date_of(self.house.day) + timedelta(days=days)

        def invite(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, kind, work.id)
            ensure(viewer, acts.NEEDS[kind]["guest"], matter)
            invitee = Invitee(who, f"{who}@example.org", "Justice", last)
            made[0] = actions.invite(db, viewer, matter, invitee)

        wanted = self.world.reads(by, work) and self.world.may(by, "guest", work)
        if self.attempt("invite a guest", by, invite, wanted=wanted and self.room(work, who)):
            self.accept(by, who, work, Guest("", who, work, self.world.day + days), made[0])
            for _ in range(nights):
                self.sleep()
        self.compare(work)

    def room(self, work: Work, who: str) -> bool:
        """Whether one more can be a guest, and has no invitation yet."""
        there = [one for one in self.world.guests if one.work is work and self.world.lasts(one)]
        return len(there) < MOST_GUESTS and all(one.address != who for one in there)

    def accept(self, by: str, who: str, work: Work, made: Guest, secret: str) -> None:
        """Let the invitation be accepted, which whoever holds an office cannot."""
        seat = self.world.seat(by)

        def act(db: Session, viewer: Viewer) -> None:
            found = queries.find(db.connection(), secret)
            if found is None:
                raise NotFound
            made.id = found.id
            actions.accept(db, viewer, found)

        made.seat = seat.id if seat else ""
        self.world.guests.append(made)
        made.came = self.attempt("be a guest", who, act, wanted=not self.world.held(who))
        self.compare(work)

    @rule(by=people, number=numbers, which=numbers)
    def dismiss(self, by: str, number: int, which: int) -> None:
        """Withdraw a guest."""
        if not self.world.guests:
            return
        guest = self.world.guests[which % len(self.world.guests)]
        by, kind = self.able(by, number, "dismiss", guest.work), Kind(guest.work.kind)

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, kind, guest.work.id)
            ensure(viewer, acts.NEEDS[kind]["dismiss"], matter)
            actions.withdraw(db, viewer, matter, guest.id)

        may = self.world.reads(by, guest.work) and self.world.may(by, "dismiss", guest.work)
        open_ = not guest.dismissed and self.world.day <= guest.last
        if self.attempt("withdraw a guest", by, act, wanted=may and open_):
            guest.dismissed = True
        self.compare(guest.work)
