"""Any acts by anybody in any order: never off the graph, never shown to whom it is not for.

The portal is compared with a reference of plain dictionaries that knows no database.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update
from sqlmodel import Session

from app.assistance import actions, consenting, drafting, offers, queries, reminding, steering
from app.assistance.after import answering, asking
from app.assistance.after.asking import after
from app.assistance.behalf import actions as behalf
from app.assistance.forms import Readers
from app.assistance.offer_lists import titles
from app.assistance.queries import offer, request
from app.assistance.rules import Act, OfferStage
from app.assistance.talk import talk
from app.assistance.widening import actions as actions_of_widening
from app.assistance.working import acts, due
from app.assistance.working.acts import Planned
from app.assistance.working.queries import days_of, task
from app.core import clock
from app.core.db import Database
from app.core.errors import Refusal
from app.directory.calendars import calendar_in
from app.directory.clocks import Clock
from app.items.models import Kind
from app.web.portal import Portal
from tests.assistance.behalf import entry
from tests.assistance.sample import NOTE, REASON, SOON, Maker, how, offered, what
from tests.assistance.test_rules import OFFER_ENDS, REQUEST_ENDS
from tests.support.people import CAST, Somebody

DAY = timedelta(days=1)
PEOPLE = [*CAST, "stranger"]
MEMBER = {who: code for who, (code, _kind) in CAST.items() if code != "SEC"}
STAFF = {"editor", "administrator"}
AUDIENCES = {
    "network": set(MEMBER.values()),
    "group:weog,grulac": {"DNK", "CRI"},
    "members:TLS,EU": {"TLS", "EU"},
    "secretariat": set(),
}
STATES = {"GHA": "GH", "DNK": "DK", "CRI": "CR", "TLS": "TL", "EU": None}
OUT = {"open", "in_talks", "agreed", "under_way", "closed"}


@dataclass
class Known:
    """A request as the reference knows it."""

    owner: str
    audience: str
    stage: str = "draft"
    was_out: bool = False
    was_handed: bool = False
    offers: dict[str, list[str]] = field(default_factory=dict)
    earlier: set[str] = field(default_factory=set)
    last: int = 0
    reminded: list[int] = field(default_factory=list)
    paused: int = 0
    said: dict[str, set[str]] = field(default_factory=dict)
    closed: int = 0
    answer_by: int = (SOON - clock.today()).days

    def side(self, who: str) -> str | None:
        if who in STAFF:
            return "secretariat"
        if who not in MEMBER:
            return None
        return "owner" if MEMBER[who] == self.owner else "helper"

    def seen_by(self, who: str) -> bool:
        if self.side(who) == "owner":
            return True
        if who in STAFF:
            return self.was_handed
        if self.stage in {"withdrawn", "lapsed"}:
            offered = {self.offers[one][0] for one in self.offers if one not in self.earlier}
            return self.was_out and MEMBER.get(who) in offered
        return self.stage in OUT and MEMBER.get(who) in AUDIENCES[self.audience]

    def offers_seen_by(self, who: str) -> set[str]:
        if not self.seen_by(who):
            return set()
        if self.side(who) in {"owner", "secretariat"}:
            return set(self.offers)
        return {i for i, (member, _) in self.offers.items() if member == MEMBER.get(who)}

    def after(self, act: Act, who: str) -> str | None:
        return REQUEST_ENDS.get((act, self.side(who)), {}).get(self.stage)

    def act(self, act: Act, day: int) -> None:
        """Note what an act says of days."""
        if act == Act.PAUSE:
            self.paused = (SOON - clock.today()).days
        if act in {Act.GO_ON, Act.ASK_AGAIN}:
            self.paused = 0
        if act == Act.ASK_AGAIN and self.stage == "open" and self.answer_by <= day:
            self.answer_by = day + 60

    def told(self) -> list[int]:
        """Return the days of the reminders in the present silence."""
        return [one for one in self.reminded if one >= max(self.last, self.paused) + 10]

    def wait_until(self, day: int) -> None:
        """Be reminded on a day, or end, where nobody did anything before it."""
        told, since = self.told(), max(self.last, self.paused)
        living = self.stage in {
            "entered",
            "authenticated",
            "open",
            "in_talks",
            "agreed",
            "under_way",
        }
        ripe = day >= max(since + 10 * (len(told) + 1), *(one + 10 for one in told[-1:]), 0)
        if not living or not ripe:
            return
        if len(told) >= 2 and self.stage == "authenticated":
            self.stage, self.last = "draft", day
            self.begin_anew()
        elif len(told) >= 2 and self.stage in {"open", "in_talks"} and self.last_day() < day:
            self.stage, self.last = "lapsed", day
        elif len(told) < 3:
            self.reminded.append(day)

    def last_day(self) -> int:
        """Return the day by which the last of those asked answers: a working day of its own."""
        asked = {m for m in AUDIENCES[self.audience] if m != self.owner and not self.standing(m)}
        wanted, first = clock.today() + DAY * self.answer_by, clock.today()
        moved = [Clock(calendar=calendar_in(m, STATES[m])).answer(wanted, first) for m in asked]
        return max(((day - first).days for day in moved if day), default=self.answer_by)

    def begin_anew(self) -> None:
        """Be a draft again: nobody else sees it, and what was offered has ended."""
        self.was_out = self.was_handed = False
        self.earlier = set(self.offers)
        for one in self.offers.values():
            one[1] = "ended" if one[1] in {"offered", "in_talks", "accepted"} else one[1]

    def work(self, act: str, who: str, offer_id: str, day: int) -> bool:
        """Whether somebody may plan a step, or say what came of help."""
        if self.side(who) not in {"owner", "helper"} or offer_id not in self.offers_seen_by(who):
            return False
        if self.offers[offer_id][1] != "accepted":
            return False
        if act == "plan":
            return self.stage in {"agreed", "under_way"}
        said = self.said.get(offer_id, set())
        read = len(said) == 2 or day >= self.closed + 30
        return self.stage == "closed" and not (self.side(who) in said and read)

    def standing(self, member: str) -> bool:
        live = {"offered", "in_talks", "accepted"}
        return any(m == member and stage in live for m, stage in self.offers.values())


def settled_start(db, by, asked) -> None:
    """Start on terms that both sides have confirmed."""
    agreed = {"terms_number": 1, "terms_asker": 1, "terms_helper": 1}
    db.execute(update(offer).where(offer.c.request_id == asked.id).values(agreed))
    actions.start(db, by, asked)


def read_by(db, by, asked):
    """Return a request as who acts reads it; its seal is that of the acts."""
    read = queries.one(db.connection(), by.viewer, by.seal, asked.id)
    assert read is not None
    return read


STEPS = {
    Act.AUTHENTICATE: consenting.authenticate,
    Act.OPEN: consenting.open_up,
    Act.NOT_YET: consenting.not_yet,
    Act.PAUSE: lambda db, by, asked: steering.pause(db, by, asked, SOON),
    Act.GO_ON: steering.go_on,
    Act.ASK_AGAIN: steering.ask_again,
    Act.VOUCH: lambda db, by, asked: behalf.vouch(db, by, read_by(db, by, asked)),
    Act.REFUSE: lambda db, by, asked: behalf.refuse(db, by, asked, REASON),
    Act.DROP: lambda db, by, asked: behalf.drop(db, by, asked, REASON),
    Act.RETURN: lambda db, by, asked: actions.send_back(db, by, asked, REASON),
    Act.START: settled_start,
    Act.CLOSE: lambda db, by, asked: actions.close(db, by, asked, result="met", note=NOTE),
    Act.WITHDRAW: actions.withdraw,
}
SIMPLY = {
    "entered": Act.VOUCH,
    "lapsed": Act.ASK_AGAIN,
    "agreed": Act.START,
    "under_way": Act.CLOSE,
}
PROPOSE = actions_of_widening.propose
people = st.sampled_from(PEOPLE)
numbers = st.integers(min_value=0, max_value=50)


@dataclass(frozen=True)
class House:
    """The portal under test."""

    database: Database
    portal: Portal
    cast: dict[str, Somebody]

    def maker(self, db: Session) -> Maker:
        return Maker(db, self.portal, self.cast)


reached: set[str] = set()


class AnyOrder(RuleBasedStateMachine):
    """The portal beside the reference; each run begins with two requests of its own."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.known: dict[str, Known] = {}
        for owner, audience in (("ghana", "network"), ("denmark", "members:TLS,EU")):
            self.begin(owner, audience)
        self.enter()

    def enter(self) -> None:
        """Begin with a request that the Secretariat entered for an office, too."""
        with self.house.database.unit_of_work() as db:
            office = self.house.cast["ghana"].viewer.office
            made = entry(self.house.maker(db), office, what(), how(SOON))
        self.known[made] = Known("GHA", "network", stage="entered", was_handed=True)

    def begin(self, owner: str, audience: str) -> None:
        with self.house.database.unit_of_work() as db:
            maker = self.house.maker(db)
            by = maker.by(owner)
            made = drafting.create(db, by, what(), language="en")
            drafting.change(db, by, maker.matter(owner, made), how(SOON))
            chosen = Readers(drafting.Audience.parse(audience))
            drafting.change(db, by, maker.matter(owner, made), chosen)
        self.known[made] = Known(MEMBER[owner], audience)

    def pick(self, number: int) -> tuple[str, Known]:
        return sorted(self.known.items())[number % len(self.known)]

    def attempt(self, who: str, item: str, act) -> bool:
        """Do ``act`` as ``who`` finds the request; return whether it was let through."""
        try:
            with clock.moved(DAY * self.day), self.house.database.unit_of_work() as db:
                maker = self.house.maker(db)
                asked = maker.matter(who, item)
                assert (asked is not None) is self.known[item].seen_by(who)
                if asked is None:
                    return False
                act(db, maker.by(who), asked)
        except Refusal:
            return False
        self.known[item].last = self.day
        return True

    @rule(days=st.integers(min_value=1, max_value=45))
    def let_days_pass(self, days: int) -> None:
        """Look after requests once, after so many days: one reminder or one end, and no other."""
        self.day += days
        with clock.moved(DAY * self.day):
            reminding.look_after(self.house.portal)
            due.look_after(self.house.portal)
            asking.ask_due(self.house.portal)
            self.nothing_is_left_unsaid()
        for item, known in self.known.items():
            known.wait_until(self.day)
            with self.house.database.read() as conn:
                row = conn.execute(
                    select(request.c.reminders, request.c.reminded_at).where(
                        request.c.item_id == item
                    )
                ).one()
            told = known.told()
            if told:
                day = (row.reminded_at.date() - clock.today()).days
                assert (row.reminders, day) == (len(told), told[-1])
            reached.add(known.stage)

    def nothing_is_left_unsaid(self) -> None:
        """No letter about a step, and no question of the year, is due any more."""
        with self.house.database.read() as conn:
            for one in due.candidates(self.house.database, clock.today()):
                row = conn.execute(due._going_on(clock.today()).where(task.c.id == one)).one()  # noqa: SLF001
                days = days_of(conn, row.owner, row.member)
                assert not days.letter(row.due, row.side, row.reminded, clock.today())
            assert not conn.execute(asking._due(clock.today())).all()  # noqa: SLF001

    @rule(number=numbers, which=numbers, who=people, what=st.sampled_from(["plan", "say"]))
    def work(self, number: int, which: int, who: str, what: str) -> None:
        """Plan a step of help, or say what came of it."""
        item, known = self.pick(number)
        if not known.offers:
            return
        offer_id = sorted(known.offers)[which % len(known.offers)]
        may = known.work(what, who, offer_id, self.day)

        def act(db, by, _asked) -> None:
            talked = talk(db.connection(), by.viewer, item, offer_id)
            if what == "plan":
                day = clock.today() + DAY * (number % 9)
                acts.add(db, by, talked, Planned("task", "So", "both", None, day))
                return
            side = "asker" if known.side(who) == "owner" else "helper"
            wanted = select(after.c.version).where(
                after.c.item_id == offer_id, after.c.side == side
            )
            answering.say(db, by, talked, db.execute(wanted).scalar() or 0, "all", "much", "So")

        last = known.last
        assert self.attempt(who, item, act) is may
        if may and what == "say":
            known.last = last
            known.said.setdefault(offer_id, set()).add(str(known.side(who)))
        if may:
            reached.add(what)

    @rule(number=numbers, who=people, act=st.sampled_from(list(STEPS)))
    def steer(self, number: int, who: str, act: Act) -> None:
        item, known = self.pick(number)
        end = known.after(act, who) if known.seen_by(who) else None
        assert self.attempt(who, item, STEPS[act]) is (end is not None)
        if end:
            known.was_out = known.was_out or end == "open"
            known.stage = end
            if act in {Act.CLOSE, Act.ASK_AGAIN}:
                known.said, known.closed = {}, self.day
            known.act(act, self.day)
            if end == "draft":
                known.begin_anew()

    @rule(number=numbers, who=people, yes=st.booleans())
    def wider(self, number: int, who: str, *, yes: bool) -> None:
        """Put a request to the network, or propose it: only its office's yes reaches anybody."""
        item, known = self.pick(number)
        act, did = (Act.WIDEN, actions_of_widening.widen) if yes else (Act.WIDER, PROPOSE)
        end = known.after(act, who) if known.seen_by(who) else None
        may = end is not None and known.audience != "network"
        more = drafting.Audience.parse("network")
        assert self.attempt(who, item, lambda db, by, asked: did(db, by, asked, more)) is may
        if may and yes:
            known.audience = "network"

    @rule(number=numbers, who=people)
    def submit(self, number: int, who: str) -> None:
        item, known = self.pick(number)
        end = known.after(Act.SUBMIT, who) if known.seen_by(who) else None

        def act(db, by, _asked) -> None:
            read = queries.one(db.connection(), by.viewer, self.house.portal.seal, item)
            drafting.submit(db, by, read)

        assert self.attempt(who, item, act) is (end is not None)
        if end:
            known.stage, known.was_handed = end, True

    @rule(number=numbers)
    def go_on(self, number: int) -> None:
        """Let the right side do what comes next, so that runs also go far."""
        item, known = self.pick(number)
        owner = next(who for who, code in MEMBER.items() if code == known.owner)
        match known.stage:
            case stage if stage in SIMPLY:
                self.steer(number, owner, SIMPLY[stage])
            case "draft" | "returned":
                self.submit(number, owner)
            case "submitted":
                self.steer(number, "editor", Act.AUTHENTICATE)
            case "authenticated":
                self.steer(number, owner, Act.OPEN)
            case "open" | "in_talks" if not known.offers:
                self.offer(number, "timor")
            case "open" | "in_talks":
                self.answer(number, number, owner, Act.ACCEPT)
        reached.add(self.known[item].stage)

    @rule(number=numbers, steps=st.integers(3, 7))
    def go_far(self, number: int, steps: int) -> None:
        """Take one a long way at once: the more acts there are, the seldomer chance does."""
        for _ in range(steps):
            self.go_on(number)

    @rule(number=numbers, who=people)
    def offer(self, number: int, who: str) -> None:
        item, known = self.pick(number)
        may = known.seen_by(who) and known.after(Act.OFFER, who) is not None
        may = may and not known.standing(MEMBER.get(who, ""))
        made: list[str] = []

        def act(db, by, asked) -> None:
            made.append(offers.make(db, by, asked, offered()))

        assert self.attempt(who, item, act) is may
        if may:
            known.offers[made[0]] = [MEMBER[who], "offered"]

    @rule(
        number=numbers,
        which=numbers,
        who=people,
        act=st.sampled_from([Act.TAKE_UP, Act.ACCEPT, Act.DECLINE, Act.TAKE_BACK]),
    )
    def answer(self, number: int, which: int, who: str, act: Act) -> None:
        item, known = self.pick(number)
        if not known.offers:
            return
        offer_id, (_member, stage) = sorted(known.offers.items())[which % len(known.offers)]
        seen = offer_id in known.offers_seen_by(who)
        end = OFFER_ENDS.get((act, known.side(who)), {}).get(stage)
        may = seen and end is not None and known.after(act, who) is not None

        def do(db, by, asked) -> None:
            found = self.house.maker(db).matter(who, offer_id, Kind.OFFER)
            assert (found is not None) is seen
            if found is None:
                raise Refusal
            offers.answer(db, by, asked, found, act)

        assert self.attempt(who, item, do) is may
        if may:
            known.stage = known.after(act, who) or known.stage
            known.offers[offer_id][1] = str(end)
            talking = any(s == OfferStage.IN_TALKS for _, s in known.offers.values())
            if known.stage == "in_talks" and not talking:
                known.stage = "open"

    @invariant()
    def everybody_sees_what_the_reference_says(self) -> None:
        with self.house.database.read() as conn:
            for item, known in self.known.items():
                for who in PEOPLE:
                    viewer = self.house.cast[who].viewer
                    read = queries.one(conn, viewer, self.house.portal.seal, item)
                    assert (read is not None) is known.seen_by(who)
                    if read is not None:
                        assert read.matter.stage == known.stage
                    found = queries.offers(conn, viewer, self.house.portal.seal, item)
                    shown = {one.id: [one.member, one.stage] for one in found}
                    seen = known.offers_seen_by(who)
                    assert shown == {i: known.offers[i] for i in seen}
                    ids = [item, *known.offers]
                    named = titles(conn, viewer, self.house.portal.seal, ids)
                    assert set(named) == seen | ({item} if known.seen_by(who) else set())


@pytest.mark.long
def test_any_acts_in_any_order(database, portal, cast):
    reached.clear()
    here = type("Here", (AnyOrder,), {"house": House(database, portal, cast)})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert reached >= {"submitted", "open", "agreed", "under_way", "closed"}
