"""Prebuilt statements that change rows do what SQLAlchemy's do, on both databases."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.db import table
from app.core.writing import Putting, Writing, together
from app.items.models import Item, ItemLabel, Kind

item = table(Item)
label = table(ItemLabel)
PUT = Putting(Item)
LABELLED = Writing(insert(label))
RENAMED = Writing(
    update(item)
    .where(item.c.id == bindparam("which"))
    .values(stage=bindparam("to"))
    .returning(item.c.stage, item.c.changed_at)
)
GONE = Writing(delete(label).where(label.c.label.in_(bindparam("labels", expanding=True))))
MOMENT = datetime(2026, 5, 1, 12, 30, 1, 234567, tzinfo=UTC)


def new(stage: str = "a") -> Item:
    return Item(kind=Kind.COMMENT, stage=stage, audience="public", language="en", changed_at=MOMENT)


def labels(of: str, *names: str) -> list[dict[str, object]]:
    return [{"item_id": of, "label": one, "kind": "comment", "sort_key": 2**40} for one in names]


def count(database, rows) -> int:
    with database.read() as conn:
        return conn.execute(select(func.count()).select_from(rows)).scalar_one()


def test_what_is_put_belongs_to_the_session_and_what_changes_later_is_written(database):
    made = new()
    with database.unit_of_work() as db:
        PUT.put(db, made)
        assert made in db
        assert not db.dirty
        assert db.get(Item, made.id) is made
        made.number = "R2P/2026/PRA/001"
    with database.read() as conn:
        row = conn.execute(select(item).where(item.c.id == made.id)).one()
    assert (row.number, row.changed_at, row.version) == ("R2P/2026/PRA/001", MOMENT, 1)


def test_what_the_session_still_holds_is_written_first(database):
    made = new()
    with database.unit_of_work() as db:
        db.add(made)
        LABELLED.run(db, labels(made.id, "one", "two"))
    assert count(database, label) == 2


def test_rows_come_back_as_their_types_give_them(database):
    with database.unit_of_work() as db:
        PUT.put(db, made := new())
        assert tuple(RENAMED.first(db, {"which": made.id, "to": "b"})) == ("b", MOMENT)
        assert RENAMED.first(db, {"which": "nobody", "to": "b"}) is None


def test_none_of_many_is_one_statement_less(database, queries):
    with database.unit_of_work() as db:
        PUT.put(db, made := new())
        with queries(0):
            LABELLED.run(db, [])
        with queries(1):
            LABELLED.run(db, labels(made.id, "one", "two", "three"))
        with queries(2):
            GONE.run(db, [{"labels": ["one", "two"]}, {"labels": []}])
    assert count(database, label) == 1


@pytest.mark.parametrize("at_once", [False, True])
def test_a_refusal_is_that_of_sqlalchemy_and_nothing_stays(database, at_once):
    made = new()

    def twice(db: Session) -> None:
        LABELLED.run(db, labels(made.id, "one"))
        LABELLED.run(db, labels(made.id, "one"))

    def act() -> None:
        with database.unit_of_work() as db:
            PUT.put(db, made)
            with together(db) if at_once else nullcontext():
                twice(db)

    with pytest.raises(IntegrityError) as refused:
        act()
    assert "[parameters" not in str(refused.value)
    assert (count(database, item), count(database, label)) == (0, 0)


def test_within_a_part_that_is_undone_nothing_stays(database):
    with database.unit_of_work() as db:
        PUT.put(db, made := new())
        part = db.begin_nested()
        LABELLED.run(db, labels(made.id, "one"))
        part.rollback()
        LABELLED.run(db, labels(made.id, "two"))
    with database.read() as conn:
        assert conn.execute(select(label.c.label)).scalars().all() == ["two"]


def test_what_is_sent_together_stands_in_order(database):
    with database.unit_of_work() as db:
        with together(db):
            PUT.put(db, made := new())
            LABELLED.run(db, labels(made.id, "one", "two"))
            LABELLED.run(db, labels(made.id, "three"))
            GONE.run(db, [{"labels": ["two"]}])
        found = db.execute(select(label.c.label).order_by(label.c.label)).scalars().all()
    assert found == ["one", "three"]
