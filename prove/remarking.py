"""Comments on a paragraph of the manual, by anybody in any order."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.discussion.forms import Written
from app.discussion.rules import POSTED
from app.manual.discussing import actions, queries, remarks
from app.manual.discussing.forms import Said
from app.manual.discussing.spot import Spot, spot
from app.manual.discussing.values import By
from app.manual.meaning import Stance
from prove import remarked
from prove.adapting import Adapting
from prove.comparing import agree
from prove.house import PEOPLE
from prove.library import PARAGRAPH
from prove.remarked import Remark
from prove.seating import numbers, people

STANCES = st.sampled_from(["expert", "expert", "position"])


class Remarking(Adapting):
    """What is said of the edition."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[Remark] = []
        self.closed = False

    def spot(self, db: Session) -> Spot:
        """Return where the paragraph stands."""
        found = spot(db.connection(), PARAGRAPH)
        if found is None:
            raise NotFound
        return found

    @rule(who=people, stance=STANCES)
    def remark(self, who: str, stance: str) -> None:
        """Comment on the paragraph."""
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.DISCUSSION_WRITE)
            where = self.spot(db)
            said = Said(Written("Words.", None, "en"), Stance(stance), where.place.hash)
            made[0] = actions.comment(db, viewer, where, said, self.post)

        wanted = remarked.may_write(self.world, who, stance, closed=self.closed)
        if self.attempt("remark", who, act, wanted=wanted):
            self.remarks.append(Remark(made[0], self.world.member(who)))
        self.compare_remarks()

    @rule(who=people, number=numbers, stance=STANCES, back=st.booleans())
    def on_remark(self, who: str, number: int, stance: str, *, back: bool) -> None:
        """Change a comment or take it back."""
        if not self.remarks:
            return
        one = self.remarks[-1 - number // 2 % len(self.remarks)]
        able = (each for each in PEOPLE if remarked.steers(self.world, each, one))
        who = next(able, who) if number % 2 else who
        self.words += 1

        def act(db: Session, viewer: Viewer) -> None:
            own = remarks.own(db.connection(), viewer, PARAGRAPH, one.id)
            if own is None:
                raise NotFound
            ensure(viewer, P.DISCUSSION_STEER, own)
            if own.stage != POSTED:
                raise NotFound
            if back:
                actions.take_back(db, viewer, own)
            else:
                words = Written(f"Words {self.words}.", None, "en")
                actions.change(db, viewer, own, Said(words, Stance(stance), ""), "A paragraph")

        own = remarked.steers(self.world, who, one) and not one.withdrawn
        writes = remarked.may_write(self.world, who, stance, closed=self.closed)
        name = "take a remark back" if back else "change a remark"
        done = self.attempt(name, who, act, wanted=own and (back or writes))
        one.withdrawn |= done and back
        self.compare_remarks()

    @rule(number=numbers, what=st.sampled_from(["change", "take back", "close or reopen"]))
    def seldom_remarked(self, number: int, what: str) -> None:
        """Do to a comment what its side may, or what the Secretariat may; comment first."""
        if all(one.withdrawn for one in self.remarks):
            able = [one for one in PEOPLE if remarked.reads(self.world, one)] or PEOPLE
            self.remark(able[number % len(able)], "expert")
        if what == "close or reopen":
            self.close_or_reopen(next(filter(self.world.staff, PEOPLE), PEOPLE[0]))
            return
        gone = [one.withdrawn for one in reversed(self.remarks)]
        which = gone.index(False) if False in gone else 0
        self.on_remark(PEOPLE[0], 2 * which + 1, "expert", back=what == "take back")

    @rule(who=people)
    def close_or_reopen(self, who: str) -> None:
        """Close the discussion, or open it again."""

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.DISCUSSION_CLOSE)
            found = queries.of_blocks(db.connection(), viewer, (PARAGRAPH,), 1).get(PARAGRAPH)
            if found is None:
                raise NotFound
            if self.closed:
                actions.reopen(db, viewer, found, self.post)
            else:
                actions.close(db, viewer, found, "Done.", self.post)

        wanted = self.world.staff(who) and bool(self.remarks)
        if self.attempt("close or reopen", who, act, wanted=wanted):
            self.closed = not self.closed
        self.compare_remarks()

    # comparing -------------------------------------------------------------------------------

    def compare_all(self) -> None:
        """Compare comments every other time as well."""
        super().compare_all()
        if self.turn % 2:
            self.compare_remarks()

    def compare_remarks(self) -> None:
        """Compare what everybody reads of comments, and may do to them."""
        if not self.remarks:
            return
        read = self.house.portal.db.read()
        with clock.moved(timedelta(days=self.house.day)), read as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is not None:
                    self.counts.compared += 1
                    self.compare_said(conn, viewer, who)

    def compare_said(self, conn: Connection, viewer: Viewer, who: str) -> None:
        """Compare what somebody reads of the comments."""
        known = {one.id for one in self.remarks}
        opens = allows(viewer, P.DISCUSSION_READ)
        found = remarks.details(conn, viewer, known).keys() if opens else set()
        wanted = known if remarked.reads(self.world, who) else set()
        agree(set(found) == wanted, who, "reads comments on the manual")
        for one in self.remarks[-2:]:
            own = By(frozenset({one.member or "SEC"}))
            may = remarked.steers(self.world, who, one)
            agree(allows(viewer, P.DISCUSSION_STEER, own) is may, who, f"changes {one}")
