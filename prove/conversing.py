"""Talks about offers, and requests put to more members, by anybody beside all the rest."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.assistance.acting import Acting
from app.assistance.talk import talk
from app.assistance.talks import changing, queries, saying
from app.assistance.talks.rules import Change
from app.assistance.widening import actions as widening
from app.core import clock
from app.items.models import Kind
from prove import acts, conversed
from prove.comparing import agree
from prove.conversed import Conversation
from prove.house import PEOPLE
from prove.placing import Placing
from prove.seating import numbers, people
from prove.stated import OF_SECRETARIAT, TALKABLE, Readers, Work


class Conversing(Placing):
    """What two offices say to each other, and to whom a request is put besides."""

    def __init__(self) -> None:
        super().__init__()
        self.conversations: dict[str, Conversation] = {}

    def conversation(self, number: int) -> Conversation | None:
        """Return the talk about some newest offer."""
        works = [one for one in self.things if one.kind == Kind.REQUEST and one.offers]
        if not works:
            return None
        work = works[number % len(works)]
        about = work.offers[-1]
        return self.conversations.setdefault(about.id, Conversation(work, about))

    @rule(who=people, number=numbers, times=st.integers(1, 2))
    def say_in_talk(self, who: str, number: int, times: int) -> None:
        """Let somebody say something in a talk, for those for whom it is then."""
        one = self.conversation(number)
        if one is None:
            return
        for turn in range(times):
            by = self.side_of(one, who, number + turn)
            self.say_as(by, one)
        self.compare_talk(one)

    def side_of(self, one: Conversation, who: str, number: int) -> str:
        """Return somebody who takes part, two times of three."""
        able = [each for each in PEOPLE if conversed.speaks(self.world, each, one)]
        return able[number % len(able)] if able and number % 3 else who

    def say_as(self, who: str, one: Conversation) -> None:
        """Let somebody say something."""
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            about = talk(db.connection(), viewer, one.work.id, one.offer.id)
            by = Acting(viewer, self.house.portal.seal)
            made[0] = saying.say(db, by, about, "What I say.", "en", apart=one.apart)

        if self.attempt("say", who, act, wanted=conversed.speaks(self.world, who, one)):
            one.said[made[0]] = one.apart

    @rule(who=people, number=numbers, both=st.booleans())
    def switch_talk(self, who: str, number: int, *, both: bool) -> None:
        """Let one side or both want that the Secretariat reads no more, or reads again."""
        one = self.conversation(number)
        if one is None:
            return
        sides = [self.side_of(one, who, number)]
        if both:
            sides = [_first(self, code) for code in (one.work.owner, one.offer.member)]
        change = Change.SHARED if one.apart else Change.APART
        for by in sides:

            def act(db: Session, viewer: Viewer) -> None:
                about = talk(db.connection(), viewer, one.work.id, one.offer.id)
                changing.propose(db, Acting(viewer, self.house.portal.seal), about, change)

            if self.attempt("switch", by, act, wanted=conversed.speaks(self.world, by, one)):
                conversed.ask_to_switch(self.world, by, one)
        self.say_as(sides[-1], one)
        self.compare_talk(one)

    def compare_all(self) -> None:
        """Compare a talk as well."""
        super().compare_all()
        if self.conversations:
            every = list(self.conversations.values())
            self.compare_talk(every[self.turn % len(every)])

    def compare_talk(self, one: Conversation) -> None:
        """Compare what everybody reads of a talk, down to the words themselves."""
        seal, shift = self.house.portal.seal, timedelta(days=self.house.day)
        with clock.moved(shift), self.house.portal.db.read() as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is None:
                    continue
                self.counts.compared += 1
                there = queries.talks_of(conn, viewer, one.work.id).get(one.offer.id)
                finds = conversed.finds(self.world, who, one)
                agree((there is not None) is finds, who, f"finds the talk {one}")
                said = queries.all_words(conn, viewer, seal, there) if there else ()
                read = {each.id for each in said if each.text == "What I say."}
                agree(read == conversed.hears(self.world, who, one), who, f"reads in {one}")

    # to more members -----------------------------------------------------------------------------

    @rule(who=people, number=numbers)
    def widen(self, who: str, number: int) -> None:
        """Put a request to the whole network."""
        work = self.pick(number, Kind.REQUEST)
        if work is None:
            return
        able = (one for one in PEOPLE if self.widens(one, work))
        who = next(able, who) if number % 3 else who

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.REQUEST, work.id)
            ensure(viewer, P.REQUEST_STEER, matter)
            by = Acting(viewer, self.house.portal.seal)
            widening.widen(db, by, matter, acts.audience(Readers("network")))

        if self.attempt("put to more", who, act, wanted=self.widens(who, work)):
            work.readers = Readers("network")
        self.compare(work)

    def widens(self, who: str, work: Work) -> bool:
        """Whether somebody puts a request to the network: only its member, and not for nobody."""
        own = self.world.reads(who, work) and self.world.member(who) == work.owner
        return own and work.stage in TALKABLE and self.reaches(work)

    def reaches(self, work: Work) -> bool:
        """Whether an office reads it then that does not now."""
        before, after = work.names(), work.names() | {"network"}
        people_ = {term.person for term in self.world.holding()}
        seats = [seat for one in people_ for seat in self.world.held(one)]
        own = [(seat, self.world.names_of(seat)) for seat in seats]
        return any(
            seat.kind not in OF_SECRETARIAT and found & after and not found & before
            for seat, found in own
        )


def _first(machine: Conversing, code: str) -> str:
    """Return somebody who acts for a member, or anybody where nobody does."""
    return next((one for one in PEOPLE if machine.world.member(one) == code), PEOPLE[-1])
