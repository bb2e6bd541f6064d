"""Published on a day, and published without a name: by anybody in any order."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.items.models import Kind
from app.notifications.post import Post
from app.practices import actions, answering, embargo, queries
from app.practices.entry import Changes
from app.practices.revising.actions import Means
from app.practices.unnamed import actions as unnamed
from app.practices.unnamed import sealed, wishing
from prove import acts
from prove.comparing import agree
from prove.house import PEOPLE
from prove.moderating import Moderating
from prove.seating import numbers, people
from prove.stated import BEING_WRITTEN, Readers, Work
from prove.working import practice_readers

to_come, to_pass = st.integers(0, 3), st.integers(0, 2)
WIDE = {Readers("public"), Readers("network")}


class Publishing(Moderating):
    """What the Secretariat agrees to for a day, and what it publishes as its own."""

    @rule(
        number=numbers, readers=practice_readers, days=st.integers(0, 3), nights=st.integers(0, 2)
    )
    def publish_on_a_day(self, number: int, readers: Readers, days: int, nights: int) -> None:
        """Begin a practice, name a day, have it agreed to, and let nights pass."""
        had = len(self.things)
        self.begun(Kind.PRACTICE, number, readers, ())
        if len(self.things) == had:
            return
        work = self.things[-1]
        able = (one for one in PEOPLE if self.world.may(one, "edit", work))
        self.name_a_day(next(able, PEOPLE[0]), work, days)
        self.lead(work, ("submit", "publish"))
        for _ in range(nights):
            self.sleep()
        if number % 2:
            self.lead(work, ("release",))

    @rule(who=people, number=numbers, days=st.integers(0, 2))
    def day(self, who: str, number: int, days: int) -> None:
        """Name the day before which a practice is not published."""
        if work := self.pick(number, Kind.PRACTICE):
            self.name_a_day(who, work, days)

    def name_a_day(self, who: str, work: Work, days: int) -> None:
        """Name the day before which this practice is not published."""
        day = self.world.day + days

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.PRACTICE_EDIT, matter)
            changes = Changes(columns={"not_before": self.house.date_of(day)})
            actions.save(db, viewer, matter, changes, version=matter.version)

        if self.attempt("name a day", who, act, wanted=self.lets(who, "edit", work)):
            work.day = day
            work.acts += 1
        self.compare(work)

    @rule(who=people, number=numbers, act=st.sampled_from(["release", "return", "withdraw"]))
    def on_agreed(self, who: str, number: int, act: str) -> None:
        """Do something to what waits for its day."""
        found = [one for one in self.things if one.stage == "approved"]
        if found:
            self.step(who, act, found[number % len(found)])

    @rule()
    def sleep(self) -> None:
        """Let a day pass; then the portal publishes what was to be published by it."""
        super().sleep()
        with clock.moved(timedelta(days=self.house.day)):
            embargo.release_due(self.house.portal)
        waiting = [one for one in self.things if one.stage == "approved"]
        due = [one for one in waiting if one.day is not None and one.day <= self.world.day]
        for one in due:
            one.stage = "published"
        for one in due:
            self.compare(one)

    # without a name --------------------------------------------------------------------------

    @rule(who=people, number=numbers, readers=practice_readers, named=st.booleans())
    def publish_without_a_name(
        self, *, who: str, number: int, readers: Readers, named: bool
    ) -> None:
        """Submit a practice to be published without a name; have it published, and named."""
        had = len(self.things)
        self.begun(Kind.PRACTICE, number, readers, ())
        if len(self.things) == had:
            return
        work = self.things[-1]
        self.hand_in_nameless(who, work)
        able = (one for one in PEOPLE if self.lets(one, "submit", work))
        self.hand_in_nameless(next(able, who), work)
        staff = next(filter(self.world.staff, PEOPLE), who)
        if work.stage == "submitted" and readers in WIDE:
            made = self.publish_nameless(who, work) or self.publish_nameless(staff, work)
            if made and named:
                self.put_name(who, made)
                own = (one for one in PEOPLE if self.world.member(one) == made.secret)
                self.put_name(next(own, who), made)

    def hand_in_nameless(self, who: str, work: Work) -> None:
        """Submit a practice that is to be published without a name."""

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.PRACTICE_EDIT, matter)
            entry = queries.entry(db.connection(), viewer, work.id)
            if entry is None:
                raise NotFound
            wishing.ensure_can(entry)
            post, version = Post.of(self.house.portal), matter.version
            actions.submit(db, viewer, matter, post, version=version, nameless=True)

        waits = work.day is not None and work.day > self.world.day
        fits = work.readers in WIDE and not waits and not work.known
        wanted = self.lets(who, "submit", work) and fits
        if self.attempt("submit without a name", who, act, wanted=wanted):
            work.stage, work.handed, work.acts = "submitted", True, work.acts + 1
        self.compare(work)

    def publish_nameless(self, who: str, work: Work) -> Work | None:
        """Publish it as the Secretariat's own: what its member wrote is there no more."""
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.PRACTICE_REVIEW, matter)
            means = Means(Post.of(self.house.portal), self.house.portal.seal)
            made[0], _ = answering.publish(db, viewer, matter, means, version=matter.version)

        done = self.attempt(
            "publish without a name", who, act, wanted=self.lets(who, "publish", work)
        )
        if not done:
            return None
        self.things.remove(work)
        work.stage = "gone"
        self.sent = [one for one in self.sent if one.of is not work]
        self.world.guests = [one for one in self.world.guests if one.work is not work]
        new = Work(made[0], work.kind, "SEC", work.readers, "published", handed=True)
        new.by_office, new.secret = False, work.owner
        self.things.append(new)
        self.compare(new)
        return new

    @rule(who=people, number=numbers)
    def name(self, who: str, number: int) -> None:
        """Put the name of its member on what was published without it."""
        found = [one for one in self.things if one.secret]
        if not found:
            return
        work = found[number % len(found)]
        own = (one for one in PEOPLE if self.world.member(one) == work.secret)
        self.put_name(next(own, who) if number % 2 else who, work)

    def put_name(self, who: str, work: Work) -> None:
        """Put its name on this practice."""

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.PRACTICE_NAME, matter)
            unnamed.name(db, viewer, matter, self.house.portal.seal, version=matter.version)

        own = work.secret is not None and self.world.member(who) == work.secret
        wanted = own and self.world.reads(who, work) and not self.world.interim(who)
        if self.attempt("put a name on", who, act, wanted=wanted):
            work.owner, work.secret, work.by_office = work.secret or "", None, True
            work.acts += 1
        self.compare(work)

    # comparing -------------------------------------------------------------------------------

    def compare_one(self, conn: Connection, viewer: Viewer, who: str, work: Work) -> None:
        """Compare whose a practice is said to be as well, and who knows it without a name."""
        super().compare_one(conn, viewer, who, work)
        if work.kind != Kind.PRACTICE:
            return
        entry = queries.entry(conn, viewer, work.id)
        if entry is not None:
            agree(set(entry.owners) == work.owners, who, f"whose it is: {work}")
            agree(entry.unnamed is (work.secret is not None), who, f"without a name: {work}")
        known = {one.id for one in sealed.own(conn, self.house.portal.seal, viewer)}
        mine = work.secret is not None and self.world.member(who) == work.secret
        wanted = mine and self.world.reads(who, work)
        agree((work.id in known) is wanted, who, f"knows whose it is: {work}")
        if work.stage in BEING_WRITTEN and entry is not None:
            day = None if work.day is None else self.house.date_of(work.day)
            agree(entry.not_before == day, who, f"the day of {work}")
