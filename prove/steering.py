"""Acts that hardly come about when anybody does anything: led up to, then done and compared."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.items.models import Kind
from prove import promised
from prove.asking_for import AskingFor
from prove.contesting import keepers
from prove.house import PEOPLE
from prove.seating import members, numbers, staying
from prove.stated import Readers
from prove.working import practice_readers

OF_PRACTICE = ("edit", "return", "withdraw", "confirm", "retire", "revive", "hide", "show")
OF_REQUEST = ("edit", "return", "withdraw")
OF_OFFER = ("take_up", "take_up", "decline", "take_back")
OF_REVIEW = ("withdraw", "agree", "agree", "refuse")
OF_PROMISE = ("confirm", "withdraw", "change", "change")
"""What is led up to, twice where it would come least otherwise."""


class Steering(AskingFor):
    """Seldom things happen often enough to be compared."""

    @rule(number=numbers, readers=practice_readers, act=st.sampled_from(OF_PRACTICE))
    def seldom_on_practice(self, number: int, readers: Readers, act: str) -> None:
        """Do to a practice what few may do, and not for long."""
        self.led(Kind.PRACTICE, act, number, readers)

    @rule(
        number=numbers,
        readers=practice_readers,
        act=st.sampled_from(OF_REQUEST),
    )
    def seldom_on_request(self, number: int, readers: Readers, act: str) -> None:
        """Do to a request what few may do, and not for long."""
        self.led(Kind.REQUEST, act, number, readers)

    @rule(number=numbers, act=st.sampled_from(["start", "close"]))
    def seldom_agreed(self, number: int, act: str) -> None:
        """Begin or close the help that was agreed."""
        if not self.able_to(Kind.REQUEST, act):
            self.agreed(number)
        if act == "close" and not self.able_to(Kind.REQUEST, act):
            self.led(Kind.REQUEST, "start", number, Readers("network"))
        self.led(Kind.REQUEST, act, number, Readers("network"))

    @rule(number=numbers, act=st.sampled_from(OF_OFFER))
    def seldom_answered(self, number: int, act: str) -> None:
        """Answer an offer that stands, or take it back; nobody binds who is not bound."""
        work = self.offered(number)
        if work is None:
            return
        about = work.offers[-1]
        side = about.member if act == "take_back" else work.owner
        own = [one for one in PEOPLE if self.world.member(one) == side]
        if able := [one for one in own if self.world.takes(one, act)] or own:
            self.answer_by(able[number % len(able)], work, about, act)

    @rule(
        by=keepers,
        where=members,
        which=numbers,
        act=st.sampled_from(OF_REVIEW),
    )
    def seldom_reviewed(self, by: str, where: str, which: int, act: str) -> None:
        """Propose a review where none waits, and let it be withdrawn or answered from outside."""
        if self.asking(which) is None:
            self.contest(by, where, None)
        if act == "withdraw":
            self.think_again(by, where, which)
        else:
            self.answer_from_outside("director", where, which, agrees=act == "agree")

    @rule(number=numbers, name=st.sampled_from(OF_PROMISE), days=staying)
    def seldom_promised(self, number: int, name: str, days: int) -> None:
        """Do to a standing offer what fits it, declaring one where there is none."""
        if not self.fitting(name):
            own = [one for one in PEOPLE if promised.declares(self.world, one, self.promises)]
            self.declare(own[number % len(own)] if own else PEOPLE[0], days, old=True)
        if found := self.fitting(name):
            who, which = found[number % len(found)]
            self.on_promise(who, 0, which, name, days)

    @rule(number=numbers, grant=st.booleans(), readers=practice_readers)
    def seldom_wished(self, number: int, readers: Readers, *, grant: bool) -> None:
        """Wish for more readers of a practice, and let the Secretariat answer."""
        if not self.wished():
            self.wish(number, readers)
        found = self.wished()
        staff = next((one for one in PEOPLE if self.world.staff(one)), PEOPLE[0])
        if found:
            self.answer_wish(staff, found[number % len(found)], grant)

    @rule(
        number=numbers, days=st.integers(1, 2), kind=st.sampled_from([Kind.PRACTICE, Kind.REQUEST])
    )
    def seldom_dismissed(self, number: int, days: int, kind: Kind) -> None:
        """Withdraw a guest who is there, inviting one where nobody is."""
        if not self.there():
            self.lend(by=PEOPLE[0], who="stranger", number=1, kind=kind, days=days, nights=0)
        if found := self.there():
            which = found[number % len(found)]
            work = self.world.guests[which].work
            able = [one for one in PEOPLE if self.world.member(one) in work.owners]
            able = [one for one in able if self.world.reads(one, work)]
            self.dismiss(able[0] if able else PEOPLE[0], 0, which)
