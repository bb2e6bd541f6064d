"""Changing items: one winner of each race, numbers without gaps, revisions in order."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.access.viewer import ANYONE
from app.core import clock
from app.core.db import Database, table
from app.core.errors import Conflict
from app.items.actions import create, move, next_number, relabel, revise, sort_key
from app.items.models import Item, ItemLabel, Kind, Registry

item_label = table(ItemLabel)


def draft(database: Database) -> Item:
    with database.unit_of_work() as db:
        return create(
            db, ANYONE, Kind.PRACTICE, stage="draft", audience="public", language="en",
            owners=["GHA"], labels=["member:GHA"],
        )  # fmt: skip


def at_once(number: int, act: Callable[[int], object]) -> list[object]:
    """Run ``act`` in so many threads that start together; return results and exceptions."""
    start = threading.Barrier(number)

    def run(n: int) -> object:
        start.wait()
        try:
            return act(n)
        except Conflict as lost:
            return lost

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_of_eight_that_move_an_item_one_wins(database):
    made = draft(database)

    def act(n: int) -> str:
        with database.unit_of_work() as db:
            return move(db, made.id, seen="draft", to=f"winner{n}").stage

    results = at_once(8, act)

    winners = [r for r in results if isinstance(r, str)]
    assert len(winners) == 1
    assert [type(r) for r in results if not isinstance(r, str)] == [Conflict] * 7
    with database.unit_of_work() as db:
        kept = db.get_one(Item, made.id)
    assert (kept.stage, kept.version) == (winners[0], 2)


def test_moving_needs_the_stage_and_the_version_that_were_seen(database):
    made = draft(database)
    with database.unit_of_work() as db:
        moved = move(db, made.id, seen="draft", to="submitted", version=1)
    assert (moved.stage, moved.version) == ("submitted", 2)
    assert moved.changed_at >= made.changed_at

    for seen, version in (("draft", None), ("submitted", 1), ("submitted", 3)):
        with pytest.raises(Conflict), database.unit_of_work() as db:
            move(db, made.id, seen=seen, to="open", version=version)
    with pytest.raises(Conflict), database.unit_of_work() as db:
        move(db, "no-such-item", seen="draft", to="open")


def test_what_moves_is_what_the_session_holds(database):
    made = draft(database)
    with database.unit_of_work() as db:
        held = db.get_one(Item, made.id)
        moved = move(db, made.id, seen="draft", to="submitted")
        assert moved is held
        assert held.stage == "submitted"


def test_fifty_numbers_from_eight_threads_are_distinct_and_without_gaps(database):
    given: list[str] = []

    def act(n: int) -> None:
        for _ in range(7 if n < 2 else 6):
            with database.unit_of_work() as db:
                number = next_number(db, "REQ")
            given.append(number)

    at_once(8, act)

    year = clock.today().year
    assert sorted(given) == [f"R2P/{year}/REQ/{n:03d}" for n in range(1, 51)]


def test_a_number_of_a_refused_act_is_given_again(database):
    def act() -> None:
        with database.unit_of_work() as db:
            next_number(db, "PRA")
            raise Conflict

    with pytest.raises(Conflict):
        act()
    with database.unit_of_work() as db:
        assert next_number(db, "PRA").endswith("/PRA/001")


def test_every_series_and_every_year_begins_at_one(database):
    with database.unit_of_work() as db:
        first = [next_number(db, "PRA"), next_number(db, "REQ"), next_number(db, "PRA")]
    with clock.moved(timedelta(days=366)), database.unit_of_work() as db:
        later = next_number(db, "PRA")
    year = clock.today().year

    assert [n.partition(f"R2P/{year}/")[2] for n in first] == ["PRA/001", "REQ/001", "PRA/002"]
    assert later == f"R2P/{year + 1}/PRA/001"


def test_the_thousandth_number_is_longer(database):
    with database.unit_of_work() as db:
        db.add(Registry(year=clock.today().year, series="PRA", last=999))
        db.flush()
        assert next_number(db, "PRA").endswith("/PRA/1000")


def test_labels_are_replaced_whole_and_sorted_by_the_moment_given(database):
    made = draft(database)
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    with database.unit_of_work() as db:
        item = db.get_one(Item, made.id)
        relabel(db, item, ["public", "secretariat", "public"], moment=moment)
    with database.read() as conn:
        rows = conn.execute(select(item_label.c.label, item_label.c.sort_key, item_label.c.kind))
        found = sorted(tuple(row) for row in rows)
    assert found == [
        ("public", sort_key(moment), "practice"),
        ("secretariat", sort_key(moment), "practice"),
    ]

    with database.unit_of_work() as db:
        relabel(db, db.get_one(Item, made.id), [])
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(item_label)).scalar() == 0


def test_the_moment_is_the_last_change_where_none_is_given(database):
    made = draft(database)
    with database.read() as conn:
        assert conn.execute(select(item_label.c.sort_key)).scalar() == sort_key(made.changed_at)


def test_the_order_within_a_label_is_in_microseconds_of_utc():
    assert sort_key(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC)) == 1_000_005


def test_revisions_are_numbered_in_order_and_say_by_whom(database, cast):
    made, ghana = draft(database), cast["ghana"].viewer
    with database.unit_of_work() as db:
        item = db.get_one(Item, made.id)
        found = [
            revise(db, ghana, item, body="first"), revise(db, ANYONE, item, body="second"),
            revise(db, ghana, item),
        ]  # fmt: skip

    assert [r.number for r in found] == [1, 2, 3]
    assert [r.body for r in found] == ["first", "second", None]
    assert [r.person_id for r in found] == [ghana.person_id, None, ghana.person_id]
    assert [r.office_id for r in found] == [ghana.office.id, None, ghana.office.id]
