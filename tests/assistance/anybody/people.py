"""Who holds which office while a test runs: offices change hands, holders leave, others come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from app.access.viewer import Office, Viewer
from app.core import clock
from app.core.config import Settings
from app.core.db import Database, table
from app.directory import keeping
from app.directory.keeping import Paper
from app.directory.models import Appointment, HolderEntry
from app.directory.viewers import viewer_of
from app.identity import sessions
from app.identity.sessions import Came
from app.web.portal import Portal
from tests.support.people import Somebody, settle_as

PAPER = Paper("The Minister", "Note 1", read=True)
MOVING = ("ghana", "ghana_alternate", "denmark", "timor", "costa_rica")
"""Whose offices change hands; who keeps the record of offices stays."""
SPOKEN = "en fr"
appointment = table(Appointment)


@dataclass
class Community:
    """The people of a portal by role, those who held a role before, and who is there to hide."""

    database: Database
    portal: Portal
    settings: Settings
    now: dict[str, Somebody]
    crowd: dict[str, Somebody]
    gone: list[Somebody] = field(default_factory=list)
    stale: list[Viewer] = field(default_factory=list)
    seats: dict[str, Office] = field(default_factory=dict)
    day: int = 0
    came: int = 0

    def __post_init__(self) -> None:
        """Note which office each role is."""
        everybody = {**self.now, **self.crowd}
        self.seats = {w: one.viewer.office for w, one in everybody.items() if one.viewer.office}
        self.refresh()

    @property
    def moved(self) -> timedelta:
        """How far the clock stands from the day on which this began."""
        return timedelta(days=self.day)

    def refresh(self) -> None:
        """Ask the portal anew who everybody is."""
        with clock.moved(self.moved), self.database.read() as conn:
            for role, one in self.now.items():
                found = viewer_of(self.portal, conn, one.session)
                viewer = found or Viewer(one.viewer.person_id, one.viewer.name)
                self.now[role] = replace(one, viewer=viewer)

    def holders(self, member: str) -> set[str]:
        """Return the people who hold an office of a member now."""
        viewers = [one.viewer for one in (*self.now.values(), *self.crowd.values())]
        return {
            one.person_id or "" for one in viewers if one.office and one.office.member == member
        }

    def holds(self, role: str) -> bool:
        """Whether somebody holds the office of a role."""
        return {**self.now, **self.crowd}[role].viewer.office is not None

    def leave(self, role: str) -> None:
        """End the appointment of who holds a role; the same person signs in once more."""
        if not self.holds(role):
            return
        one = {**self.now, **self.crowd}[role]
        with clock.moved(self.moved), self.database.unit_of_work() as db:
            mine = appointment.c.person_id == one.viewer.person_id
            held = select(appointment.c.id).where(mine, appointment.c.stage == "verified")
            for found in db.execute(held).scalars().all():
                admin = self.now["administrator"].viewer
                keeping.end(db, admin, found, clock.today(), "Why.")
        self._left(role, one)

    def _left(self, role: str, one: Somebody) -> None:
        """Keep what the page of who left still says, and let that person sign in anew."""
        self.stale.append(one.viewer)
        with self.database.unit_of_work() as db:
            came = Came(provider="test", factor="")
            secret = sessions.start(db, self.settings, one.viewer.person_id or "", came)
        person = Somebody(Viewer(one.viewer.person_id, one.viewer.name), secret)
        self.gone.append(person)
        where = self.now if role in self.now else self.crowd
        where[role] = person
        self.refresh()

    def hand_over(self, role: str) -> None:
        """Let somebody new come to the office of a role; who held it holds it no more."""
        before, office = {**self.now, **self.crowd}[role], self.seats[role]
        self.came += 1
        with clock.moved(self.moved), self.database.unit_of_work() as db:
            one = settle_as(db, self.settings, f"{role}.{self.came}", None)
            made = keeping.appoint(db, one.viewer, office.id, Paper("", ""), verified_by=None)
            admin = self.now["administrator"].viewer
            keeping.verify(db, admin, made.id, PAPER, clock.today())
            db.add(HolderEntry(appointment_id=made.id, languages=SPOKEN))
        if before.viewer.office is not None:
            self._left(role, before)
        where = self.now if role in self.now else self.crowd
        offices = (office,)
        where[role] = replace(one, viewer=replace(one.viewer, office=office, offices=offices))
        self.refresh()

    def all_there(self) -> None:
        """Let every office be held again."""
        for role in self.seats:
            if not self.holds(role):
                self.hand_over(role)

    def regions(self) -> Mapping[str, list[str]]:
        """Return the members of each region for which somebody of these people could ask."""
        found: dict[str, set[str]] = {}
        for one in (*self.now.values(), *self.crowd.values()):
            office = one.viewer.office
            if office and office.group:
                found.setdefault(office.group, set()).add(office.member)
        return {region: sorted(codes) for region, codes in found.items()}
