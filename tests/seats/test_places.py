"""Places: never oversold, whatever is done in whatever order, and by whom at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.db import table
from app.core.errors import Conflict
from app.notifications.models import Waiting
from app.seats import actions, applying
from app.seats.applications import Answer, Applied
from app.seats.models import OpenSeat, SeatApplication
from app.seats.rules import What
from tests.seats.sample import Office, seat

open_seat, application, waiting = table(OpenSeat), table(SeatApplication), table(Waiting)
WHO = ("ghana", "timor", "costa_rica")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["apply", "accept", "list", "decline", "take-back", "more", "fewer"]),
        st.integers(0, 5),
    ),
    max_size=25,
)


def rows(db, made: str) -> list:
    wanted = select(application).where(application.c.seat_id == made)
    return db.execute(wanted.order_by(application.c.made_at, application.c.id)).all()


def act(db, portal, cast, made: str, todo: tuple[str, int]) -> None:
    (what, which), seal = todo, portal.seal
    denmark = Office(db, seal, cast["denmark"].viewer)
    there = rows(db, made)
    if what == "apply":
        Office(db, seal, cast[WHO[which % 3]].viewer).apply(made)
    elif what in {"more", "fewer"}:
        found = denmark.read(made)
        said = seat(places=max(1, found.places + (1 if what == "more" else -1)))
        actions.change(db, denmark.by, found, said, version=found.matter.version)
    elif there:
        one = there[which % len(there)]
        if what == "take-back":
            who = next(name for name in WHO if cast[name].viewer.member == one.member)
            office = Office(db, seal, cast[who].viewer)
            applying.take_back(db, office.by, office.read(made), one.id, version=one.version)
        else:
            denmark.answer(made, one.id, Answer(what), version=one.version)


def check(db, made: str) -> None:
    """Hold what is always true of a seat and its waiting list."""
    row = db.execute(select(open_seat).where(open_seat.c.item_id == made)).one()
    there = rows(db, made)
    states = [one.state for one in there]
    assert row.taken == states.count(Applied.ACCEPTED) <= row.places
    numbers = [one.number for one in there if one.state == Applied.LISTED]
    assert len(set(numbers)) == len(numbers)
    assert all(numbers)
    waits = set(db.execute(select(waiting.c.what).where(waiting.c.item_id == made)).scalars())
    wanted = {What.APPLIED} if Applied.SENT in states else set()
    if Applied.LISTED in states and row.taken < row.places:
        wanted.add(What.NEXT)
    assert waits == wanted


def test_no_order_of_acts_oversells_or_loses_the_waiting_list(portal, cast):
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(ACTS)
    def any_order(todo) -> None:
        with portal.db.unit_of_work() as db:
            made = Office(db, portal.seal, cast["denmark"].viewer).offer(places=1)
        for one in todo:
            try:
                with portal.db.unit_of_work() as db:
                    act(db, portal, cast, made, one)
            except Conflict:
                pass
            with portal.db.unit_of_work() as db:
                check(db, made)
        with portal.db.unit_of_work() as db:
            denmark = Office(db, portal.seal, cast["denmark"].viewer)
            found = denmark.read(made)
            version = found.matter.version
            actions.withdraw(db, denmark.by, found, "Done.", version=version)

    any_order()


def test_of_two_acceptances_at_once_for_the_last_place_one_wins(portal, cast):
    with portal.db.unit_of_work() as db:
        made = Office(db, portal.seal, cast["denmark"].viewer).offer(places=1)
        keys = [Office(db, portal.seal, cast[who].viewer).apply(made) for who in WHO]
    barrier = Barrier(len(keys))

    def accept(key: str) -> str:
        barrier.wait()
        try:
            with portal.db.unit_of_work() as db:
                denmark = Office(db, portal.seal, cast["denmark"].viewer)
                denmark.answer(made, key, Answer.ACCEPT, version=1)
        except Conflict:
            return "late"
        return "done"

    with ThreadPoolExecutor(len(keys)) as pool:
        outcomes = sorted(pool.map(accept, keys))
    assert outcomes == ["done", "late", "late"]
    with portal.db.unit_of_work() as db:
        check(db, made)
