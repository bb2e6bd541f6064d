"""The life of a recovery in any order, beside a reference of a few lines that knows no portal."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from app.core import clock
from app.core.db import table
from app.core.errors import Refusal
from app.core.sign_in_provider import SignInProvider
from app.directory.holding import appointment
from app.identity.models import Identity, Passkey, Recovery
from app.identity.sessions import hashed
from app.recovery import actions, due
from app.recovery.forms import Wish
from app.recovery.redeeming import readmit
from app.web.portal import Portal
from tests.recovery.conftest import HOW, passkey
from tests.support.people import Somebody, brought_in

WHO = st.sampled_from(["administrator", "editor"])
STEPS = (
    "go_on", "go_on", "go_on", "go_on", "propose", "agree", "wait", "rest", "withdraw", "stop",
    "link", "redeem",
)  # fmt: skip
DELAY = {"passkeys": 24, "sign-in": 72}
OF_GHANA = SignInProvider(
    key="gha", name="GHA", issuer="https://i", client_id="c", client_secret="s", members=("GHA",)
)
recovery, identity, key = table(Recovery), table(Identity), table(Passkey)


@dataclass
class House:
    """The portal, its people, and how far time has gone on."""

    portal: Portal
    cast: dict[str, Somebody]
    hours: int = 0
    tied: int = 0

    @property
    def person_id(self) -> str:
        return str(self.cast["ghana"].viewer.person_id)

    def now(self):
        return clock.moved(timedelta(hours=self.hours))


reached: set[str] = set()


class Life(RuleBasedStateMachine):
    """What goes on: who proposed it, who agreed, when it is due or took effect, and its link.

    Where the ``present`` are ``bound``, one appointed the other, and they do not decide together.
    """

    house: House
    present: frozenset[str]
    bound: bool

    def __init__(self) -> None:
        super().__init__()
        self.settled()
        self.subject = "old"
        with self.house.portal.db.unit_of_work() as db:
            for rows in (recovery, identity, key):
                db.execute(delete(rows))
            db.add(Identity(issuer="https://i", subject="old", person_id=self.house.person_id))
            db.add(passkey(self.house.person_id))
        self.passkeys = 1

    def settled(self) -> None:
        self.by = self.second = self.gives = self.secret = None
        self.due: int | None = None
        self.since = 0
        self.in_effect = False

    def attempt(self, act, *, wanted: bool):
        """Act; it has to be let through exactly when it is ``wanted``."""
        result = None
        try:
            with self.house.now(), self.house.portal.db.unit_of_work() as db:
                result = act(db)
            done = True
        except Refusal:
            done = False
        assert done is wanted
        return result

    def seen(self) -> str:
        with self.house.portal.db.read() as conn:
            asked = select(recovery.c.id).where(recovery.c.ended_at.is_(None))
            return conn.execute(asked).scalar() or "none"

    @rule(name=st.sampled_from(STEPS), who=WHO, gives=st.sampled_from(sorted(DELAY)))
    def act(self, name: str, who: str, gives: str) -> None:
        """Do one of the steps: by one rule, so that no run is without some of them."""
        getattr(self, name)(who, gives)

    def go_on(self, who: str, gives: str) -> None:
        """Do what comes next in a recovery that ends well."""
        other = "editor" if self.by == "administrator" else "administrator"
        if self.by is None:
            self.propose(who, gives)
        elif not self.in_effect and self.due is None:
            self.agree(other, gives)
        elif not self.in_effect:
            self.wait(who, "sign-in")
        elif self.secret is None:
            self.link(other if self.second else who, gives)
        else:
            self.redeem(who, gives)

    def rest(self, who: str, gives: str) -> None:
        """Let two weeks pass."""
        self.house.hours += 14 * 24
        self.wait(who, gives)

    def propose(self, who: str, gives: str) -> None:
        wish = Wish(gives, "device", "", "in-person", HOW)
        viewer = self.house.cast[who].viewer
        wanted = self.by is None
        self.attempt(
            lambda db: actions.propose(db, viewer, self.house.person_id, wish), wanted=wanted
        )
        if wanted:
            self.by, self.gives, self.since = who, gives, self.house.hours
            alone = not self.present - {who}
            self.due = self.house.hours + 72 if alone else None
            reached.add("alone" if alone else "proposed")

    def agree(self, who: str, _gives: str) -> None:
        viewer, seen = self.house.cast[who].viewer, self.seen()
        waits = self.by is not None and not self.in_effect and self.second is None
        wanted = waits and who != self.by and {who, self.by} <= self.present
        wanted = wanted and not (self.bound and self.due)
        self.attempt(
            lambda db: actions.agree(db, viewer, self.house.person_id, seen), wanted=wanted
        )
        if wanted and self.bound:
            self.due = self.house.hours + 72
            reached.add("three days begun")
        elif wanted:
            self.second = who
            then = self.house.hours + DELAY[self.gives]
            self.due = then if self.due is None else min(self.due, then)
            reached.add("agreed")

    def withdraw(self, who: str, _gives: str) -> None:
        viewer, seen = self.house.cast[who].viewer, self.seen()
        self.attempt(
            lambda db: actions.withdraw(db, viewer, self.house.person_id, seen),
            wanted=self.by is not None,
        )
        self.settled()

    def stop(self, _who: str, _gives: str) -> None:
        viewer = self.house.cast["ghana"].viewer
        self.attempt(lambda db: actions.stop(db, viewer), wanted=self.by is not None)
        self.settled()

    def wait(self, _who: str, gives: str) -> None:
        """Let a day pass, or three."""
        self.house.hours += DELAY[gives] + 1
        comes = self.by and not self.in_effect and self.due and self.due <= self.house.hours
        since = self.since if not self.in_effect else self.due_at_effect
        waits = self.by and (self.in_effect or self.due is None)
        gone = self.by not in self.present  # whose word counts no more, and opens nothing
        lapsed = self.secret is None and since + 14 * 24 <= self.house.hours
        over = waits and (gone or lapsed)
        with self.house.now():
            assert due.take_effect_due(self.house.portal) == bool(comes or over)
        if over:
            reached.add("lapsed")
            self.settled()
        elif comes and {self.by, self.second or self.by} <= self.present:
            self.took_effect()
        elif comes:
            self.settled()

    def took_effect(self) -> None:
        reached.add(f"{self.gives} given")
        if self.gives == "passkeys":
            self.passkeys = 0
            self.settled()
        else:
            self.in_effect, self.due_at_effect = True, self.house.hours

    def link(self, who: str, _gives: str) -> None:
        viewer, seen = self.house.cast[who].viewer, self.seen()
        timely = self.in_effect and self.house.hours <= self.due_at_effect + 14 * 24
        wanted = timely and (self.second is None or who != self.by)
        made = self.attempt(
            lambda db: actions.make_link(db, viewer, self.house.person_id, seen), wanted=wanted
        )
        if wanted:
            self.secret = made

    def redeem(self, _who: str, _gives: str) -> None:
        self.house.tied += 1
        fresh, given = f"new {self.house.tied}", hashed(self.secret or "nothing")
        wanted = self.secret is not None
        known = ("https://i", fresh)
        self.attempt(lambda db: readmit(self.house.portal, db, given, known), wanted=wanted)
        if wanted:
            self.subject = fresh
            reached.add("redeemed")
            self.settled()

    @invariant()
    def ways_in_are_what_the_reference_says(self) -> None:
        with self.house.portal.db.read() as conn:
            subjects = conn.execute(select(identity.c.subject)).scalars().all()
            keys = conn.execute(select(key.c.id)).all()
            going = conn.execute(select(recovery).where(recovery.c.ended_at.is_(None))).all()
        assert (subjects, len(keys)) == ([self.subject], self.passkeys)
        assert len(going) == (self.by is not None)


STAFF = {"editor", "administrator"}
GIVEN = {"passkeys given", "sign-in given", "redeemed"}
BOTH = {"proposed", "agreed", "lapsed", *GIVEN}


@pytest.mark.parametrize(
    ("present", "bound", "wanted"),
    [
        (STAFF, False, BOTH),
        ({"administrator"}, False, {"alone", *GIVEN}),
        (STAFF, True, {"three days begun", *GIVEN}),
    ],
)
def test_the_life_of_a_recovery_in_any_order(portal, cast, present, bound, wanted):
    reached.clear()
    gone = [cast[who].viewer.person_id for who in STAFF - present]
    with portal.db.unit_of_work() as db:
        db.execute(delete(appointment).where(appointment.c.person_id.in_(gone)))
        if bound:
            brought_in(db, cast["editor"], verified_by=cast["administrator"].viewer.person_id)

    knowing = portal.settings.model_copy(update={"providers": (OF_GHANA,)})
    house = House(replace(portal, settings=knowing), cast)
    given = {"house": house, "present": frozenset(present), "bound": bound}
    run_state_machine_as_test(
        type("Here", (Life,), given),
        settings=settings(
            max_examples=25,
            stateful_step_count=50,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert reached >= wanted
