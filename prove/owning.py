"""Practices of several owners, and what states claim of public sources: by anybody in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import ANYONE, Viewer
from app.core.errors import NotFound
from app.items.models import Kind
from app.notifications.post import Post
from app.practices import actions as practices
from app.practices.entry import PUBLIC_SOURCES
from app.practices.joining import actions, agreeing, agreement, leaving, queries
from app.practices.joining.rules import PERMISSIONS, Act
from app.practices.rules import Stage
from prove import acts, owned
from prove.comparing import agree
from prove.course import after
from prove.house import PEOPLE
from prove.publishing import Publishing
from prove.seating import numbers, people
from prove.stated import Readers, Work
from prove.working import practice_readers

codes = st.sampled_from(["GHA", "SEN", "DNK", "CRI", "EU"])


class Owning(Publishing):
    """Members are asked, come in or not, agree, leave, and are taken out."""

    def owned_one(self, number: int, readers: Readers) -> Work | None:
        """Return a practice of an office, beginning one where there is none."""
        found = [one for one in self.things if one.kind == Kind.PRACTICE and one.by_office]
        if not found or not number % 3:
            self.begun(Kind.PRACTICE, number, readers, ("submit", "publish")[: number % 2 * 2])
            found = [one for one in self.things if one.kind == Kind.PRACTICE and one.by_office]
        return found[-1 - number // 2 % len(found)] if found else None

    @rule(who=people, number=numbers, code=codes, readers=practice_readers, yes=st.booleans())
    def ask_owner(self, *, who: str, number: int, code: str, readers: Readers, yes: bool) -> None:
        """Ask a member to own a practice jointly, and let somebody answer."""
        work = self.owned_one(number, readers)
        if work is not None:
            self.ask_to_own(who, number, code, work)
            if number % 5:
                self.say_to_owners(who, number, yes=yes)

    def ask_to_own(self, who: str, number: int, code: str, work: Work) -> None:
        """Ask this member to own this practice, every other time as somebody who may."""
        made = [""]
        able = (one for one in PEOPLE if owned.asks(self.world, one, work, code))
        who = next(able, who) if number % 4 else who

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            post, version = Post.of(self.house.portal), matter.version
            actions.ask(db, viewer, matter, code, post, version=version)
            found = queries.open_ones(db.connection(), viewer, work.id)
            made[0] = next(one.matter.id for one in found if one.member == code)

        if self.attempt("ask an owner", who, act, wanted=owned.asks(self.world, who, work, code)):
            work.asked[code] = (made[0], self.world.member(who) or "")
            work.known = True
        self.compare(work)

    @rule(who=people, number=numbers, yes=st.booleans())
    def answer_owner(self, who: str, number: int, yes: bool) -> None:  # noqa: FBT001 - drawn by name
        """Say yes or no to a question that is open."""
        self.say_to_owners(who, number, yes=yes)

    def say_to_owners(self, who: str, number: int, *, yes: bool) -> None:
        """Answer one of the questions that are open, every other time as somebody who may."""
        waiting = [(one, code) for one in self.things for code in one.asked]
        if not waiting:
            return
        work, code = waiting[-1 - number // 2 % len(waiting)]
        able = (p for p in PEOPLE if owned.answers(self.world, p, work, code, yes=yes))
        who = next(able, who) if number % 4 else who
        key = work.asked[code][0]

        def act(db: Session, viewer: Viewer) -> None:
            asked = queries.one(db.connection(), viewer, key)
            if asked is None:
                raise NotFound
            ensure(viewer, P.PRACTICE_JOIN, asked.matter)
            (actions.accept if yes else actions.decline)(db, viewer, asked)

        wanted = owned.answers(self.world, who, work, code, yes=yes)
        name = "come in as an owner" if yes else "not come in"
        if self.attempt(name, who, act, wanted=wanted):
            del work.asked[code]
            if yes:
                work.joint |= {code}
                work.acts += 1
        self.compare(work)

    @rule(who=people, number=numbers, staff=st.booleans())
    def leave_owners(self, who: str, number: int, *, staff: bool) -> None:
        """Give up a share, or let the Secretariat take an owner out."""
        work = self.joint_one(number)
        if work is None:
            return
        code = sorted(work.owners)[number % len(work.owners)]

        def may(one: str) -> bool:
            if staff:
                return owned.parts(self.world, one, work, code)
            return owned.leaves(self.world, one, work)

        who = next(filter(may, PEOPLE), who) if number % 4 else who

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            if staff:
                leaving.part(db, viewer, matter, code, version=matter.version)
            else:
                leaving.leave(db, viewer, matter, version=matter.version)

        name = "take an owner out" if staff else "give up a share"
        if self.attempt(name, who, act, wanted=may(who)):
            owned.gone(work, code if staff else self.world.member(who) or "")
            work.acts += 1
        self.compare(work)

    @rule(number=numbers, act=st.sampled_from(sorted(owned.WANTS_ALL)), readers=practice_readers)
    def agree_all(self, number: int, act: str, readers: Readers) -> None:
        """Let one owner want something, and each other one agree."""
        found = [one for one in self.things if len(one.owners) > 1 and self.waits_for(act, one)]
        work = found[number % len(found)] if found else self.made_joint(act, number, readers)
        if work is not None and self.waits_for(act, work):
            self.all_want(act, work)

    def waits_for(self, act: str, work: Work) -> bool:
        """Whether ``act`` fits a practice now."""
        return after(act, work) is not None and not (act == "submit" and work.asked)

    def made_joint(self, act: str, number: int, readers: Readers) -> Work | None:
        """Begin a practice, let others come in, and bring it to where ``act`` fits."""
        had = len(self.things)
        self.begun(Kind.PRACTICE, number, Readers("network") if readers.named else readers, ())
        if len(self.things) == had:
            return None
        work = self.things[-1]
        for code in ("SEN", "DNK", "GHA")[: 2 + number % 2]:
            self.ask_to_own(PEOPLE[0], 1, code, work)
            self.say_to_owners(PEOPLE[0], 1, yes=True)
        if act == "release":
            able = (one for one in PEOPLE if self.lets(one, "edit", work))
            self.name_a_day(next(able, PEOPLE[0]), work, 2)
        if act != "submit" and self.waits_for("submit", work) and len(work.owners) > 1:
            self.all_want("submit", work)
            self.lead(work, ("publish",))
        return work if len(work.owners) > 1 else None

    def all_want(self, act: str, work: Work) -> None:
        """Let one owner want this, and each other one agree; it is done by the last yes."""
        sides = [self.able_for(code, act, work) for code in sorted(work.owners)]
        first = next(filter(None, sides), None)
        if first is None:
            return
        self.propose(first, act, work)
        done = False
        for who in (one for one in sides if one and one != first):
            done = self.agree_by(who, act, work, last=who == sides[-1] and None not in sides)
        if done:
            self.came_of(act, work)
        else:
            self.take_back(first, work)
        self.compare(work)

    def joint_one(self, number: int) -> Work | None:
        """Return a practice of several owners."""
        found = [one for one in self.things if len(one.owners) > 1]
        return found[number % len(found)] if found else None

    def able_for(self, code: str, act: str, work: Work) -> str | None:
        """Return somebody of an owner who may do ``act``, were there no other owner."""
        means = "edit" if act == "submit" else act
        own = (one for one in PEOPLE if self.world.member(one) == code)
        return next((one for one in own if self.world.may(one, means, work)), None)

    def propose(self, who: str, act: str, work: Work) -> None:
        """Want what all owners have to agree to."""

        def do(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            post, version = Post.of(self.house.portal), matter.version
            agreement.propose(db, viewer, matter, Act(act), post, version=version, words="Why.")

        self.attempt("propose to the owners", who, do, wanted=True)

    def agree_by(self, who: str, act: str, work: Work, *, last: bool) -> bool:
        """Agree; with the last yes, and no other, it is done."""
        done = [False]

        def do(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, PERMISSIONS[act], matter)
            post, version = Post.of(self.house.portal), matter.version
            done[0] = agreeing.agree(db, viewer, matter, post, version=version)

        self.attempt("agree as an owner", who, do, wanted=True)
        agree(done[0] is last, who, f"{act} done by this yes: {done[0]}")
        return done[0]

    def take_back(self, who: str, work: Work) -> None:
        """Take back what was proposed."""

        def do(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            post, version = Post.of(self.house.portal), matter.version
            agreeing.refuse(db, viewer, matter, "", post, version=version)

        self.attempt("take a wish of owners back", who, do, wanted=True)

    # public sources --------------------------------------------------------------------------

    @rule(number=numbers, code=codes, who=people, act=st.sampled_from(["confirm", "withdraw"]))
    def enter_from_sources(self, number: int, code: str, who: str, act: str) -> None:
        """Have a practice entered from public sources, and its state claim it, or try to end it."""
        readers = Readers("network" if number % 2 else "public")
        with self.house.acting() as db:
            made = practices.create(db, ANYONE, [code], acts.entry(readers, PUBLIC_SOURCES))
            made.stage, key = Stage.PUBLISHED, made.id
            practices.put_out(db, ANYONE, made, [code])
        work = Work(key, Kind.PRACTICE, code, readers, "published", handed=True, by_office=False)
        self.things.append(work)
        self.compare(work)
        able = (one for one in PEOPLE if self.lets(one, act, work))
        self.step(next(able, who) if number % 4 else who, act, work)
