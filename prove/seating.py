"""The acts by which people come to offices and leave them."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import IN_NETWORK, Viewer
from app.account import actions as account
from app.core.errors import NotFound
from app.directory import absences, belonging_table, keeping, leaving
from app.directory.absences import Saying
from app.directory.keeping import Paper
from app.directory.leaving import Holding
from app.directory.models import Office
from app.directory.seats import seat_of
from app.directory.sheet import Line
from prove import course
from prove.comparing import Comparing, agree
from prove.house import PEOPLE, SEATS
from prove.stated import NETWORK_KINDS, Away, Seat, Term

PAPER = Paper("The Minister", "Note 1", read=True)
people = st.sampled_from(PEOPLE)
keepers = st.just("administrator") | people
members = st.sampled_from([name for name, (code, _kind) in SEATS.items() if code != "SEC"])
numbers = st.integers(0, 11)
staying = st.integers(0, 2)


class Seating(Comparing):
    """Appointments proposed, verified, begun, ended, revoked; offices handed over and chosen."""

    @rule(by=keepers, who=people, where=members, later=staying)
    def appoint(self, by: str, who: str, where: str, later: int) -> None:
        """Let somebody be proposed for an office, and whoever acts verify it."""
        seat, made = self.house.seats[where], [""]

        def propose(db: Session, viewer: Viewer) -> None:
            made[0] = keeping.appoint(db, viewer, seat.id, Paper("", ""), verified_by=None).id

        wanted = not self.world.contested(seat)
        if not self.attempt("be proposed", who, propose, wanted=wanted):
            return
        waits = self.world.proposed.setdefault(who, set())
        before = set(waits)
        waits.add(seat.member)
        self.compare_all()
        starts = self.world.day + later

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.OFFICES_GRANT)
            keeping.verify(db, viewer, made[0], PAPER, self.house.date_of(starts))

        if self.attempt("verify", by, act, wanted=self.keeps(by)):
            self.world.proposed[who] = before
            self.ended(course.succeed(self.world, Term(made[0], who, seat, starts)))
        self.compare_all()

    def keeps(self, who: str) -> bool:
        """Whether ``who`` acts as the administrator."""
        seat = self.world.seat(who)
        return seat is not None and seat.kind == "administrator"

    def keeps_for(self, who: str, seat: Seat) -> bool:
        """Whether ``who`` is the administrator or was appointed to the member of a seat."""
        own = self.world.member(who) == seat.member and not self.world.stands_in(who)
        return self.keeps(who) or own

    @rule(by=keepers, which=numbers, stays=staying, revoked=st.booleans())
    def end(self, by: str, which: int, stays: int, revoked: bool) -> None:  # noqa: FBT001 - drawn
        """End an appointment, at once or later, or take it back."""
        terms = [term for term in self.world.terms if term.seat.member != "SEC"]
        term = terms[which % len(terms)]
        last = self.world.day + stays

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.OFFICES_GRANT)
            if revoked:
                keeping.revoke(db, viewer, term.id, "Why.")
            else:
                keeping.end(db, viewer, term.id, self.house.date_of(last), "Why.")

        if self.attempt("end an appointment", by, act, wanted=self.keeps(by) and term.verified):
            self.ended(course.end(self.world, term, self.world.day if revoked else last))
        self.compare_all()

    @rule(by=keepers, where=members, stays=staying)
    def hand_over(self, by: str, where: str, stays: int) -> None:
        """Hand an office over."""
        seat = self.house.seats[where]
        last = self.world.day + stays
        held = [term for term in self.world.holding() if term.seat.id == seat.id]

        def act(db: Session, viewer: Viewer) -> None:
            found = seat_of(db.connection(), Office, seat.id)
            ensure(viewer, P.OFFICE_HAND_OVER, found)
            leaving.hand_over(
                db,
                viewer,
                self.house.portal.seal,
                seat.id,
                holding=leaving.holding(db.connection(), seat.id),
                last_day=self.house.date_of(last),
                note="What I would tell.",
            )

        if len(held) > 1:
            return  # on the day one follows the other, it is not said who hands over
        wanted = self.keeps_for(by, seat) and not self.world.contested(seat)
        if self.attempt("hand over", by, act, wanted=wanted) and held:
            self.ended(course.end(self.world, held[0], last))
        self.compare_all()

    @rule(by=keepers, where=members, later=staying, stays=staying, which=numbers)
    def be_away(self, by: str, where: str, later: int, stays: int, which: int) -> None:
        """Say that a holder is away, or say it anew; somebody of the member may stand in."""
        seat, today = self.house.seats[where], self.world.day
        held = [one for one in self.world.holding() if one.seat.id == seat.id]
        if len(held) != 1:
            return
        term, now = held[0], self.world.absence(held[0])
        able = [None, *self.world.holding()]
        able = [one for one in able if one is None or _can_stand_in(one, term)]
        first = now.first if now and now.first <= today else today + later
        away = Away(term, first, max(first, today) + stays, able[which % len(able)])

        def act(db: Session, viewer: Viewer) -> None:
            stand_in = away.stand_in.id if away.stand_in else None
            days = self.house.date_of(away.first), self.house.date_of(away.last)
            absences.say(
                db, viewer, seat.id, self._holding(db, viewer, seat), Saying(*days, stand_in)
            )

        wanted = self.keeps_for(by, seat) and seat.kind in NETWORK_KINDS
        if self.attempt("say that somebody is away", by, act, wanted=wanted):
            self.world.away = [one for one in self.world.away if one is not now] + [away]
        self.compare_all()

    @rule(by=keepers, where=members)
    def come_back(self, by: str, where: str) -> None:
        """End an absence early."""
        seat, today = self.house.seats[where], self.world.day
        held = [one for one in self.world.holding() if one.seat.id == seat.id]
        if len(held) != 1:
            return

        def act(db: Session, viewer: Viewer) -> None:
            absences.come_back(db, viewer, seat.id, self._holding(db, viewer, seat))

        wanted = self.keeps_for(by, seat) and seat.kind in NETWORK_KINDS
        now = self.world.absence(held[0])
        if self.attempt("come back", by, act, wanted=wanted) and now:
            now.last = today - 1
        self.compare_all()

    @staticmethod
    def _holding(db: Session, viewer: Viewer, seat: Seat) -> Holding:
        """Return who holds an office, as the page of an absence finds it."""
        ensure(viewer, P.OFFICE_AWAY, seat_of(db.connection(), Office, seat.id))
        found = leaving.holding(db.connection(), seat.id)
        if found is None or seat.kind not in IN_NETWORK:
            raise NotFound
        return found

    @rule(who=people, which=numbers, where=st.sampled_from(list(SEATS)))
    def choose(self, who: str, which: int, where: str) -> None:
        """Act for another of one's own offices, or of somebody else's."""
        some = [*self.world.held(who), self.house.seats[where]]
        self.act_for(who, some[which % len(some)])

    def act_for(self, who: str, seat: Seat) -> None:
        """Let ``who`` act for one office, as the account page does it."""

        def act(db: Session, viewer: Viewer) -> None:
            account.act_for(db, viewer, self.house.secrets[who], seat.id)

        wanted = seat.id in {one.id for one in self.world.held(who)}
        if self.attempt("act for", who, act, wanted=wanted):
            self.world.chosen[who] = seat.id
        self.compare_all()

    @rule(
        by=keepers,
        organisation=st.sampled_from(["AU", "EU"]),
        member=st.sampled_from(["GHA", "SEN", "DNK"]),
        later=staying,
        stays=st.none() | staying,
    )
    def belong(
        self, by: str, organisation: str, member: str, later: int, stays: int | None
    ) -> None:
        """Let a member belong to an organisation, or end what has begun."""
        begun = [
            one for one in self.world.lists if one[:2] == (organisation, member) and one[3] is None
        ]
        first = begun[0][2] if begun else self.world.day + later
        last = None if stays is None else max(first, self.world.day) + stays
        days = [self.house.date_of(first).isoformat(), ""]
        if last is not None:
            days[1] = self.house.date_of(last).isoformat()
        cells = {"organisation": organisation, "member": member, "source": "A treaty"}
        line = Line(2, {**cells, "from": days[0], "to": days[1]})
        free = all(
            first > (end if end is not None else first) or (last is not None and last < start)
            for code, who, start, end in self.world.lists
            if (code, who) == (organisation, member) and start != first
        )

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.ORGANISATIONS_KEEP)
            steps = belonging_table.plan(db.connection(), [line])
            belonging_table.enter(db, viewer, steps)

        made = (organisation, member, first, last)
        said_before = made in self.world.lists
        new = free and not any(
            one[3] is not None and one[3] < self.world.day
            for one in self.world.lists
            if one[:3] == made[:3]
        )
        wanted = self.keeps(by) and (said_before or new)
        if self.attempt("belong to an organisation", by, act, wanted=wanted):
            self.world.lists = [one for one in self.world.lists if one[:3] != made[:3]] + [made]
        self.compare_all()

    @rule()
    def sleep(self) -> None:
        """Let a day pass."""
        self.house.day += 1
        self.world.day += 1
        self.compare_all()

    def ended(self, gone: set[str]) -> None:
        """Let the sessions of ``gone`` have ended, and nobody else's."""
        ended = {who for who in PEOPLE if self.house.viewer(who)[1]}
        agree(ended == gone, ", ".join(ended), f"sessions ended, not those of {gone}")
        for who in gone:
            self.world.chosen.pop(who, None)


def _can_stand_in(one: Term, term: Term) -> bool:
    return one.seat.member == term.seat.member and one.person != term.person
