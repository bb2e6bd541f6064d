"""Acts at the same moment: one winner, and the other reads that it came too late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from app.assistance import offers
from app.assistance.rules import Act, Stage
from app.core.errors import Conflict
from app.items.models import Kind
from app.items.queries import find
from tests.assistance.sample import Maker, offered
from tests.assistance.test_refused import stage_of


def at_once(*acts: Callable[[], None]) -> list[str]:
    """Run each act in a thread of its own, all at the same moment; return their outcomes."""
    barrier = Barrier(len(acts))

    def run(act) -> str:
        barrier.wait()
        try:
            act()
        except Conflict:
            return "late"
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.fixture
def acting(database, portal, cast):
    """Return a maker of acts: each on what somebody read just now, in its own transaction."""

    def prepare(
        who: str, item: str, offer_id: str = "", act: Act = Act.OFFER
    ) -> Callable[[], None]:
        with database.read() as conn:
            viewer = cast[who].viewer
            asked = find(conn, viewer, Kind.REQUEST, item)
            offer = find(conn, viewer, Kind.OFFER, offer_id) if offer_id else None

        def run() -> None:
            with database.unit_of_work() as db:
                by = Maker(db, portal, cast).by(who)
                if offer is None:
                    offers.make(db, by, asked, offered())
                else:
                    offers.answer(db, by, asked, offer, act)

        return run

    return prepare


def test_two_acceptances_at_once_have_one_winner(making, database, acting):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        ids = [maker.offer(item, who) for who in ("denmark", "timor")]
    acts = [
        acting(who, item, offer_id, Act.ACCEPT)
        for who, offer_id in zip(("ghana", "ghana_alternate"), ids, strict=True)
    ]

    assert at_once(*acts) == ["done", "late"]
    with database.read() as conn:
        rows = conn.execute(text("SELECT stage FROM item WHERE kind = 'offer' ORDER BY stage"))
        assert list(rows.scalars()) == ["accepted", "offered"]
    assert stage_of(database, item) == "agreed"


def test_two_members_that_offer_at_once_both_succeed(asked, acting):
    item = asked(Stage.OPEN)
    acts = [acting(who, item) for who in ("denmark", "timor")]

    assert at_once(*acts) == ["done", "done"]


def test_two_people_of_one_member_that_offer_at_once_make_one_offer(making, database, acting):
    with making() as maker:
        item = maker.request(Stage.OPEN, owner="denmark")
    people = ("ghana", "ghana_alternate")
    acts = [acting(who, item) for who in people]

    assert at_once(*acts) == ["done", "late"]
    with database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM assistance_offer")).scalar_one() == 1


def test_taking_back_and_accepting_at_once_have_one_winner(making, database, acting):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        offer_id = maker.offer(item, "denmark")
    acts = [
        acting("ghana", item, offer_id, Act.ACCEPT),
        acting("denmark", item, offer_id, Act.TAKE_BACK),
    ]

    assert at_once(*acts) == ["done", "late"]
    with database.read() as conn:
        row = conn.execute(text("SELECT stage FROM item WHERE kind = 'offer'")).scalar_one()
    assert (row, stage_of(database, item)) in {("accepted", "agreed"), ("withdrawn", "open")}
