"""Comments hidden, shown, reported, moved, changed and taken back, by anybody in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection, select
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import NotFound
from app.discussion import changing, locking, moderating, moving, reporting
from app.discussion.forms import Written
from app.discussion.models import CommentLock
from app.discussion.one import One, one
from app.discussion.queries import thread
from app.discussion.reported import reports_of
from app.discussion.rules import HIDDEN, POSTED
from app.discussion.tree import everything
from app.items.models import Kind
from app.notifications.post import Post
from prove import acts, talked
from prove.comparing import agree
from prove.house import PEOPLE
from prove.leading_up import LeadingUp
from prove.seating import numbers, people
from prove.stated import Comment, Readers, Work

ON_COMMENT = ("hide", "show", "keep", "report", "take back", "change")
NEEDS = {
    "hide": P.COMMENT_MODERATE,
    "show": P.COMMENT_MODERATE,
    "keep": P.COMMENT_MODERATE,
    "report": P.COMMENT_REPORT,
    "take back": P.COMMENT_STEER,
    "change": P.COMMENT_STEER,
}
TWO = 2
lock_of = table(CommentLock)


class Moderating(LeadingUp):
    """What becomes of comments once they are said."""

    @rule(who=people, number=numbers, act=st.sampled_from(ON_COMMENT))
    def on_comment(self, who: str, number: int, act: str) -> None:
        """Do something to a comment."""
        said = [(work, each) for work in self.things for each in work.comments]
        if said:
            work, about = said[-1 - number // 2 % len(said)]
            if number % 2:
                able = (o for o in PEOPLE if talked.may(self.world, o, act, work, about))
                who = next(able, who)
            self.moderate(who, act, work, about)

    def moderate(self, who: str, act: str, work: Work, about: Comment) -> None:
        """Do ``act`` to this comment as its page does it."""
        self.words += 1

        def do(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            found = _found(db, viewer, work, about)
            ensure(viewer, NEEDS[act], found)
            if act == "change":
                ensure(viewer, P.COMMENT_WRITE, matter)
            self.to_comment(db, viewer, found, act)

        wanted = talked.may(self.world, who, act, work, about)
        if act == "keep" and not about.reports and self.world.staff(who):
            return  # of what nobody reported nothing comes
        if self.attempt(f"{act} a comment", who, do, wanted=wanted):
            talked.done(act, who, about)
        self.compare(work)

    def to_comment(self, db: Session, viewer: Viewer, found: One, act: str) -> None:
        """Do an act to a comment that was found."""
        post, there, version = (
            Post.of(self.house.portal),
            f"/practices/{found.about}",
            found.version,
        )
        if act == "hide":
            moderating.hide(db, viewer, found, "Why.", version=version, address=there, post=post)
        elif act == "show":
            title = "A practice"
            moderating.show(
                db, viewer, found, version=version, title=title, address=there, post=post
            )
        elif act == "keep":
            moderating.keep(db, viewer, found, version=version)
        elif act == "report":
            reporting.report(db, viewer, found.id, "Look.")
        elif act == "take back":
            stage = HIDDEN if found.stage == HIDDEN else POSTED
            changing.take_back(db, viewer, found.id, stage=stage)
        else:
            locking.ensure_unlocked(db.connection(), found.about)
            said = Written(f"Words {self.words}.", None, "en")
            title = "A practice"
            changing.reword(db, viewer, found.id, said, version=version, title=title, address=there)

    @rule(who=people, number=numbers)
    def lock(self, who: str, number: int) -> None:
        """Let nobody write under a practice, or let people write again."""
        work = self.pick(number, Kind.PRACTICE)
        if work is None:
            return
        if number % 2:
            who = next(filter(self.world.staff, PEOPLE), who)

        def act(db: Session, viewer: Viewer) -> None:
            acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.COMMENT_MODERATE)
            if work.locked:
                seen = select(lock_of.c.id).where(lock_of.c.about == work.id)
                locking.unlock(db, viewer, work.id, db.execute(seen).scalar_one())
            else:
                locking.lock(db, viewer, work.id, "Enough.", clock.now())

        wanted = self.world.staff(who) and self.world.reads(who, work)
        if self.attempt("close or open comments", who, act, wanted=wanted):
            work.locked = not work.locked
        self.compare(work)

    @rule(who=people, number=numbers, which=numbers, to=numbers)
    def move_comment(self, who: str, number: int, which: int, to: int) -> None:
        """Move a comment with its answers to another practice."""
        said = [(work, each) for work in self.things for each in work.comments]
        now = self.pick(to, Kind.PRACTICE)
        if not said or now is None:
            return
        was, about = said[-1 - which % len(said)]
        if number % 2:
            who = next(filter(self.world.staff, PEOPLE), who)
        moved = talked.below(was, about)
        fits = talked.same_readers(self.world, PEOPLE, moved, was, now)
        if fits is None:
            return

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.COMMENT_MODERATE)
            acts.found(db, viewer, Kind.PRACTICE, was.id)
            acts.found(db, viewer, Kind.PRACTICE, now.id)
            found = _found(db, viewer, was, about)
            place = moving.Place(now.id, "A practice", f"/practices/{now.id}")
            post = Post.of(self.house.portal)
            moving.move(db, viewer, found, place, version=found.version, post=post)

        staff = self.world.staff(who) and about.id in self.world.comments(who, was)
        there = self.world.reads(who, now) and now.stage == "published" and was is not now
        if self.attempt("move a comment", who, act, wanted=staff and there and fits):
            talked.move(was, now, moved)
        self.compare(was)
        self.compare(now)

    @rule(number=numbers, act=st.sampled_from([*ON_COMMENT, "move"]))
    def seldom_moderated(self, number: int, act: str) -> None:
        """Do to a comment what few may, commenting first where nothing is said."""
        for _ in range(2 - sum(1 for each in self.things if self.talked_under(each))):
            self.begun_practice(number)
        open_ = [each for each in self.things if self.talked_under(each)]
        if not open_:
            return
        work = open_[0]
        at = [each for each in self.things if each.kind == Kind.PRACTICE].index(work)
        self.comment(PEOPLE[0], 2 * at + 1, None, answers=bool(number % 3))
        staff = next(filter(self.world.staff, PEOPLE), PEOPLE[0])
        if not work.comments:
            return
        last = work.comments[-1]
        if act == "move":
            if len(open_) < TWO:
                return
            own = [each for each in self.things if each.kind == Kind.PRACTICE]
            said = [each for each in self.things for _ in each.comments]
            which = len(said) - 1 - max(n for n, each in enumerate(said) if each is work)
            self.move_comment(staff, 1, which, own.index(open_[1]))
            return
        for each in [*{"show": ["hide"], "keep": ["report"]}.get(act, []), act]:
            fits = (o for o in PEOPLE if talked.may(self.world, o, each, work, last))
            self.moderate(next(fits, staff), each, work, last)

    def talked_under(self, work: Work) -> bool:
        """Whether somebody comments on a thing now, which is for the whole network."""
        wide = work.kind == Kind.PRACTICE and work.readers in {
            Readers("public"),
            Readers("network"),
        }
        return wide and any(self.world.may_comment(who, work) for who in PEOPLE)

    # comparing -------------------------------------------------------------------------------

    def compare_one(self, conn: Connection, viewer: Viewer, who: str, work: Work) -> None:
        """Compare whose words are read under a practice as well, and which reports."""
        super().compare_one(conn, viewer, who, work)
        if work.kind != Kind.PRACTICE:
            return
        said = everything(thread(conn, viewer, work.id).said)
        found = {each.id for each in said if each.html}
        agree(found == talked.words(self.world, who, work), who, f"words said under {work}")
        for about in work.comments[-2:]:
            alone = one(conn, viewer, work.id, about.id)
            wanted = about.id in found
            agree(bool(alone and alone.body) is wanted, who, f"the words of {about}")
            told = [each for each in reports_of(conn, viewer, about.id) if not each.outcome]
            reported = len(about.reports) if self.world.staff(who) else 0
            agree(len(told) == reported, who, f"reports of {about}")
            if alone:
                may = talked.is_own(self.world, who, about)
                agree(allows(viewer, P.COMMENT_STEER, alone) is may, who, f"steers {about}")


def _found(db: Session, viewer: Viewer, work: Work, about: Comment) -> One:
    found = one(db.connection(), viewer, work.id, about.id)
    if found is None:
        raise NotFound
    return found
