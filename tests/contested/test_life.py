"""The life of a review in any order: with two of the Secretariat, with one, with three of whom one
brought the others in, and who leave and come back.

The portal is compared with a reference of a few lines that knows no database.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import delete, select

from app.access.viewer import OfficeKind
from app.contested import actions, due
from app.contested.rules import Ground, Stage
from app.core import clock
from app.core.db import table
from app.core.errors import Refusal
from app.directory import leaving
from app.directory.holding import appointment
from app.directory.models import OfficeReview
from app.directory.rules import Stage as Held
from app.seconding import matters
from app.web.portal import Portal
from tests.support.lives import live
from tests.support.people import LONG_AGO, Somebody, brought_in, settle_as

STAFF = st.sampled_from(["administrator", "administrator", "editor", "third"])
STEPS = ("propose", "propose", "confirm", "wait", "withdraw", "leave", "outside")
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


def known(who: str, present: frozenset[str]) -> str:
    """Let nobody be the third where there is none."""
    return "administrator" if who == "third" and who not in present else who


class Life(RuleBasedStateMachine):
    """What was proposed by whom, and whether the office is under review; ``present`` are staff.

    Where they are ``bound``, the administrator appointed the others, and decides with none of them.
    ``since`` and ``gone`` say at which hour somebody came and left.
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
        self.since: dict[str, int] = {}
        self.gone: dict[str, int] = {}
        with self.house.portal.db.unit_of_work() as db:
            db.execute(delete(review))
            for name in self.present:
                self.let(db, name, Held.VERIFIED, created_at=LONG_AGO)

    def let(self, db, name, stage, **values: object) -> None:
        """Let an appointment of the staff be verified or revoked."""
        ended = {"ends": None, "ended_at": None}
        brought_in(db, self.house.cast[name], stage=stage, **{**ended, **values})

    def leave(self, who: str, *, fits: bool) -> None:
        """Let one leave the Secretariat while another stays, or come back."""
        stays = who not in self.here
        if who not in self.present or (not stays and (self.here == {who} or fits)):
            return
        with self.house.now(), self.house.portal.db.unit_of_work() as db:
            if stays:
                self.let(db, who, Held.VERIFIED, created_at=clock.now())
            else:
                self.let(db, who, Held.REVOKED, ends=clock.today(), ended_at=clock.now())
        self.here ^= {who}
        (self.since if stays else self.gone)[who] = self.house.hours
        if stays:
            del self.gone[who]

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

    def lately(self) -> set[str]:
        """Who is there, or was within three days."""
        return self.here | {who for who, hour in self.gone.items() if hour > self.house.hours - 72}

    def alone(self, who: str) -> int | None:
        return None if self.lately() - {who} else self.house.hours + 72

    def is_settled(self, who: str) -> bool:
        return self.since.get(who, -72) + 72 <= self.gone.get(who, self.house.hours)

    def decide(self, *two: str) -> bool:
        free = not self.bound or "administrator" not in two
        return free and all(self.is_settled(who) for who in two)

    def may_begin(self, two: set[str]) -> bool:
        """Whether the time of one alone begins where these two do not decide together."""
        known = {who for who in self.lately() if self.is_settled(who)}
        others = any(self.decide(*pair) for pair in combinations(sorted(self.lately()), 2))
        return not others and (two <= known or known <= two)

    def settled(self) -> None:
        self.asks = self.waits_until = None

    @rule(name=st.sampled_from(STEPS), who=STAFF, fits=MOSTLY)
    def act(self, name: str, who: str, *, fits: bool) -> None:
        """Do one of the steps: by one rule, so that no run is without some of them."""
        getattr(self, name)(known(who, self.present), fits=fits)

    def go(self, name: str, who: str, fits: bool = True) -> None:  # noqa: FBT001, FBT002 - a row
        """Do one fixed step."""
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
            if not self.here - {who} and self.waits_until is None:
                reached.add("not alone yet")
            reached.add("ending" if ending else "proposed")

    def confirm(self, who: str, *, fits: bool) -> None:
        stage = Stage.ENDING if self.in_force is fits else Stage.PROPOSED

        def act(db, viewer) -> None:
            actions.confirm(db, viewer, self.house.office, stage)

        second = fits and self.asks != who and {who, self.asks} <= self.here
        both = second and self.decide(who, self.asks)
        waits = second and not both and self.waits_until is None
        begins = waits and self.may_begin({who, self.asks})
        if second and not both and not begins and not self.waits_until:
            reached.add("shut to a newcomer")
        if self.attempt(who, act, wanted=both or begins) and begins:
            self.waits_until = self.house.hours + 72
            reached.add("three days begun")
        elif both:
            reached.add("ended by two" if self.in_force else "began by two")
            self.in_force = not self.in_force
            self.settled()

    def withdraw(self, who: str, *, fits: bool) -> None:
        stage = Stage.ENDING if self.in_force is fits else Stage.PROPOSED

        def act(db, viewer) -> None:
            actions.withdraw(db, viewer, self.house.office, stage)

        if self.attempt(who, act, wanted=fits and self.asks is not None):
            self.settled()

    def outside(self, who: str, *, fits: bool) -> None:
        """Let the director, if there is one, agree or not; what one proposed is not the other's."""
        if "director" not in self.house.cast:
            return
        agrees = who == "administrator"
        asked = self.asks is not None and self.asks in self.here

        def act(db, viewer) -> None:
            keys = select(review.c.id).where(review.c.ended_at.is_(None))
            key = db.execute(keys).scalar() or "none"
            read, _ = matters.find(db.connection(), viewer, "review", key)
            held = matters.hold(db, viewer, read)
            matters.answer(db, self.house.portal, viewer, held, None if agrees else "")

        other = "director" if fits else "denmark"
        if not self.attempt(other, act, wanted=fits and asked):
            return
        reached.add("agreed outside" if agrees else "refused outside")
        if agrees:
            self.in_force = not self.in_force
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
ALL = {*BOTH, "third"}
ADMIN = "administrator"
BY_TWO = {
    ("propose", ADMIN): "proposed",
    ("confirm", "editor"): "began by two",
    ("propose", "editor"): "ending",
    ("confirm", ADMIN): "ended by two",
}
"""Fixed steps, and what each of them reaches for the first time."""
CASES = {
    "two": (BOTH, False, [*BY_TWO.items(), (("propose", ADMIN), ""), (("leave", ADMIN, False), ""),
                          (("wait", ADMIN), "called off")]),
    "one": ({ADMIN}, False, [(("propose", ADMIN), "proposed"), (("wait", ADMIN), "began alone"),
                             (("propose", ADMIN), "ending"), (("wait", ADMIN), "ended alone")]),
    "one and a director": ({ADMIN, "director"}, False, [
        (("propose", ADMIN), "proposed"), (("outside", ADMIN), "agreed outside"),
        (("propose", ADMIN), "ending"), (("outside", "editor"), "refused outside"),
        (("propose", ADMIN), ""), (("wait", ADMIN), "ended alone"),
        (("propose", ADMIN), ""), (("wait", ADMIN), "began alone"),
    ]),
    "two of whom one brought the other": (BOTH, True, [
        (("propose", ADMIN), "proposed"), (("confirm", "editor"), "three days begun"),
        (("wait", ADMIN), "began alone"), (("leave", "editor", False), ""),
        (("propose", ADMIN), "not alone yet"),
    ]),
    "three of whom one brought the others": (ALL, True, [
        (("propose", ADMIN), "proposed"), (("confirm", "editor"), "shut to a newcomer"),
        (("withdraw", ADMIN), ""), (("propose", "editor"), ""),
        (("confirm", "third"), "began by two"), (("propose", "third"), "ending"),
        (("confirm", "editor"), "ended by two"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_life_of_a_review_in_any_order(portal, cast, case):
    present, bound, leading = CASES[case]
    with portal.db.unit_of_work() as db:
        third = settle_as(db, portal.settings, "third", ("SEC", OfficeKind.EDITOR))
        cast["third"] = third
        gone = [cast[who].viewer.person_id for who in ALL - present]
        db.execute(delete(appointment).where(appointment.c.person_id.in_(gone)))
        if bound:
            admin = cast["administrator"].viewer.person_id
            for who in ("editor", "third"):
                brought_in(db, cast[who], verified_by=admin)
        if "director" in present:
            seat = ("SEC", OfficeKind.DIRECTOR)
            cast["director"] = settle_as(db, portal.settings, "director", seat)

    given = {"house": House(portal, cast), "present": frozenset(present & ALL), "bound": bound}
    reached.clear()
    one = type("Here", (Life,), given)()
    for step, reaches in leading:
        one.go(*step)
        one.nobody_holds_it_exactly_while_it_is_under_review()
        assert not reaches or reaches in reached, step
    live(type("Here", (Life,), given))
