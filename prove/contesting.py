"""The acts by which an office comes under review and out of it again."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.contested import actions
from app.contested.rules import Ground, Stage
from app.core.db import table
from app.directory import keeping
from app.directory.models import OfficeReview
from app.directory.second_matter import What
from app.seconding import matters
from prove import course
from prove.seating import members, numbers, people
from prove.standing_in import StandingIn
from prove.stated import Review, Term

keepers = st.sampled_from(["editor", "administrator"])
anybody = keepers | keepers | people
outside = st.sampled_from(["director", "denmark"]) | people
review = table(OfficeReview)


class Contesting(StandingIn):
    """Reviews proposed, agreed to by a second person, withdrawn, and ended in the same way."""

    def asking(self, which: int) -> Review | None:
        """Return one of the reviews about which a second person is asked for."""
        found = [one for one in self.world.reviews if one.asks() is not None]
        return found[which % len(found)] if found else None

    @rule(by=anybody, where=members, second=st.none() | keepers)
    def contest(self, by: str, where: str, second: str | None) -> None:
        """Propose that an office be under review, or that its review end; often it is answered."""
        seat = self.house.seats[where]
        found = self.world.review(seat)

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.OFFICE_REVIEW)
            if found and found.began:
                actions.propose_end(db, viewer, seat.id, Ground.NOTE_VERBALE)
            else:
                actions.propose(db, viewer, seat.id, "Two letters.")

        free = found is None or (found.began and found.ending is None)
        if self.attempt("contest", by, act, wanted=self.world.staff(by) and free):
            if found is None:
                found = Review(seat, by)
                self.world.reviews.append(found)
            else:
                found.ending = by
            if second is not None:
                self.agree(second, where, found)
        self.compare_all()

    @rule(by=anybody, where=members, which=numbers)
    def agree_to_it(self, by: str, where: str, which: int) -> None:
        """Agree to what was proposed about an office."""
        self.agree(by, where, self.asking(which))

    def agree(self, by: str, where: str, found: Review | None) -> None:
        """Let somebody agree to what was proposed, if anything was."""
        seat = found.seat if found else self.house.seats[where]
        stage = Stage.ENDING if found and found.began else Stage.PROPOSED

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.OFFICE_REVIEW)
            actions.confirm(db, viewer, seat.id, stage)

        asks = found.asks() if found else None
        wanted = self.world.staff(by) and asks != by and self.world.of_secretariat(asks)
        if self.attempt("agree to a review", by, act, wanted=wanted) and found:
            way = course.end_review if found.began else course.put_under_review
            self.ended(way(self.world, found))
        self.compare_all()

    @rule(by=outside, where=members, which=numbers, agrees=st.booleans())
    def answer_from_outside(self, by: str, where: str, which: int, *, agrees: bool) -> None:
        """Agree or do not agree, from outside the staff, to what was proposed about an office.

        Whoever came to an office during the run was brought there by the administrator.
        """
        found = self.asking(which)
        seat = found.seat if found else self.house.seats[where]
        terms = [one for one in self.world.holding() if one.person == by]
        if any(one.id not in self.house.first for one in terms):
            return

        def act(db: Session, viewer: Viewer) -> None:
            open_ = (review.c.office_id == seat.id, review.c.ended_at.is_(None))
            key = db.execute(select(review.c.id).where(*open_)).scalar() or "none"
            read, _ = matters.find(db.connection(), viewer, What.REVIEW, key)
            ensure(viewer, P.SECOND_DECIDE, read)
            asked = matters.hold(db, viewer, read)
            matters.answer(db, self.house.portal, viewer, asked, None if agrees else "")

        wanted = found is not None and self.world.asked_about(by, found)
        name = "agree from outside" if agrees else "refuse from outside"
        if self.attempt(name, by, act, wanted=wanted) and found:
            if agrees:
                way = course.end_review if found.began else course.put_under_review
                self.ended(way(self.world, found))
            else:
                self.back(found)
        self.compare_all()

    def back(self, found: Review) -> None:
        """Let what was proposed be taken back."""
        if found.began:
            found.ending = None
        else:
            self.world.reviews.remove(found)

    @rule(by=anybody, where=members, which=numbers)
    def think_again(self, by: str, where: str, which: int) -> None:
        """Withdraw what was proposed about an office."""
        found = self.asking(which)
        seat = found.seat if found else self.house.seats[where]
        stage = Stage.ENDING if found and found.began else Stage.PROPOSED

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.OFFICE_REVIEW)
            actions.withdraw(db, viewer, seat.id, stage)

        wanted = self.world.staff(by) and found is not None
        if self.attempt("withdraw a review", by, act, wanted=wanted) and found:
            self.back(found)
        self.compare_all()

    @rule(by=keepers)
    def leave_or_return(self, by: str) -> None:
        """Take the editor's office away at once, or let the operator give it again.

        The administrator agrees at once to what the editor had proposed, which must not count.
        """
        seat = self.house.seats["editor"]
        held = [one for one in self.world.terms if one.seat == seat and one.verified]
        if not held:
            with self.house.acting() as db:
                made = self.house.seat(db, "editor")
            self.world.terms.append(Term(made, "editor", seat, self.world.day))
            self.compare_all()
            return

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.OFFICES_GRANT)
            keeping.revoke(db, viewer, held[0].id, "Why.")

        if self.attempt("leave the Secretariat", by, act, wanted=self.keeps(by)):
            self.ended(course.end(self.world, held[0], self.world.day))
            left = [one for one in self.world.reviews if one.asks() == "editor"]
            if left:
                self.agree("administrator", "", left[0])
        self.compare_all()
