"""A mission's time of reading in whatever order things happen, beside a model of what is meant."""

import random
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.contested import actions as contested
from app.contested.rules import Stage
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory import keeping, mission_granting
from app.directory.keeping import Paper
from app.directory.loading import office_of
from app.directory.mission_reading import LASTS, WAITS
from app.directory.models import Appointment, Member, MissionReading, Office
from app.directory.rules import Stage as Life
from app.identity.models import Person

DAY = timedelta(days=1)
PAPER = Paper("The Minister", "Note 1", read=True)
COMES = {"now": 0 * DAY, "tomorrow": DAY, "late": WAITS + 10 * DAY}
ACTS = [*COMES, "grant", "grant", "end", "review", "settle", "revoke", "ten days"]
KNOWN = (
    ("grant", "now"),
    ("now", "grant"),
    ("tomorrow", "grant"),
    ("grant", "late", "grant"),
    ("late", "grant", "revoke", "grant"),
    ("grant", "review", "now", "settle"),
    ("grant", "review", "late", "settle"),
    ("grant", "review", "now", "revoke", "settle", "tomorrow"),
    ("grant", "review", "now", "ten days", "ten days", "ten days", "settle", "grant"),
    ("grant", "now", "review", "end", "settle"),
    ("grant", "review", "end", "now", "settle"),
    ("now", "tomorrow", "grant"),
    ("review", "grant", "settle", "grant", "tomorrow", "ten days", "now"),
    ("tomorrow", "grant", "revoke"),
    ("grant", "tomorrow", "revoke", "ten days", "now"),
    ("tomorrow", "grant", "revoke", "late", "tomorrow"),
    ("tomorrow", "grant", "now", "revoke"),
    ("tomorrow", "grant", "review", "revoke", "now", "settle"),
    ("tomorrow", "grant", "revoke", "ten days", "ten days", "ten days", "now", "grant"),
    ("tomorrow", "grant", "end", "revoke", "now"),
)


@dataclass
class Model:
    """What is meant: holders as [first, last or None], grants as [granted, first, over]."""

    held: list[list[date | None]] = field(default_factory=list)
    grants: list[list] = field(default_factory=list)
    contested: bool = False

    @property
    def waits(self) -> list | None:
        for one in self.grants:
            if one[1] is None and not one[2] and clock.today() < one[0] + WAITS:
                return one
        return None

    @property
    def reads(self) -> bool:
        return any(one[1] and not one[2] and clock.today() < one[1] + LASTS for one in self.grants)

    @property
    def first(self) -> date | None:
        here = [max(a, clock.today()) for a, b in self.held if b is None or b >= clock.today()]
        return min(here, default=None)

    def begin(self) -> None:
        waits, first = self.waits, self.first
        if waits and first and not self.contested:
            if first > waits[0] + WAITS:
                waits[2] = "lapsed"
            else:
                waits[1] = first

    def count_anew(self) -> None:
        """Let days to come begin with another holder where the one they were for is gone."""
        for one in self.grants:
            if one[1] and one[1] > clock.today() and not one[2] and one[1] != self.first:
                one[1] = None
                self.begin()

    def comes(self, first: date) -> None:
        before = [one for one in self.held if one[1] is None or one[1] >= first]
        for one in before:
            one[1] = max(one[0], first - DAY)
        if first == clock.today():
            self.held = [one for one in self.held if one not in before]
        self.held.append([first, None])

    def act(self, name: str) -> bool:
        """Do it; whether it is refused."""
        if name in COMES:
            self.comes(clock.today() + COMES[name])
            self.begin()
            self.count_anew()
            return False
        acts = {"grant": self.grant, "end": self.end, "revoke": self.revoke}
        return acts[name]() if name in acts else self.turn(contested=name == "review")

    def grant(self) -> bool:
        late = self.first is not None and self.first > clock.today() + WAITS
        if self.contested or self.waits or self.reads or late:
            return True
        self.grants.append([clock.today(), None, ""])
        self.begin()
        return False

    def end(self) -> bool:
        if not (self.waits or self.reads):
            return True
        self.grants[-1][2] = "ended"
        return False

    def revoke(self) -> bool:
        if not self.held:
            return True
        self.held.pop()
        self.count_anew()
        return False

    def turn(self, *, contested: bool) -> bool:
        if self.contested == contested:
            return True
        self.contested = contested
        self.begin()
        return False


