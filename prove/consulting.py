"""Consultations on the manual, by anybody in any order: opened, written to, ended, withdrawn."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection, update
from sqlmodel import Session

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.manual.consulting import ending, pages, queries
from app.manual.consulting.models import Consultation
from app.manual.consulting.rules import KEPT
from app.notifications.post import Post
from prove import asking, consulted
from prove.comparing import agree
from prove.consulted import Asked, Sent
from prove.house import PEOPLE
from prove.promising import Promising
from prove.seating import numbers, people, staying

consultation = table(Consultation)
LEAD = ("prolong", "prolong", "end", "withdraw", "show")
editors = st.just("editor") | people


class Consulting(Promising):
    """What the Secretariat asks the members about the draft, and what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []
        self.post = Post.of(self.house.portal)
        self.words = 0

    def ask(self, number: int) -> Asked | None:
        """Return one of the consultations."""
        return self.asked[number % len(self.asked)] if self.asked else None

    @rule(who=editors, later=staying, days=st.integers(1, 3))
    def consult(self, who: str, later: int, days: int) -> None:
        """Open a consultation on the draft."""
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            made[0] = asking.begin(db, viewer, later, days, self.post)

        if self.attempt("consult", who, act, wanted=consulted.leads(self.world, who)):
            begins = self.world.day + later
            self.asked.append(Asked(made[0], begins, begins + days))
        self.compare_asked()

    @rule(who=editors, number=numbers, act=st.sampled_from(LEAD), days=st.integers(1, 2))
    def on_consultation(self, who: str, number: int, act: str, days: int) -> None:
        """Prolong a consultation, end or withdraw it, or let its submissions be read."""
        asked = self.ask(number)
        if asked is None:
            return

        def do(db: Session, viewer: Viewer) -> None:
            asking.lead(db, viewer, asked.id, act, days, self.post)

        wanted = consulted.may_lead(self.world, who, act, asked)
        if self.attempt(f"{act} a consultation", who, do, wanted=wanted):
            self.went_on(asked, act, days)
        self.compare_asked(asked)

    @staticmethod
    def went_on(asked: Asked, act: str, days: int) -> None:
        """Let a consultation be what an act makes of it."""
        if act == "prolong":
            asked.until += days
        elif act == "end":
            asked.ended = True
        elif act == "withdraw":
            asked.withdrawn = True
        else:
            asked.shown = True
            for one in asked.sent:
                one.stage = "shown" if one.stage == "sent" else one.stage

    @rule(who=people, number=numbers, stance=st.sampled_from(["expert", "position"]))
    def submit(self, who: str, number: int, stance: str) -> None:
        """Send the submission of the own member, or another text in its place."""
        asked, made = self.ask(number), [""]
        if asked is None:
            return
        self.words += 1

        def act(db: Session, viewer: Viewer) -> None:
            made[0] = asking.send(db, viewer, asked.id, f"Words {self.words}", stance)

        wanted = consulted.may_send(self.world, who, asked, stance)
        if self.attempt("submit", who, act, wanted=wanted):
            member = self.world.member(who)
            said = consulted.own(asked, member)
            if said is None:
                asked.sent.append(Sent(made[0], member))
            else:
                said.stage = "sent"
        self.compare_asked(asked)

    @rule(who=people, number=numbers)
    def unsubmit(self, who: str, number: int) -> None:
        """Withdraw what the own member sent."""
        asked = self.ask(number)
        if asked is None:
            return
        sent = [one for one in PEOPLE if consulted.may_take_back(self.world, one, asked)]
        who = sent[0] if sent and number % 2 else who
        wanted = consulted.may_take_back(self.world, who, asked)
        said = consulted.own(asked, self.world.member(who))

        def act(db: Session, viewer: Viewer) -> None:
            asking.take_back(db, viewer, asked.id)

        if self.attempt("withdraw a submission", who, act, wanted=wanted) and said:
            said.stage = "withdrawn"
        self.compare_asked(asked)

    @rule(who=editors, number=numbers, which=numbers)
    def answer_submission(self, who: str, number: int, which: int) -> None:
        """Say what became of a submission."""
        asked = self.ask(number)
        if asked is None or not asked.sent:
            return
        one = asked.sent[which % len(asked.sent)]

        def act(db: Session, viewer: Viewer) -> None:
            asking.answer(db, viewer, one.id, self.post)

        wanted = consulted.may_answer(self.world, who, asked, one)
        one.answered |= self.attempt("answer a submission", who, act, wanted=wanted)
        self.compare_asked(asked)

    @rule(number=numbers)
    def give_back(self, number: int) -> None:
        """Let thirty days have passed since a consultation was withdrawn."""
        gone = [one for one in self.asked if one.withdrawn and not one.given_back]
        if not gone:
            return
        asked = gone[number % len(gone)]
        with self.house.acting() as db:
            rows = update(consultation).where(consultation.c.item_id == asked.id)
            db.execute(rows.values(withdrawn_at=clock.now() - KEPT - timedelta(days=1)))
        with clock.moved(timedelta(days=self.house.day)):
            ending.give_back_due(self.house.portal.db)
        consulted.give_back(asked)
        self.counts.note("give back", done=True)
        self.compare_asked(asked)

    # comparing -------------------------------------------------------------------------------

    def compare_all(self) -> None:
        """Compare a consultation as well, one after the other."""
        super().compare_all()
        if self.asked and self.turn % 2:
            self.compare_asked(self.ask(self.turn // 2))

    def compare_asked(self, asked: Asked | None = None) -> None:
        """Compare what everybody reads of consultations, and of this one."""
        asked = asked or (self.asked[-1] if self.asked else None)
        if asked is None:
            return
        read = self.house.portal.db.read()
        with clock.moved(timedelta(days=self.house.day)), read as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is not None:
                    self.counts.compared += 1
                    self.compare_consultation(conn, viewer, who, asked)

    def compare_consultation(
        self, conn: Connection, viewer: Viewer, who: str, asked: Asked
    ) -> None:
        """Compare what somebody reads of a consultation, and may do about consultations."""
        opens = allows(viewer, P.CONSULTATION_READ)
        agree(opens is consulted.reads(self.world, who), who, "reads consultations")
        leads = allows(viewer, P.CONSULTATION_LEAD)
        agree(leads is consulted.leads(self.world, who), who, "leads consultations")
        if not opens:
            return
        one = queries.one(conn, viewer, asked.id)
        agree(one is not None, who, f"does not find {asked}")
        if one is None:
            return
        state = consulted.stage(self.world, asked)
        agree(one.state == state, who, f"finds {one.state} instead of {state}: {asked}")
        text = consulted.reads_text(self.world, who, asked)
        agree(pages.reads_text(viewer, one) is text, who, f"reads the text of {asked}")
        read = {each.matter.id for each in queries.of_consultation(conn, viewer, asked.id)}
        agree(
            read == consulted.submissions(self.world, who, asked), who, f"what was sent to {asked}"
        )
