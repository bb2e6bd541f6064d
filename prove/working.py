"""Practices, comments, requests and offers: the acts of the machine, done as the pages do them."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.assistance.acting import Acting
from app.items.models import Kind
from prove import acts, owned
from prove.contesting import Contesting
from prove.course import after, answered, begin_anew
from prove.house import PEOPLE
from prove.seating import numbers, people
from prove.stated import Comment, Offer, Readers, Work

ANSWER = {"confirm", "submit", "refuse", "revive"}
RESTING = ("retire", "revive", "hide", "show")
FAR = (
    "submit", "publish", "authenticate", "open", "start", "close", "confirm", "edit", "return",
    *RESTING,
)  # fmt: skip
STEERING = ("authenticate", "open", "not_yet", "again", "pause", "go_on", "start", "close")
ANSWERS = ("take_up", "accept", "decline", "take_back")
PATH = {Kind.PRACTICE: ("submit", "publish"), Kind.REQUEST: ("submit", "authenticate", "open")}
SETS = [
    *(f"group:{code}" for code in ("african", "weog", "grulac")),
    *(f"members:{code}" for code in ("GHA", "SEN", "DNK", "CRI", "EU")),
    *(f"organisation:{code}" for code in ("AU", "EU")),
    *(f"offices:{name}" for name in ("ghana", "ghana's adviser", "denmark", "union")),
]
"""What can be chosen, an office by the name of who holds it when a run begins."""

practice_readers = st.one_of(
    st.sampled_from([Readers("public"), Readers("network"), Readers("secretariat")]),
    st.sets(st.sampled_from(SETS), min_size=1, max_size=3).map(
        lambda found: Readers("chosen", frozenset(found))
    ),
)
narrower = practice_readers.filter(lambda readers: readers.circle != "public")


class Seeing(Contesting):
    """Practices, comments, requests and offers, by anybody in any order."""

    @initialize(practice=practice_readers, request=practice_readers)
    def be_at_work(self, practice: Readers, request: Readers) -> None:
        """Begin with a practice and a request that are out."""
        able = [one for one in PEOPLE if self.world.member(one) is not None]
        self.start(able[0], practice, Kind.PRACTICE, 3)
        self.start(able[-1], request, Kind.REQUEST, 4)

    @rule(
        who=people,
        readers=practice_readers,
        what=st.sampled_from([Kind.PRACTICE, Kind.REQUEST]),
        far=st.integers(0, 4),
    )
    def begin(self, who: str, readers: Readers, what: Kind, far: int) -> None:
        """Begin a practice or a request, and lead it on."""
        self.start(who, readers, what, far)

    def start(self, who: str, readers: Readers, what: Kind, far: int) -> None:
        """Let ``who`` begin something (a request is never for the public), and lead it on."""
        if what == Kind.REQUEST and readers.circle == "public":
            readers = Readers("network")
        readers = self.seated(readers)
        member, made = self.world.member(who), [""]

        def act(db: Session, viewer: Viewer) -> None:
            if what == Kind.PRACTICE:
                made[0] = acts.begin_practice(db, viewer, readers)
            else:
                made[0] = acts.begin_request(db, self.house.portal, viewer, readers)

        if self.attempt(f"begin {what}", who, act, wanted=member is not None):
            self.things.append(Work(made[0], what, member or "", readers))
            self.lead(self.things[-1], PATH[Kind(what)][:far])
            self.compare(self.things[-1])

    def seated(self, readers: Readers) -> Readers:
        """Return chosen readers with the ids of their offices."""
        pairs = [(kind, name) for kind, _, name in (one.partition(":") for one in readers.named)]
        seats = self.house.seats
        named = {f"{k}:{seats[n].id if k == 'offices' else n}" for k, n in pairs}
        return Readers(readers.circle, frozenset(named))

    @rule(
        who=people,
        number=numbers,
        act=st.sampled_from(
            ["edit", "submit", "publish", "return", "withdraw", "confirm", *RESTING]
        ),
    )
    def on_practice(self, who: str, number: int, act: str) -> None:
        """Do something to a practice."""
        if work := self.pick(number, Kind.PRACTICE):
            self.step(who, act, work)

    @rule(
        who=people,
        number=numbers,
        act=st.sampled_from(["edit", "submit", "return", "withdraw", *STEERING]),
    )
    def on_request(self, who: str, number: int, act: str) -> None:
        """Do something to a request."""
        if work := self.pick(number, Kind.REQUEST):
            self.step(who, act, work)

    @rule(number=numbers, acts_=st.lists(st.sampled_from(FAR), min_size=1, max_size=4))
    def lead_on(self, number: int, acts_: list[str]) -> None:
        """Let those do it who may, so that things get far."""
        if not self.things:
            return
        self.lead(self.things[number % len(self.things)], acts_)

    def lead(self, work: Work, wanted: Sequence[str]) -> None:
        """Let those do it who may, as far as somebody may."""
        for act in (one for one in wanted if one in acts.DO[Kind(work.kind)]):
            who = next((one for one in PEOPLE if self.lets(one, act, work)), None)
            if who is not None:
                self.step(who, act, work)

    @rule(number=numbers, which=numbers, act=st.sampled_from(ANSWERS))
    def go_on_talking(self, number: int, which: int, act: str) -> None:
        """Let somebody offer who may, or a side answer."""
        work = self.pick(number, Kind.REQUEST)
        if work is None:
            return
        helper = next((one for one in PEOPLE if self.world.may_offer(one, work)), None)
        if helper is not None and len(work.offers) < 1 + which % 3:
            self.offer_by(helper, work)
        elif work.offers:
            about = work.offers[which % len(work.offers)]
            side = about.member if act == "take_back" else work.owner
            who = next((one for one in PEOPLE if self.world.member(one) == side), None)
            if who is not None:
                self.answer_by(who, work, about, act)

    def lets(self, who: str, act: str, work: Work) -> bool:
        """Whether the reference lets ``who`` do ``act`` now."""
        if act in STEERING and work.kind == Kind.PRACTICE:
            return False
        if act == "submit" and self.world.staff(who):
            return False
        means = {
            "submit": "edit", "publish": "review", "authenticate": "review", "return": "review",
            "revive": "retire", "show": "hide",
        }  # fmt: skip
        may = self.world.may(who, means.get(act, act), work)
        if act == "withdraw" and work.kind == Kind.REQUEST:
            may = self.world.member(who) == work.owner and not self.world.interim(who)
        can = act in {"edit", "confirm"} or after(act, work) is not None
        if act in {"authenticate", "open"} and can:
            can = self.world.addressed(work)
        may = may and owned.alone(self.world, who, act, work)
        return self.world.reads(who, work) and may and can

    def step(self, who: str, act: str, work: Work) -> None:
        """Do ``act`` as the pages do it."""

        def do(db: Session, viewer: Viewer) -> None:
            kind = Kind(work.kind)
            matter = acts.found(db, viewer, kind, work.id)
            ensure(viewer, acts.NEEDS[kind][act], matter)
            acts.DO[kind][act](db, self.house.portal, viewer, matter)

        if self.attempt(f"{act} {work.kind}", who, do, wanted=self.lets(who, act, work)):
            self.came_of(act, work)
        self.compare(work)

    def came_of(self, act: str, work: Work) -> None:
        """Let a thing be what ``act`` makes of it."""
        work.stage = (
            after(act, work, self.world.day) or work.stage
            if act not in {"edit", "confirm"}
            else work.stage
        )
        work.acts += 1
        if act in {"not_yet", "again"} and work.stage == "draft":
            begin_anew(work)
        work.handed = work.handed or act == "submit"
        work.unconfirmed = work.unconfirmed and act not in ANSWER
        work.wished = None if act in {"withdraw", *RESTING} else work.wished
        work.retired = act == "retire" or (work.retired and act != "revive")
        work.by_office = work.by_office or act == "confirm"
        if act == "withdraw":
            work.asked.clear()

    @rule(who=people, number=numbers, chosen=st.none() | narrower, answers=st.booleans())
    def comment(self, who: str, number: int, chosen: Readers | None, answers: bool) -> None:  # noqa: FBT001 - drawn by name
        """Comment on a practice or answer a comment, for all who read it or for some."""
        work = self.pick(number, Kind.PRACTICE)
        if work is None:
            return
        chosen = self.seated(chosen) if chosen else None
        if number % 2:
            able = (one for one in PEOPLE if self.world.may_comment(one, work))
            who = next(able, who)
        read = self.world.comments(who, work) if answers else set()
        answered = next((one for one in reversed(work.comments) if one.id in read), None)
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.PRACTICE, work.id)
            ensure(viewer, P.COMMENT_WRITE, matter)
            above = answered.id if answered else None
            made[0] = acts.comment(db, viewer, matter, chosen, above)

        wanted = self.world.may_comment(who, work)
        if self.attempt("comment", who, act, wanted=wanted):
            names = self.world.comment_names(who, work, chosen, answered)
            by = self.world.member(who) or "SEC"
            above = answered.id if answered else None
            work.comments.append(Comment(made[0], names, by, above))
        self.compare(work)

    @rule(who=people, number=numbers)
    def offer(self, who: str, number: int) -> None:
        """Offer help for a request."""
        if work := self.pick(number, Kind.REQUEST):
            self.offer_by(who, work)

    def offer_by(self, who: str, work: Work) -> None:
        """Offer help for this request."""
        made, member = [""], self.world.member(who)

        def act(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.REQUEST, work.id)
            ensure(viewer, P.OFFER_MAKE, matter)
            made[0] = acts.offer(db, self.house.portal, viewer, matter)

        wanted = self.world.may_offer(who, work)
        if self.attempt("offer", who, act, wanted=wanted):
            work.offers.append(Offer(made[0], member or "", self.world.seat_id(who) or ""))
        self.compare(work)

    @rule(
        who=people,
        number=numbers,
        which=numbers,
        act=st.sampled_from(ANSWERS),
    )
    def answer(self, who: str, number: int, which: int, act: str) -> None:
        """Answer an offer, or take it back."""
        work = self.pick(number, Kind.REQUEST)
        if work is not None and work.offers:
            self.answer_by(who, work, work.offers[which % len(work.offers)], act)

    def answer_by(self, who: str, work: Work, about: Offer, act: str) -> None:
        """Answer this offer, or take it back."""

        def do(db: Session, viewer: Viewer) -> None:
            matter = acts.found(db, viewer, Kind.REQUEST, work.id)
            by = Acting(viewer, self.house.portal.seal)
            acts.answer(db, by, matter, about.id, act)

        sees = about.id in self.world.offers(who, work)
        side = about.member if act == "take_back" else work.owner
        may = self.world.member(who) == side and self.world.takes(who, act)
        wanted = sees and may and answered(act, work, about)
        self.attempt(act, who, do, wanted=wanted)
        self.compare(work)
