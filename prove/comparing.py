"""The portal and the reference side by side: a few people and things, compared for everybody."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.assistance import queries as requests
from app.core import clock
from app.core.errors import Refusal
from app.discussion.queries import thread
from app.discussion.tree import Said
from app.guests.queries import all_granted
from app.items.models import Kind
from app.items.queries import find, newest
from prove import acts, weakly
from prove.house import PEOPLE, House
from prove.reference import World
from prove.stated import Term, Work

MOST = 500
"""More things of a kind than one run can make: a list that is cut would look like a secret."""


@dataclass
class Counts:
    """What was done and compared, over all runs."""

    acts: int = 0
    done: int = 0
    compared: int = 0
    by_act: dict[str, int] = field(default_factory=dict)

    def note(self, act: str, *, done: bool) -> None:
        """Count an act, and whether it was let through."""
        self.acts += 1
        self.done += done
        self.by_act[act] = self.by_act.get(act, 0) + done

    def rarest(self) -> tuple[str, int]:
        """Return the act that was let through least often, and how often."""
        return min(self.by_act.items(), key=lambda one: one[1])


class Differs(Exception):
    """Portal and reference do not agree."""


def agree(same: bool, who: str, about: str) -> None:  # noqa: FBT001 - what is asserted
    """Go on where portal and reference say the same.

    Raises:
        Differs: where they do not.
    """
    if not same:
        raise Differs(f"{who}: {about}")


_MEANS: Mapping[str, Mapping[str, str]] = {
    "practice": {
        "submit": "edit", "publish": "review", "return": "review",
        "revive": "retire", "show": "hide",
    },
    "request": {"submit": "steer", "authenticate": "review", "return": "review"},
}  # fmt: skip
"""Act → what the reference calls the right to it."""


class Comparing(RuleBasedStateMachine):
    """One run: the portal, the reference, and the things both know."""

    house: House
    counts: Counts

    def __init__(self) -> None:
        super().__init__()
        found = self.house.restart()
        day = self.house.day
        terms = [Term(found[n], n, seat, day) for n, seat in self.house.seats.items()]
        self.world = World(day, terms)
        self.things: list[Work] = []
        self.turn = 0

    def attempt(
        self, name: str, who: str, act: Callable[[Session, Viewer], object], *, wanted: bool
    ) -> bool:
        """Act as ``who``; the portal has to let it through exactly when it is ``wanted``."""
        viewer, _ = self.house.viewer(who)
        try:
            with self.house.acting() as db:
                act(db, viewer)
            done = True
        except Refusal:
            done = False
        self.counts.note(name, done=done)
        agree(done is wanted, who, f"{name}: {done} instead of {wanted}")
        return done

    def pick(self, number: int, kind: str) -> Work | None:
        """Return one of the things of a kind."""
        found = [one for one in self.things if one.kind == kind]
        return found[number % len(found)] if found else None

    # comparing -------------------------------------------------------------------------------

    def compare_all(self) -> None:
        """Compare who everybody is, what everybody lists, and one thing after the other."""
        self.turn += 1
        self.compare(self.things[self.turn % len(self.things)] if self.things else None)

    def compare(self, work: Work | None) -> None:
        """Compare what everybody sees of one thing and may do to it, and all that they list."""
        read = self.house.portal.db.read()
        with clock.moved(timedelta(days=self.house.day)), read as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                office = viewer.office.id if viewer and viewer.office else None
                if viewer is None or office != self.world.seat_id(who):
                    raise Differs(f"{who} acts for {office}")
                self.counts.compared += 1
                self.compare_lists(conn, viewer, who)
                if work is not None:
                    self.compare_one(conn, viewer, who, work)
                    self.compare_weak(conn, replace(viewer, reads_only=True), who, work)

    def compare_lists(self, conn: Connection, viewer: Viewer, who: str) -> None:
        """Compare the lists of both kinds, and what is lent."""
        known = {one.id for one in self.world.guests}
        lent = {one.id for one in all_granted(conn, viewer)} & known
        agree(lent == self.world.lent(who), who, "what is lent")
        for kind in (Kind.PRACTICE, Kind.REQUEST):
            own = [one for one in self.things if one.kind == kind]
            listed = {item for item, _ in newest(conn, viewer, kind, most=MOST)}
            wanted = {one.id for one in own if self.world.reads(who, one)}
            agree(listed & {one.id for one in own} == wanted, who, f"lists of {kind}")

    def compare_one(self, conn: Connection, viewer: Viewer, who: str, work: Work) -> None:
        """Compare one thing, with what stands under it."""
        matter = find(conn, viewer, Kind(work.kind), work.id)
        agree((matter is not None) is self.world.reads(who, work), who, f"reads {work}")
        if work.kind == Kind.PRACTICE:
            said = set(_ids(thread(conn, viewer, work.id).said))
            agree(said == self.world.comments(who, work), who, f"comments on {work}")
        else:
            found = requests.offers(conn, viewer, self.house.portal.seal, work.id)
            offered = {one.id for one in found}
            agree(offered == self.world.offers(who, work), who, f"offers for {work}")
        if matter is None:
            return
        agree(matter.stage == work.stage, who, f"finds {matter.stage}: {work}")
        for act, permission in acts.NEEDS[Kind(work.kind)].items():
            wanted = self.world.may(who, _MEANS[work.kind].get(act, act), work)
            agree(allows(viewer, permission, matter) is wanted, who, f"{act} {work}")

    def compare_weak(self, conn: Connection, weak: Viewer, who: str, work: Work) -> None:
        """Compare one thing for who came in to read only: what is read, and that nothing is done.

        Whom the labels of a request mean finds it here; its pages open to none of them.
        """
        matter = find(conn, weak, Kind(work.kind), work.id)
        opens = work.kind == Kind.PRACTICE or allows(weak, P.ASSISTANCE_READ)
        read = matter is not None and opens
        agree(read is weakly.reads(self.world, who, work), who, f"reads, reading only, {work}")
        if work.kind == Kind.PRACTICE:
            said = set(_ids(thread(conn, weak, work.id).said))
            wanted = weakly.comments(self.world, who, work)
            agree(said == wanted, who, f"comments, reading only, on {work}")
        for permission in acts.NEEDS[Kind(work.kind)].values():
            agree(not allows(weak, permission, matter), who, f"acts, reading only: {permission}")


def _ids(said: Sequence[Said]) -> Iterator[str]:
    for one in said:
        yield one.id
        yield from _ids(one.answers)