class Portal:
    """The same by the acts of the portal."""

    def __init__(self, database, cast, code: str) -> None:
        self.database = database
        self.editor, self.administrator = cast["editor"].viewer, cast["administrator"].viewer
        with database.unit_of_work() as db:
            self.mission = office_of(db, code, OfficeKind.MISSION_CONTACT).id
            self.lead = office_of(db, code, OfficeKind.FOCAL_POINT).id

    def act(self, name: str) -> bool:
        try:
            self._act(name)
        except Conflict:
            return True
        return False

    def _act(self, name: str) -> None:
        if name in {"review", "settle"}:
            with self.database.unit_of_work() as db:
                if name == "review":
                    contested.propose(db, self.editor, self.lead, "Two letters.")
                else:
                    contested.propose_end(db, self.editor, self.lead, "agreed")
            stage = Stage.PROPOSED if name == "review" else Stage.ENDING
            with self.database.unit_of_work() as db:
                contested.confirm(db, self.administrator, self.lead, stage)
            return
        with self.database.unit_of_work() as db:
            if name == "grant":
                mission_granting.grant(db, self.administrator, self.mission)
            elif name == "end":
                mission_granting.end(db, self.administrator, self.mission)
            elif name == "revoke":
                keeping.revoke(db, self.administrator, self._last(db), "So.")
            else:
                self._comes(db, clock.today() + COMES[name])

    def _comes(self, db, first: date) -> None:
        person = Person(name="Ama Mensah")
        db.add(person)
        db.flush()
        keeping.record_holder(db, self.administrator, self.mission, person.id, PAPER, first)

    def _last(self, db) -> str:
        rows = table(Appointment)
        theirs = rows.c.office_id == self.mission, rows.c.stage == Life.VERIFIED
        found = db.execute(select(rows.c.id).where(*theirs).order_by(rows.c.verified_at)).scalars()
        last = list(found)
        if not last:
            raise Conflict
        return last[-1]

    def grants(self) -> list[list]:
        rows = table(MissionReading)
        wanted = select(rows).where(rows.c.office_id == self.mission).order_by(rows.c.granted_at)
        with self.database.read() as conn:
            found = conn.execute(wanted).all()
        for one in found:
            assert one.until == (one.starts + LASTS - DAY if one.starts else None)
        how = {(False, False): "", (True, False): "lapsed", (True, True): "ended"}
        return [
            [one.granted_at.date(), one.starts, how[one.ended_at is not None, bool(one.ended_by)]]
            for one in found
        ]


def orders() -> list[tuple[str, ...]]:
    chance = random.Random(104)  # noqa: S311 - no secret
    return [*KNOWN, *(tuple(chance.choices(ACTS, k=9)) for _ in range(17))]


def test_in_every_order_it_is_as_meant(database, cast):
    offices, members = table(Office), table(Member)
    taken = select(offices.c.member)
    free = select(members.c.code).where(members.c.code.not_in(taken)).order_by(members.c.code)
    with database.read() as conn:
        codes = iter(conn.execute(free).scalars().all())
    for order in orders():
        portal, model = Portal(database, cast, next(codes)), Model()
        with ExitStack() as days:
            for at, name in enumerate(order):
                done = order[: at + 1]
                if name == "ten days":
                    days.enter_context(clock.moved(10 * DAY))
                    continue
                assert portal.act(name) == model.act(name), done
                assert portal.grants() == model.grants, done
