"""Texts of the manual that are out for clearance, by anybody in any order."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.manual import queries as manual
from app.manual.clearing import actions as clearing
from app.manual.clearing import queries as clearances
from app.manual.clearing.forms import Making
from app.manual.clearing.going import Going
from prove import remarked
from prove.comparing import agree
from prove.house import PEOPLE
from prove.library import PARAGRAPH
from prove.remarked import Cleared
from prove.remarking import Remarking
from prove.seating import numbers, people


class Clearing(Remarking):
    """What is sent out of the edition, and who knows of it."""

    def __init__(self) -> None:
        super().__init__()
        self.cleared: list[Cleared] = []

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

    def compare_all(self) -> None:
        """Compare clearances every other time as well."""
        super().compare_all()
        if not self.turn % 2:
            self.compare_cleared()

    def compare_cleared(self) -> None:
        """Compare who knows of the texts that are out."""
        if not self.cleared:
            return
        known = {one.id for one in self.cleared}
        read = self.house.portal.db.read()
        with clock.moved(timedelta(days=self.house.day)), read as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is None:
                    continue
                self.counts.compared += 1
                opens = allows(viewer, P.SUGGESTION_WRITE)
                listed = {one.matter.id: one.stage for one in clearances.listed(conn, viewer)}
                found = {key: str(stage) for key, stage in listed.items() if key in known}
                mine = [one for one in self.cleared if remarked.knows(self.world, who, one)]
                wanted = {one.id: one.stage for one in mine}
                agree((found if opens else {}) == wanted, who, f"knows of {found}")
                other = next((one for one in self.cleared if one not in mine), None)
                if other is not None:
                    one = clearances.one(conn, viewer, other.id)
                    agree(one is None, who, f"finds {other}")
