"""Readers of published practices, chosen anew: acts of the machine, done as the pages do them."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import ensure
from app.access.viewer import Viewer
from app.items.models import Kind
from prove import acts, owned
from prove.entering import Entering
from prove.house import PEOPLE
from prove.seating import numbers, people
from prove.stated import Readers, Work
from prove.working import practice_readers


class Choosing(Entering):
    """Fewer readers at once, more of them once the Secretariat agrees; beside all the rest."""

    @rule(who=people, number=numbers, readers=practice_readers)
    def choose_readers(self, who: str, number: int, readers: Readers) -> None:
        """Choose who reads a practice that may be out."""
        work = self.pick(number, Kind.PRACTICE)
        if work is None:
            return
        readers, who = self.seated(readers), self.able(who, number, "readers", work)

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, acts.NEEDS[Kind.PRACTICE]["readers"], matter)
            acts.choose(db, self.house.portal, viewer, matter, readers)

        wanted = self.world.reads(who, work) and self.world.may(who, "readers", work)
        wanted = wanted and self.alone_with(who, work, readers)
        if self.attempt("choose readers", who, act, wanted=wanted):
            if self.world.more(work.readers, readers):
                work.wished = readers
            else:
                work.readers, work.wished = readers, None
        self.compare(work)

    def alone_with(self, who: str, work: Work, readers: Readers) -> bool:
        """Whether one of several owners can choose ``readers``: no more, and no owner left out."""
        if len(work.owners) == 1 or readers == (work.wished or work.readers):
            return True
        others = work.owners - {self.world.member(who) or ""}
        fewer = not self.world.more(work.readers, readers)
        return fewer and owned.covers(self.world, readers, others)

    @rule(who=people, number=numbers, grant=st.booleans())
    def answer_wish(self, who: str, number: int, grant: bool) -> None:  # noqa: FBT001 - drawn by name
        """Open a practice to the readers wished, or leave those it has."""
        work = self.pick(number, Kind.PRACTICE)
        if work is None:
            return
        who = self.able(who, number, "answer", work)

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, acts.NEEDS[Kind.PRACTICE]["answer"], matter)
            acts.answer_wish(db, self.house.portal, viewer, matter, grant)

        may = self.world.reads(who, work) and self.world.may(who, "answer", work)
        wanted = may and work.wished is not None
        if self.attempt("answer a wish", who, act, wanted=wanted):
            work.readers = work.wished if grant and work.wished else work.readers
            work.wished = None
        self.compare(work)

    def able(self, who: str, number: int, act: str, work: Work) -> str:
        """Return, every other time, somebody who may do ``act``, so that it happens often."""
        able = (one for one in PEOPLE if self.world.may(one, act, work))
        return next(able, who) if number % 2 else who
