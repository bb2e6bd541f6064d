"""Acts planned on the desk, undone or done ten minutes later, while others act meanwhile."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import Conflict
from app.desk import batches, carrying, queue
from app.directory.acting_later import Asker
from app.items.models import Kind
from app.moderation import holds
from prove import planned
from prove.course import after
from prove.house import PEOPLE, PROVIDER
from prove.planned import Plan
from prove.seating import numbers, people
from prove.stated import Readers, Work
from prove.translating import Translating

MEANWHILE = ("nothing", "undo", "withdraw", "return", "publish", "take", "leave")
LATER = timedelta(minutes=11)
DAYS = 7


class Planning(Translating):
    """What several things have in common: they are answered at once."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, tuple[str, int]] = {}

    @rule(
        who=people,
        number=numbers,
        act=st.sampled_from(["publish", "return"]),
        then=st.sampled_from(MEANWHILE),
        other=people,
    )
    def plan(self, *, who: str, number: int, act: str, then: str, other: str) -> None:
        """Plan an act on what waits; something happens; then the time to undo it is over."""
        waiting = self.waiting(number)
        if number % 3:
            who = next(filter(self.world.staff, PEOPLE), who)
        if not waiting:
            return
        made = [""]

        def do(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.DESK_READ)
            seal = self.house.portal.seal
            rows = queue.rows_of(db.connection(), viewer, seal, [one.id for one in waiting])
            asker = Asker(
                viewer.person_id or "",
                viewer.office.id if viewer.office else None,
                PROVIDER.key,
                viewer.proof,
            )
            words = "Why." if act == "return" else ""
            made[0] = batches.make(db, asker, act, rows, words, seal=seal, speaks="en")

        wanted = planned.plans(self.world, who)
        if self.attempt("plan", who, do, wanted=wanted):
            seat = self.world.seat_id(who)
            plan = Plan(who, seat, act, [(one, one.acts) for one in waiting])
            self.meanwhile(then, other, plan, made[0])
            self.carry_out(plan)
        self.compare_all()

    def waiting(self, number: int) -> list[Work]:
        """Return some practices that wait for the Secretariat, handing in one more."""
        self.begun(Kind.PRACTICE, number, Readers("network"), ("submit",))
        own = [one for one in self.things if one.kind == Kind.PRACTICE and one.stage == "submitted"]
        return own[-2:]

    def meanwhile(self, then: str, other: str, plan: Plan, batch_id: str) -> None:
        """Let something happen."""
        work, _ = plan.works[-1]
        if then == "undo":

            def undo(db: Session, viewer: Viewer) -> None:
                ensure(viewer, P.DESK_READ)
                if not batches.undo(db, batch_id):
                    raise Conflict

            plan.undone = self.attempt("undo", other, undo, wanted=planned.plans(self.world, other))
        elif then == "take":
            self.take_over(other, work)
        elif then == "leave":
            self.leave_or_return("administrator")
        elif then != "nothing":
            self.lead(work, (then,))

    def taken_by(self, work: Work) -> str | None:
        """Return who took a thing over, which lasts for seven days."""
        who, since = self.taken.get(work.id, (None, 0))
        return who if self.world.day - since < DAYS else None

    def take_over(self, who: str, work: Work) -> None:
        """Take over what waits, so that colleagues leave it."""
        portal = self.house.portal

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.DESK_READ)
            sqlite = portal.db.is_sqlite
            holds.take_over(db, viewer, Kind.PRACTICE, work.id, is_sqlite=sqlite)

        wanted = planned.plans(self.world, who)
        if self.attempt("take over", who, act, wanted=wanted):
            self.taken[work.id] = who, self.world.day

    def carry_out(self, plan: Plan) -> None:
        """Let the time to undo it be over."""
        with clock.moved(timedelta(days=self.house.day) + LATER):
            carrying.carry_out_due(self.house.portal)
        for work, as_it_was in plan.works:
            if planned.is_done(self.world, plan, work, as_it_was, self.taken_by(work)):
                work.stage = after(plan.act, work, self.world.day) or work.stage
                work.acts += 1
                self.counts.note(f"{plan.act} as planned", done=True)
        for work, _ in plan.works:
            self.compare(work)
