"""The life of a recovery in any order, beside a reference of a few lines that knows no portal."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import delete, select

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.core.errors import Refusal
from app.core.sign_in_provider import SignInProvider
from app.directory.holding import appointment
from app.directory.rules import Stage as Held
from app.identity.models import Identity, Passkey, Recovery
from app.identity.sessions import hashed
from app.recovery import actions, due
from app.recovery.forms import Wish
from app.recovery.redeeming import readmit
from app.seconding import matters
from app.web.portal import Portal
from tests.recovery.conftest import HOW, passkey
from tests.support.lives import live
from tests.support.people import LONG_AGO, Somebody, brought_in, settle_as

WHO = st.sampled_from(["administrator", "editor", "third"])
STEPS = (
    *["go_on"] * 7, "propose", "agree", "wait", "rest", "withdraw", "stop",
    "link", "redeem", "leave", "outside",
)  # fmt: skip
DELAY = {"passkeys": 24, "sign-in": 72}
OF_GHANA = SignInProvider(
    key="gha", name="GHA", issuer="https://i", client_id="c", client_secret="s", members=("GHA",)
)
BEGUN = {"stage": Held.VERIFIED, "ends": None, "ended_at": None}
"""An appointment that runs."""
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

    Where the ``present`` are ``bound``, the administrator appointed the others, and decides with
    none of them. ``here`` are those of them who act; ``came`` and ``gone`` say since which hour.
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
            for name in self.present:
                brought_in(db, self.house.cast[name], **BEGUN, created_at=LONG_AGO)
        self.passkeys = 1
        self.here = set(self.present)
        self.came: dict[str, int] = {}
        self.gone: dict[str, int] = {}

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
        nobody = who == "third" and who not in self.present
        getattr(self, name)("administrator" if nobody else who, gives)

    def go_on(self, who: str, gives: str) -> None:
        """Do what comes next in a recovery that ends well."""
        other = "editor" if self.by in {"administrator", "third"} else "administrator"
        other = "third" if self.by == "editor" and "third" in self.present else other
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

    def leave(self, who: str, gives: str) -> None:
        """Let one leave the Secretariat while another stays, or come back; not too often."""
        if gives != "passkeys" or who not in self.present or self.here == {who}:
            return
        with self.house.now(), self.house.portal.db.unit_of_work() as db:
            over = {"stage": Held.REVOKED, "ends": clock.today(), "ended_at": clock.now()}
            anew = {**BEGUN, "created_at": clock.now()}
            brought_in(db, self.house.cast[who], **(over if who in self.here else anew))
        if who in self.here:
            self.gone[who] = self.house.hours
        else:
            self.came[who] = self.house.hours
            del self.gone[who]
        self.here ^= {who}

    def lately(self) -> set[str]:
        """Who is there, or was within three days."""
        return self.here | {who for who, hour in self.gone.items() if hour > self.house.hours - 72}

    def decide(self, *two: str) -> bool:
        free = not self.bound or "administrator" not in two
        return free and all(self.is_settled(who) for who in two)

    def is_settled(self, who: str) -> bool:
        return self.came.get(who, -72) + 72 <= self.gone.get(who, self.house.hours)

    def may_begin(self, two: set[str]) -> bool:
        """Whether the time of one alone begins where these two do not decide together."""
        known = {who for who in self.lately() if self.is_settled(who)}
        others = any(self.decide(*pair) for pair in combinations(sorted(self.lately()), 2))
        return not others and (two <= known or known <= two)

    @property
    def stands(self) -> bool:
        """Whether those who decided it are all there."""
        return {self.by, self.second or self.by} <= self.here | {"director"}

    def propose(self, who: str, gives: str) -> None:
        wish = Wish(gives, "device", "", "in-person", HOW)
        viewer = self.house.cast[who].viewer
        wanted = self.by is None
        self.attempt(
            lambda db: actions.propose(db, viewer, self.house.person_id, wish), wanted=wanted
        )
        if wanted:
            self.by, self.gives, self.since = who, gives, self.house.hours
            alone = not self.lately() - {who}
            self.due = self.house.hours + 72 if alone else None
            reached.add("alone" if alone else "proposed")

    def agree(self, who: str, _gives: str) -> None:
        viewer, seen = self.house.cast[who].viewer, self.seen()
        waits = self.by is not None and not self.in_effect and self.second is None
        second = waits and who != self.by and {who, self.by} <= self.here
        both = second and self.decide(who, self.by)
        begins = second and not both and self.due is None and self.may_begin({who, self.by})
        self.attempt(
            lambda db: actions.agree(db, viewer, self.house.person_id, seen),
            wanted=both or begins,
        )
        if second and not both and not begins and self.due is None:
            reached.add("shut to a newcomer")
        if begins:
            self.due = self.house.hours + 72
            reached.add("three days begun")
        elif both:
            self.second = who
            then = self.house.hours + DELAY[self.gives]
            self.due = then if self.due is None else min(self.due, then)
            reached.add("agreed")

    def outside(self, who: str, _gives: str) -> None:
        """Let the director, if there is one, agree or not."""
        if "director" not in self.house.cast:
            return
        viewer, agrees = self.house.cast["director"].viewer, who == "administrator"
        waits = self.by is not None and not self.in_effect and self.second is None
        wanted = waits and self.by in self.here

        def act(db) -> None:
            read, _ = matters.find(db.connection(), viewer, "recovery", self.seen())
            held = matters.hold(db, viewer, read)
            matters.answer(db, self.house.portal, viewer, held, None if agrees else "")

        self.attempt(act, wanted=wanted)
        if not wanted:
            return
        reached.add("agreed outside" if agrees else "refused outside")
        if agrees:
            self.second = "director"
            then = self.house.hours + DELAY[self.gives]
            self.due = then if self.due is None else min(self.due, then)
        else:
            self.settled()

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
        gone = not self.stands  # whose word counts no more, and opens nothing
        lapsed = self.secret is None and since + 14 * 24 <= self.house.hours
        over = waits and (gone or lapsed)
        with self.house.now():
            assert due.take_effect_due(self.house.portal) == bool(comes or over)
        if over:
            reached.add("lapsed")
            self.settled()
        elif comes and self.stands:
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
        alone = self.second == "director" and self.here == {self.by}
        wanted = timely and self.stands and (self.second is None or alone or who != self.by)
        made = self.attempt(
            lambda db: actions.make_link(db, viewer, self.house.person_id, seen), wanted=wanted
        )
        if wanted:
            self.secret = made

    def redeem(self, _who: str, _gives: str) -> None:
        self.house.tied += 1
        fresh, given = f"new {self.house.tied}", hashed(self.secret or "nothing")
        wanted = self.secret is not None and self.stands
        known = ("https://i", fresh)
        self.attempt(
            lambda db: readmit(self.house.portal, db, given, known, anew=False), wanted=wanted
        )
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
ALL = {*STAFF, "third"}
ADMIN = "administrator"
REDEEMED = [(("link", "editor", ""), ""), (("redeem", ADMIN, ""), "redeemed")]
"""Fixed steps, and what each of them reaches for the first time."""
CASES = {
    "two": (STAFF, False, [
        (("propose", ADMIN, "passkeys"), "proposed"), (("agree", "editor", ""), "agreed"),
        (("wait", ADMIN, "passkeys"), "passkeys given"),
        (("propose", ADMIN, "sign-in"), ""), (("agree", "editor", ""), ""),
        (("wait", ADMIN, "sign-in"), "sign-in given"), *REDEEMED,
        (("propose", ADMIN, "passkeys"), ""), (("rest", ADMIN, "passkeys"), "lapsed"),
    ]),
    "one": ({ADMIN}, False, [
        (("propose", ADMIN, "passkeys"), "alone"), (("wait", ADMIN, "sign-in"), "passkeys given"),
        (("propose", ADMIN, "sign-in"), ""), (("wait", ADMIN, "sign-in"), "sign-in given"),
        (("link", ADMIN, ""), ""), (("redeem", ADMIN, ""), "redeemed"),
    ]),
    "two and a director": ({*STAFF, "director"}, False, [
        (("propose", ADMIN, "sign-in"), "proposed"), (("outside", ADMIN, ""), "agreed outside"),
        (("wait", ADMIN, "sign-in"), "sign-in given"), *REDEEMED,
        (("propose", ADMIN, "sign-in"), ""), (("outside", "editor", ""), "refused outside"),
    ]),
    "two of whom one brought the other": (STAFF, True, [
        (("propose", ADMIN, "passkeys"), "proposed"),
        (("agree", "editor", ""), "three days begun"),
        (("wait", ADMIN, "sign-in"), "passkeys given"), (("propose", ADMIN, "sign-in"), ""),
        (("agree", "editor", ""), ""), (("wait", ADMIN, "sign-in"), "sign-in given"), *REDEEMED,
    ]),
    "three of whom one brought the others": (ALL, True, [
        (("propose", "editor", "passkeys"), "proposed"), (("agree", "third", ""), "agreed"),
        (("withdraw", ADMIN, ""), ""), (("propose", ADMIN, "passkeys"), ""),
        (("agree", "editor", ""), "shut to a newcomer"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_life_of_a_recovery_in_any_order(portal, cast, case):
    present, bound, leading = CASES[case]
    with portal.db.unit_of_work() as db:
        cast["third"] = settle_as(db, portal.settings, "third", ("SEC", OfficeKind.EDITOR))
        gone = [cast[who].viewer.person_id for who in ALL - present]
        db.execute(delete(appointment).where(appointment.c.person_id.in_(gone)))
        if bound:
            admin = cast["administrator"].viewer.person_id
            for who in ("editor", "third"):
                brought_in(db, cast[who], verified_by=admin)
        if "director" in present:
            seat = ("SEC", OfficeKind.DIRECTOR)
            cast["director"] = settle_as(db, portal.settings, "director", seat)

    knowing = portal.settings.model_copy(update={"providers": (OF_GHANA,)})
    house = House(replace(portal, settings=knowing), cast)
    given = {"house": house, "present": frozenset(present & ALL), "bound": bound}
    reached.clear()
    one = type("Here", (Life,), given)()
    for (name, *rest), reaches in leading:
        getattr(one, name)(*rest)
        one.ways_in_are_what_the_reference_says()
        assert not reaches or reaches in reached, (name, *rest)
    live(type("Here", (Life,), given))
