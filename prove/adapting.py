"""What members make of practices of others, recorded, changed, hidden and withdrawn by anybody."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.items.models import Kind
from app.practices.adapting import actions, moderating, queries
from app.practices.adapting.forms import Said
from app.practices.adapting.rules import PERMISSIONS, Act
from app.practices.adapting.values import Adapted as Found
from prove import acts, adapted, weakly
from prove.adapted import Adapted
from prove.comparing import agree
from prove.convening import Convening
from prove.house import PEOPLE
from prove.seating import numbers, people
from prove.stated import Readers, Work

CHOICES = st.sampled_from(["all", "members", "owners"])
NEEDS: Mapping[str, P] = {str(act): permission for act, permission in PERMISSIONS.items()}


class Adapting(Convening):
    """The lineage of practices, beside all the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.adapted: list[Adapted] = []

    @rule(who=people, number=numbers, choice=CHOICES)
    def record(self, who: str, number: int, choice: str) -> None:
        """Record what the own member made of a practice that may be out."""
        work = self.pick(number, Kind.PRACTICE)
        if work is None:
            return
        if number % 2:
            able = (o for o in PEOPLE if adapted.may_record(self.world, o, work, self.adapted))
            who = next(able, who)
        self.record_by(who, work, choice)

    def record_by(self, who: str, work: Work, choice: str) -> None:
        """Record what the member of ``who`` made of this practice."""
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.ADAPTATION_WRITE, matter)
            made[0] = actions.record(db, viewer, matter, _said(choice), None)

        wanted = adapted.may_record(self.world, who, work, self.adapted)
        if self.attempt("record", who, act, wanted=wanted):
            member = self.world.member(who) or ""
            self.adapted.append(Adapted(made[0], work, member, choice))
        self.compare_adapted()

    @rule(who=people, number=numbers, which=numbers, name=st.sampled_from(list(NEEDS)), to=CHOICES)
    def on_record(self, who: str, number: int, which: int, name: str, to: str) -> None:
        """Change a record, say what came of it, hide it, show it again or withdraw it."""
        if not self.adapted:
            return
        one = self.adapted[-1 - which % len(self.adapted)]
        able = (each for each in PEOPLE if adapted.may(self.world, each, name, one))
        who = next(able, who) if number % 2 else who

        def act(db: Session, viewer: Viewer) -> None:
            found = queries.one(db.connection(), viewer, one.id)
            if found is None:
                raise NotFound
            ensure(viewer, NEEDS[name], found.matter)
            self.do(db, viewer, found, name, to)

        may = adapted.reads(self.world, who, one) and adapted.may(self.world, who, name, one)
        end = adapted.ENDS[name].get(one.stage)
        if self.attempt(f"{name} a record", who, act, wanted=may and end is not None):
            one.stage = end or one.stage
            one.choice = to if name == "change" else one.choice
        self.compare_adapted()

    @staticmethod
    def do(db: Session, viewer: Viewer, found: Found, name: str, to: str) -> None:
        """Do an act to a record, each time in other words."""
        version = found.matter.version
        words = f"Version {version}"
        if name == Act.CHANGE:
            actions.change(db, viewer, found, replace(_said(to), why=words), version=version)
        elif name == Act.RESULT:
            actions.answer(db, viewer, found, "worked", words, None, version=version)
        elif name == Act.WITHDRAW:
            actions.withdraw(db, viewer, found, version=version)
        elif name == Act.HIDE:
            moderating.hide(db, viewer, found, words, None, version=version)
        else:
            moderating.show(db, viewer, found, None, version=version)

    @rule(number=numbers, name=st.sampled_from(list(NEEDS)), to=CHOICES)
    def seldom_recorded(self, number: int, name: str, to: str) -> None:
        """Do to a record what fits it, leading up to one where there is none."""
        fits = [one for one in self.adapted if one.stage in adapted.ENDS[name]]
        if not fits:
            if not self.out():
                self.begun_practice(number)
            for work in self.out()[:1]:
                able = [o for o in PEOPLE if adapted.may_record(self.world, o, work, self.adapted)]
                self.record_by(able[number % len(able)] if able else PEOPLE[0], work, to)
            if name == Act.SHOW:
                self.on_record(PEOPLE[0], 1, 0, Act.HIDE, to)
        which = next((n for n, one in enumerate(reversed(self.adapted)) if one in fits), 0)
        self.on_record(PEOPLE[0], 1, which, name, to)

    def out(self) -> list[Work]:
        """Return the published practices about which somebody may record something."""
        every = [one for one in self.things if one.kind == Kind.PRACTICE]
        return [
            work
            for work in every
            if any(adapted.may_record(self.world, who, work, self.adapted) for who in PEOPLE)
        ]

    def begun_practice(self, number: int) -> None:
        """Publish a practice of somebody of the network, for everybody."""
        own = [one for one in PEOPLE if self.world.member(one) is not None]
        if own:
            self.start(own[number % len(own)], Readers("public"), Kind.PRACTICE, 3)

    # comparing -------------------------------------------------------------------------------

    def compare(self, work: Work | None) -> None:
        """Compare what was made of a practice as well: who reads that may have changed."""
        super().compare(work)
        if any(one.about is work for one in self.adapted):
            self.compare_adapted()

    def compare_adapted(self) -> None:
        """Compare what everybody reads of the latest records, and may do to them."""
        if not self.adapted:
            return
        read = self.house.portal.db.read()
        with clock.moved(timedelta(days=self.house.day)), read as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is not None:
                    self.counts.compared += 1
                    for one in self.adapted[-2:]:
                        self.compare_record(conn, viewer, who, one)
                    self.compare_beside(conn, viewer, who, self.adapted[-1].about)

    def compare_record(self, conn: Connection, viewer: Viewer, who: str, one: Adapted) -> None:
        """Compare whether somebody reads a record, what of it, and may do what to it."""
        found = queries.one(conn, viewer, one.id)
        agree((found is not None) is adapted.reads(self.world, who, one), who, f"reads {one}")
        weak = queries.one(conn, replace(viewer, reads_only=True), one.id)
        wanted = bool(weakly.named(self.world, who) & adapted.names(one))
        agree((weak is not None) is wanted, who, f"reads, reading only, {one}")
        if found is None:
            return
        told = adapted.told_of(self.world, who, one)
        agree((found.about is not None) is told, who, f"is told the practice of {one}")
        for act, permission in NEEDS.items():
            may = adapted.may(self.world, who, act, one)
            agree(allows(viewer, permission, found.matter) is may, who, f"{act} {one}")

    def compare_beside(self, conn: Connection, viewer: Viewer, who: str, about: Work) -> None:
        """Compare what somebody finds listed and counted beside a practice."""
        listed, number = queries.of_practice(conn, viewer, about.id)
        wanted = {
            one.id
            for one in self.adapted
            if one.about is about
            and one.stage == "recorded"
            and adapted.reads(self.world, who, one)
            and adapted.told_of(self.world, who, one)
        }
        found = {one.matter.id for one in listed}
        agree((found, number) == (wanted, len(wanted)), who, f"what was made of {about}")


def _said(choice: str) -> Said:
    return Said(
        verdict="adapted",
        changed="Three instead of two.",
        why="It fits.",
        conditions="",
        cost="",
        effort="",
        readers=choice,
        led_to="",
        language="en",
    )
