"""Texts of the manual and practices that are out for clearance, by anybody in any order."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.clearing.forms import Framed
from app.clearing.values import Outgoing
from app.core import clock
from app.core.errors import NotFound
from app.items.models import Kind
from app.manual import queries as manual
from app.manual.clearing import actions as clearing
from app.manual.clearing import queries as clearances
from app.manual.clearing.forms import Making
from app.manual.clearing.going import Going
from app.practices.clearing import actions as sending
from app.practices.clearing import queries as rounds
from prove import acts, remarked
from prove.comparing import MOST, agree
from prove.house import PEOPLE
from prove.library import PARAGRAPH
from prove.remarked import Cleared
from prove.remarking import Remarking
from prove.seating import numbers, people
from prove.stated import BEING_WRITTEN

Find = Callable[[Connection, Viewer, str], Outgoing | None]


class Clearing(Remarking):
    """What is sent out of the edition, and who knows of it."""

    def __init__(self) -> None:
        super().__init__()
        self.cleared: list[Cleared] = []
        self.sent: list[Cleared] = []

    @rule(who=people)
    def clear(self, who: str) -> None:
        """Send a paragraph out for clearance."""
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.SUGGESTION_WRITE)
            where, last = self.spot(db), manual.current(db.connection())
            said = Making(
                "", own=True, chosen=(), marking="For clearance", readers="Ministries",
                deadline=clock.today() + timedelta(days=14), language="en",
            )  # fmt: skip
            going = [Going(where.place.head.chapter_id, PARAGRAPH, where.place.hash, None)]
            made[0] = clearing.make(db, viewer, said, going, last or where.edition)

        if self.attempt("clear", who, act, wanted=remarked.clears(self.world, who)):
            self.cleared.append(Cleared(made[0], self.world.member(who) or ""))
        self.compare_cleared()

    @rule(who=people, number=numbers, closes=st.booleans())
    def on_clearance(self, who: str, number: int, *, closes: bool) -> None:
        """Say that a text came back, or close its clearance."""
        if not self.cleared:
            return
        one = self.cleared[-1 - number // 2 % len(self.cleared)]
        able = (each for each in PEOPLE if remarked.knows(self.world, each, one))
        who = next(able, who) if number % 2 else who

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.SUGGESTION_WRITE)
            found = clearances.one(db.connection(), viewer, one.id)
            if found is None:
                raise NotFound
            (clearing.close if closes else clearing.came_back)(db, viewer, found)

        wanted = remarked.knows(self.world, who, one) and one.stage != "closed"
        name = "close a clearance" if closes else "have a text back"
        if self.attempt(name, who, act, wanted=wanted):
            one.stage = "closed" if closes else "back"
        self.compare_cleared()

    # practices -------------------------------------------------------------------------------

    @rule(who=people, number=numbers)
    def send_out(self, who: str, number: int) -> None:
        """Send a practice that is being written out for clearance."""
        writing = [one for one in self.things if one.kind == Kind.PRACTICE]
        writing = [one for one in writing if one.stage in BEING_WRITTEN]
        if not writing:
            return
        work, made = writing[-1 - number // 2 % len(writing)], [""]
        able = (each for each in PEOPLE if self.world.member(each) in work.owners)
        who = next(able, who) if number % 2 else who

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            if viewer.member not in matter.owners:
                raise NotFound
            day = clock.today() + timedelta(days=14)
            said = Framed(marking="For clearance", readers="A", deadline=day, language="en")
            made[0] = sending.make(db, viewer, matter, said)

        wanted = self.world.member(who) in work.owners
        if self.attempt("send a practice out", who, act, wanted=wanted):
            self.sent.append(Cleared(made[0], self.world.member(who) or "", of=work))
        self.compare_cleared()

    @rule(who=people, number=numbers, closes=st.booleans())
    def on_round(self, who: str, number: int, *, closes: bool) -> None:
        """Say that a practice came back, or close its round."""
        if not self.sent:
            return
        one = self.sent[-1 - number // 2 % len(self.sent)]
        able = (each for each in PEOPLE if remarked.knows(self.world, each, one))
        who = next(able, who) if number % 2 else who

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.PRACTICE_WRITE)
            found = rounds.one(db.connection(), viewer, one.id)
            if found is None:
                raise NotFound
            (sending.close if closes else sending.came_back)(db, viewer, found)

        wanted = remarked.knows(self.world, who, one) and one.stage != "closed"
        name = "close a round" if closes else "have a practice back"
        if self.attempt(name, who, act, wanted=wanted):
            one.stage = "closed" if closes else "back"
        self.compare_cleared()

    def compare_all(self) -> None:
        """Compare clearances every other time as well."""
        super().compare_all()
        if not self.turn % 2:
            self.compare_cleared()

    def compare_cleared(self) -> None:
        """Compare who knows of the texts and practices that are out."""
        if not self.cleared and not self.sent:
            return
        read = self.house.portal.db.read()
        with clock.moved(timedelta(days=self.house.day)), read as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is None:
                    continue
                self.counts.compared += 1
                texts = clearances.listed(conn, viewer)
                opens = allows(viewer, P.SUGGESTION_WRITE)
                self.compare_known(who, texts if opens else (), self.cleared)
                opens = allows(viewer, P.PRACTICE_WRITE)
                self.compare_known(
                    who, rounds.listed(conn, viewer, MOST) if opens else (), self.sent
                )
                alone = (clearances.one, self.cleared), (rounds.one, self.sent)
                for find, out in alone:
                    self.compare_found(conn, viewer, who, find, out)

    def compare_known(self, who: str, listed: Sequence[Outgoing], out: Sequence[Cleared]) -> None:
        """Compare the list of what somebody knows to be out."""
        known = {one.id for one in out}
        found = {one.matter.id: str(one.stage) for one in listed if one.matter.id in known}
        wanted = {one.id: one.stage for one in out if remarked.knows(self.world, who, one)}
        agree(found == wanted, who, f"knows of {found}")

    def compare_found(
        self, conn: Connection, viewer: Viewer, who: str, find: Find, out: Sequence[Cleared]
    ) -> None:
        """Compare that what is out of another member is not found by its name either."""
        other = next((one for one in out if not remarked.knows(self.world, who, one)), None)
        if other is not None:
            agree(find(conn, viewer, other.id) is None, who, f"finds {other}")
