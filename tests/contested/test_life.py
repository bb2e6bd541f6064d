"""The life of a review in any order: with two of the Secretariat, with one, with two of one mind.

The portal is compared with a reference of a few lines that knows no database.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from app.contested import actions, due
from app.contested.rules import Ground, Stage
from app.core import clock
from app.core.db import table
from app.core.errors import Refusal
from app.directory import leaving
from app.directory.holding import appointment
from app.directory.models import OfficeReview
from app.directory.rules import Stage as Held
from app.web.portal import Portal
from tests.support.people import Somebody, brought_in

STAFF = st.sampled_from(["administrator", "administrator", "editor"])
STEPS = ("propose", "propose", "confirm", "wait", "withdraw", "leave")
MOSTLY = st.sampled_from([True, True, True, False])
review = table(OfficeReview)


@dataclass
class House:
    """The portal, its people, and how far time and the Secretariat have gone on."""

    portal: Portal
    cast: dict[str, Somebody]
    hours: int = 0

    @property
    def office(self) -> str:
        office = self.cast["ghana"].viewer.office
        return office.id if office else ""

    def now(self):
        return clock.moved(timedelta(hours=self.hours))


reached: set[str] = set()


class Life(RuleBasedStateMachine):
    """What was proposed by whom, and whether the office is under review; ``present`` are staff.

    Where they are ``bound``, one appointed the other, and they do not decide together.
    """

    house: House
    present: frozenset[str]
    bound: bool

    def __init__(self) -> None:
        super().__init__()
        self.in_force = False
        self.asks: str | None = None
        self.waits_until: int | None = None
        self.here = set(self.present)
        with self.house.portal.db.unit_of_work() as db:
            db.execute(delete(review))
            self.let(db, self.present, Held.VERIFIED)

    def let(self, db, names, stage) -> None:
        """Let appointments of the staff be verified or revoked."""
        for name in names:
            brought_in(db, self.house.cast[name], stage=stage)

    def leave(self, who: str, *, fits: bool) -> None:
        """Let one leave the Secretariat while another stays, or come back."""
        stays = who not in self.here
        if who not in self.present or (not stays and (self.here == {who} or fits)):
            return
        with self.house.portal.db.unit_of_work() as db:
            self.let(db, [who], Held.VERIFIED if stays else Held.REVOKED)
        self.here ^= {who}

    def attempt(self, who: str, act, *, wanted: bool) -> bool:
        """Act as ``who``; it has to be let through exactly when it is ``wanted``."""
        try:
            with self.house.now(), self.house.portal.db.unit_of_work() as db:
                act(db, self.house.cast[who].viewer)
            done = True
        except Refusal:
            done = False
        assert done is wanted
        return done

    def alone(self, who: str) -> int | None:
        return None if self.here - {who} else self.house.hours + 72

    def settled(self) -> None:
        self.asks = self.waits_until = None

    @rule(name=st.sampled_from(STEPS), who=STAFF, fits=MOSTLY)
    def act(self, name: str, who: str, *, fits: bool) -> None:
        """Do one of the steps: by one rule, so that no run is without some of them."""
        getattr(self, name)(who, fits=fits)

    def propose(self, who: str, *, fits: bool) -> None:
        """Propose what comes next, or what cannot come now."""
        ending = self.in_force is fits

        def act(db, viewer) -> None:
            if ending:
                actions.propose_end(db, viewer, self.house.office, Ground.MISTAKEN)
            else:
                actions.propose(db, viewer, self.house.office, "Two letters.")

        if self.attempt(who, act, wanted=fits and self.asks is None):
            self.asks, self.waits_until = who, self.alone(who)
            reached.add("ending" if ending else "proposed")

    def confirm(self, who: str, *, fits: bool) -> None:
        stage = Stage.ENDING if self.in_force is fits else Stage.PROPOSED

        def act(db, viewer) -> None:
            actions.confirm(db, viewer, self.house.office, stage)

        second = fits and self.asks != who and {who, self.asks} <= self.here
        waits = self.bound and self.waits_until is None
        if self.attempt(who, act, wanted=second and (waits or not self.bound)) and waits:
            self.waits_until = self.house.hours + 72
            reached.add("three days begun")
        elif second and not self.bound:
            reached.add("ended by two" if self.in_force else "began by two")
            self.in_force = not self.in_force
            self.settled()

    def withdraw(self, who: str, *, fits: bool) -> None:
        stage = Stage.ENDING if self.in_force is fits else Stage.PROPOSED

        def act(db, viewer) -> None:
            actions.withdraw(db, viewer, self.house.office, stage)

        if self.attempt(who, act, wanted=fits and self.asks is not None):
            self.settled()

    def wait(self, _who: str, *, fits: bool) -> None:
        """Let time pass: too little where somebody is alone, or enough."""
        self.house.hours += 73 if fits else 71
        is_due = self.waits_until is not None and self.waits_until <= self.house.hours
        gone = self.asks is not None and self.asks not in self.here
        with self.house.now():
            assert due.take_effect_due(self.house.portal) == (is_due or gone)
        if gone:
            reached.add("called off")
            self.settled()
        elif is_due:
            reached.add("ended alone" if self.in_force else "began alone")
            self.in_force = not self.in_force
            self.settled()

    @invariant()
    def nobody_holds_it_exactly_while_it_is_under_review(self) -> None:
        with self.house.now(), self.house.portal.db.read() as conn:
            held = leaving.holding(conn, self.house.office)
            alone = select(review.c.id).where(
                review.c.began_by == review.c.proposed_by, review.c.began_by.is_not(None)
            )
            assert conn.execute(alone).all() == []
        assert (held is None) is self.in_force


BOTH = {"editor", "administrator"}
BY_TWO = {"proposed", "ending", "began by two", "ended by two", "called off"}
ALONE = {"began alone", "ended alone"}


@pytest.mark.parametrize(
    ("present", "bound", "wanted"),
    [
        (BOTH, False, BY_TWO),
        ({"administrator"}, False, ALONE),
        (BOTH, True, {"three days begun", *ALONE}),
    ],
)
def test_the_life_of_a_review_in_any_order(portal, cast, present, bound, wanted):
    reached.clear()
    gone = [cast[who].viewer.person_id for who in BOTH - present]
    with portal.db.unit_of_work() as db:
        db.execute(delete(appointment).where(appointment.c.person_id.in_(gone)))
        if bound:
            brought_in(db, cast["editor"], verified_by=cast["administrator"].viewer.person_id)

    given = {"house": House(portal, cast), "present": frozenset(present), "bound": bound}
    run_state_machine_as_test(
        type("Here", (Life,), given),
        settings=settings(
            max_examples=20,
            stateful_step_count=50,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert reached >= wanted
