"""Open seats: offered, published, closed and withdrawn, applied for and answered, by anybody."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import NotFound
from app.seats import actions, applying, queries
from app.seats.applications import Answer
from app.seats.forms import Words
from app.seats.holding import Acting
from app.seats.queries import Seat
from app.seats.showing_applications import applications
from prove import acts, placed
from prove.comparing import agree
from prove.house import PEOPLE
from prove.placed import Application, Place
from prove.planning import Planning
from prove.seating import numbers, people
from prove.stated import Readers
from prove.working import narrower
from tests.seats.sample import seat

NEEDS: Mapping[str, P] = {
    "publish": P.SEAT_STEER,
    "close": P.SEAT_STEER,
    "withdraw": P.SEAT_STEER,
    "apply": P.SEAT_APPLY,
    "answer": P.SEAT_ANSWER,
}
STEERED = ("publish", "publish", "close", "withdraw")


class Placing(Planning):
    """Seats of members, beside all the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []

    @rule(who=people, readers=narrower, out=st.booleans())
    def offer_seat(self, who: str, readers: Readers, *, out: bool) -> None:
        """Offer a seat, and publish it at once or later."""
        readers, made = self.seated(readers), [""]
        if self.world.of_secretariat(who):
            return  # what the Secretariat offers is its own: tests/seats looks at that

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.SEAT_WRITE)
            made[0] = actions.offer(db, viewer, seat(audience=str(acts.audience(readers))))

        if self.attempt("offer a seat", who, act, wanted=placed.offers(self.world, who)):
            self.places.append(Place(made[0], self.world.member(who) or "", readers))
            if out:
                self.steer_seat(who, "publish", self.places[-1])
        self.compare_places()

    @rule(who=people, number=numbers, which=numbers, act=st.sampled_from(STEERED))
    def on_seat(self, who: str, number: int, which: int, act: str) -> None:
        """Publish a seat, close it or withdraw it."""
        if self.places:
            place = self.places[which % len(self.places)]
            self.steer_seat(self.able_on(who, number, act, place), act, place)
        self.compare_places()

    def able_on(self, who: str, number: int, act: str, place: Place) -> str:
        """Return somebody who may, every second time."""
        able = (one for one in PEOPLE if placed.may(self.world, one, act, place))
        return next(able, who) if number % 2 else who

    def steer_seat(self, who: str, act: str, place: Place) -> None:
        """Let somebody do ``act`` to a seat."""

        def do(db: Session, viewer: Viewer) -> None:
            found, by = _found(db, viewer, place, act), self.acting(viewer)
            if act == "withdraw":
                actions.withdraw(db, by, found, "Why.", version=place.version)
            else:
                steps = {"publish": actions.publish, "close": actions.close}
                steps[act](db, by, found, version=place.version)

        wanted = placed.may(self.world, who, act, place)
        wanted = wanted and placed.fits(self.world, who, act, place)
        if self.attempt(f"{act} a seat", who, do, wanted=wanted):
            placed.follow(act, place)

    def acting(self, viewer: Viewer) -> Acting:
        """Return who acts, without letters."""
        return Acting(viewer, self.house.portal.seal)

    @rule(who=people, number=numbers, which=numbers, lists=st.booleans())
    def apply_for(self, who: str, number: int, which: int, *, lists: bool) -> None:
        """Apply for a seat; its office may put that on the list."""
        if not self.places:
            return
        place, made = self.places[which % len(self.places)], [""]
        who = self.able_on(who, number, "apply", place)

        def act(db: Session, viewer: Viewer) -> None:
            found = _found(db, viewer, place, "apply")
            words = Words(who="Somebody", why="To learn.", needs="")
            made[0] = applying.apply(db, self.acting(viewer), found, words, "en")

        wanted = placed.may(self.world, who, "apply", place)
        wanted = wanted and placed.fits(self.world, who, "apply", place)
        if self.attempt("apply for a seat", who, act, wanted=wanted):
            place.applied.append(Application(made[0], self.world.member(who) or ""))
            if lists:
                self.put_on_list(self.able_on(who, 1, "answer", place), place)
        self.compare_places()

    def put_on_list(self, who: str, place: Place) -> None:
        """Let somebody put the newest application on the list."""
        one = place.applied[-1]

        def act(db: Session, viewer: Viewer) -> None:
            found = _found(db, viewer, place, "answer")
            by, version = self.acting(viewer), one.version
            applying.answer(db, by, found, one.id, Answer.LIST, word="", version=version)

        wanted = placed.may(self.world, who, "answer", place)
        if self.attempt("answer who applied", who, act, wanted=wanted):
            one.state = "listed"

    def compare_all(self) -> None:
        """Compare the seats as well."""
        super().compare_all()
        self.compare_places()

    def compare_places(self) -> None:
        """Compare what everybody sees of seats and applications, and may do to them."""
        shift = timedelta(days=self.house.day)
        with clock.moved(shift), self.house.portal.db.read() as conn, self.world.unchanged():
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is None or not self.places:
                    continue
                self.counts.compared += 1
                for one in self.places[-3:]:
                    found = queries.one(conn, viewer, one.id)
                    agree((found is not None) is placed.sees(self.world, who, one), who, str(one))
                    if found is None:
                        continue
                    seal = self.house.portal.seal
                    read = {each.id for each in applications(conn, viewer, seal, found)}
                    agree(read == placed.reads(self.world, who, one), who, f"who applied: {one}")
                    for act, permission in NEEDS.items():
                        wanted = placed.may(self.world, who, act, one)
                        allowed = allows(viewer, permission, found.matter)
                        agree(allowed is wanted, who, f"{act} {one}")


def _found(db: Session, viewer: Viewer, place: Place, act: str) -> Seat:
    found = queries.one(db.connection(), viewer, place.id)
    if found is None:
        raise NotFound
    ensure(viewer, NEEDS[act], found.matter)
    return found
