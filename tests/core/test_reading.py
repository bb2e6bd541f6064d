"""Prebuilt SELECTs give what SQLAlchemy gives, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, func, select, text

from app.core import clock, prepared
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Item, ItemLabel, Kind

item = table(Item)
label = table(ItemLabel)


@pytest.fixture
def items(database):
    """Return the ids of three practices and a comment, by name."""
    with database.unit_of_work() as db:
        made = {
            name: Item(
                kind=Kind.COMMENT if name == "d" else Kind.PRACTICE,
                stage=name,
                audience="public",
                language="en",
                changed_at=datetime(2026, 5, number, 12, 30, tzinfo=UTC),
            )
            for number, name in enumerate("abcd", 1)
        }
        db.add_all(made.values())
        db.flush()
        return {name: one.id for name, one in made.items()}


def _both(database, statement, values) -> tuple[list[object], list[object]]:
    """Return what a reading gives and what SQLAlchemy gives."""
    with database.read() as conn:
        return Reading(statement).all(conn, values), list(conn.execute(statement, values))


@pytest.mark.parametrize("stages", [["a"], ["c", "a", "x"], []])
def test_values_come_as_their_types_give_them_and_lists_have_any_length(database, items, stages):
    wanted = (
        select(item)
        .where(
            item.c.stage.in_(bindparam("stages", expanding=True)),
            item.c.kind == Kind.PRACTICE,
            item.c.changed_at < bindparam("before"),
        )
        .order_by(item.c.stage)
    )
    read, executed = _both(database, wanted, {"stages": stages, "before": clock.now()})

    assert read == executed
    assert [row.id for row in read] == [items[stage] for stage in "ac" if stage in stages]
    assert all(row.changed_at == one.changed_at for row, one in zip(read, executed, strict=True))


def test_a_constant_is_known_and_a_further_value_does_no_harm(database, items):
    wanted = select(func.count().label("number")).where(item.c.kind == Kind.PRACTICE)
    read, executed = _both(database, wanted, {"kind_1": Kind.COMMENT})
    with database.read() as conn:
        first = Reading(wanted).first(conn, {"unknown": 1})

    assert (first.number, len(items)) == (3, 4)
    assert (read, executed) == ([(1,)], [(1,)]), "its name is its place, as with SQLAlchemy"


def test_a_value_that_is_missing_is_a_mistake(database):
    reading = Reading(select(item.c.id).where(item.c.id == bindparam("id")))
    with database.read() as conn, pytest.raises(KeyError, match="id"):
        reading.all(conn, {})


def test_written_sql_has_names_and_no_types(database, items):
    reading = Reading(text("SELECT stage AS is_in FROM item WHERE id = :id"))
    with database.read() as conn:
        assert [row.is_in for row in reading.all(conn, {"id": items["b"]})] == ["b"]
        assert reading.first(conn, {"id": "nothing"}) is None


def test_it_reads_what_its_own_unit_of_work_has_written(database, items):
    reading = Reading(select(label.c.label).where(label.c.item_id == bindparam("id")))
    with database.unit_of_work() as db:
        row = ItemLabel(label="public", kind=Kind.PRACTICE, sort_key=1, item_id=items["a"])
        db.add(row)
        db.flush()
        with database.read() as other:
            assert reading.all(other, {"id": items["a"]}) == []
        assert reading.all(db.connection(), {"id": items["a"]}) == [("public",)]


def test_it_is_counted_like_any_statement(database, queries):
    reading = Reading(select(item.c.id))
    with database.read() as conn, queries(2):
        reading.all(conn, {})
        conn.execute(select(item.c.id))


def test_lists_of_very_many_lengths_are_told_apart(database, items, monkeypatch):
    monkeypatch.setattr(prepared, "MOST_SHAPES", 3)
    wanted = Reading(
        select(item.c.stage)
        .where(item.c.stage.in_(bindparam("stages", expanding=True)), item.c.kind.in_(["practice"]))
        .order_by(item.c.stage)
    )
    with database.read() as conn:
        for number in (*range(8), 2, 0, 5):
            stages = {f"x{n}" for n in range(number)} | {"a"}
            assert [row.stage for row in wanted.all(conn, {"stages": stages})] == ["a"]
        assert wanted.all(conn, {"stages": ()}) == []
        assert [tuple(row) for row in wanted.each(conn, {"stages": list("cab")})] == [
            ("a",), ("b",), ("c",),
        ]  # fmt: skip
    assert set(items) == set("abcd")
