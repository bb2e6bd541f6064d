"""What hardly comes about of consultations: led up to, then done and compared."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from prove import consulted
from prove.consulted import Asked
from prove.house import PEOPLE
from prove.seating import numbers
from prove.voicing import Voicing

SELDOM = ("answer", "show", "withdraw", "give back", "unsubmit", "unsay", "say", "end")


class Convening(Voicing):
    """An open consultation with a submission of a member and one of a guest, and what follows."""

    @rule(number=numbers, act=st.sampled_from(SELDOM), ends=st.booleans())
    def seldom_consulted(self, number: int, act: str, *, ends: bool) -> None:
        """Do to a consultation, or to what was sent to it, what fits it seldom."""
        asked = self.open_one()
        if asked is None or act == "say":
            return
        if act == "unsubmit":
            own = [one for one in PEOPLE if consulted.may_take_back(self.world, one, asked)]
            self.unsubmit(own[0] if own else PEOPLE[0], self.number_of(asked))
            return
        if act == "unsay":
            self.unsay("stranger", 1)
            return
        if ends or act in {"end", "answer", "show"}:
            self.on_consultation("editor", self.number_of(asked), "end", 1)
        self.finish(asked, number, act)

    def finish(self, asked: Asked, number: int, act: str) -> None:
        """Go on with a consultation that was ended, or withdrawn."""
        at = self.number_of(asked)
        if act == "answer":
            self.answer_submission("editor", at, number)
        elif act in {"show", "withdraw"}:
            self.on_consultation("editor", at, act, 1)
            self.unsay("stranger", 1)
        elif act == "give back":
            self.on_consultation("editor", at, "withdraw", 1)
            self.give_back(0)

    def number_of(self, asked: Asked) -> int:
        """Return by which number a consultation is found."""
        return next(at for at, one in enumerate(self.asked) if one is asked)

    def open_one(self) -> Asked | None:
        """Return an open consultation to which a member and a guest sent something."""
        there = [one for one in self.asked if consulted.stage(self.world, one) == "open"]
        if not there:
            self.consult("editor", 0, 2)
            there = self.asked[-1:]
        if not there or consulted.stage(self.world, there[0]) != "open":
            return None
        asked = there[0]
        own = [one for one in PEOPLE if consulted.may_send(self.world, one, asked, "expert")]
        if own and not asked.sent:
            self.submit(own[0], self.number_of(asked), "expert")
        if not any(consulted.hears(self.world, asked, one) for one in asked.voices):
            self.invite_voice("editor", "stranger", self.number_of(asked), 2, coded=False)
        self.say("stranger", 1)
        return asked
