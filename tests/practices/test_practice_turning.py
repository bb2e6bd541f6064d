"""One order of the shelf made from another is what it would be if it had been read."""

import random
from dataclasses import dataclass, field
from datetime import date
from threading import RLock, Thread

import pytest
from sqlalchemy import event

from app.items import actions as items
from app.items.models import Item
from app.practices import journal, shelf
from app.practices.bits import Plane
from app.practices.turning import turned

DAY = date(2026, 11, 30)
COLOURS = ["red", "blue", "green"]


@dataclass
class Order:
    """An order in memory."""

    plane: Plane
    number: int | None = 7
    day: date = DAY
    lock: RLock = field(default_factory=RLock)


def things(seed: int, count: int) -> dict[str, set[str]]:
    dice = random.Random(seed)  # noqa: S311 - made-up data
    return {f"id{n:03d}": set(dice.sample(COLOURS, dice.randint(0, 3))) for n in range(count)}


def plane_of(words: dict[str, set[str]], key) -> Plane:
    keys = [(key(i), i) for i in words]
    fits = [(i, "colour", word) for i, found in words.items() for word in found]
    return Plane(keys, fits, counted=("colour",))


def backwards(i: str) -> str:
    return f"{999 - int(i[2:]) % 10}"


def listed(plane: Plane) -> dict[str, list[str]]:
    return {
        word: [key[1] for key in plane.after(plane.any_of("colour", (word,)), None, 999).keys]
        for word in COLOURS
    }


def same(one: Plane, other: Plane) -> None:
    assert listed(one) == listed(other)
    everything = one.any_of("colour", COLOURS)
    assert one.counts(everything, "colour") == other.counts(everything, "colour")
    assert all(
        one.words(f"id{n:03d}", "colour") == other.words(f"id{n:03d}", "colour") for n in range(99)
    )


@pytest.mark.parametrize("count", [0, 1, 8, 9, 97])
def test_an_order_made_from_another_is_as_if_read_and_each_goes_its_own_way(count):
    words = things(count, count)
    first, read = plane_of(words, str), plane_of(words, backwards)

    found = turned([Order(first)], 7, DAY, lambda: [(backwards(i), i) for i in words])

    same(found, read)
    for plane in (found, read):
        plane.put(("5", "id500"), {"colour": {"red"}})
        plane.put((backwards("id003"), "id003"), {"colour": {"blue", "green"}})
        plane.drop("id001")
    same(found, read)
    same(first, plane_of(words, str))


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ({"number": 6}, ["id000", "id001"]),
        ({"number": None}, ["id000", "id001"]),
        ({"day": date(2026, 11, 29)}, ["id000", "id001"]),
        ({}, ["id000"]),
        ({}, ["id000", "id001", "id002"]),
        ({}, ["id000", "id002"]),
    ],
)
def test_nothing_is_made_from_what_is_behind_or_holds_other_things(order, ids):
    known = Order(plane_of(things(1, 2), str), **order)
    assert turned([known], 7, DAY, lambda: [(i, i) for i in ids]) is None


def test_what_is_being_changed_is_not_waited_for():
    known, held = Order(plane_of(things(1, 2), str)), []
    with known.lock:
        other = Thread(target=lambda: held.append(turned([known], 7, DAY, list)))
        other.start()
        other.join(5)
    assert held == [None]


ORDERS = ["", "?sort=confirmed", "?sort=title", "?sort=state"]


def read_by(client) -> list[str]:
    return [client.get(f"/practices{order}").soup.find("main").get_text() for order in ORDERS]


def test_every_order_is_the_same_made_from_another_or_read_by_itself(
    written, browse, database, monkeypatch
):
    for number, audience in enumerate(["public", "network", "group:african", "members:DNK"]):
        written("ghana", audience=audience, title=f"T{9 - number}", theme=("treaties",))
    readers = [browse(who) for who in ("nobody", "denmark", "costa_rica", "editor")]
    sent: list[str] = []
    for reader in readers:
        read_by(reader)  # so that every card is stored
    shelf._racks.clear()  # noqa: SLF001 - as after a start
    event.listen(database.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    made = [read_by(reader) for reader in readers]
    assert sum("practice_facet.value" in one for one in sent) == 1 + 1  # once, and the states
    monkeypatch.setattr(shelf, "turned", lambda *_: None)
    shelf._racks.clear()  # noqa: SLF001 - as after a start
    sent.clear()
    assert [read_by(reader) for reader in readers] == made
    assert sum("practice_facet.value" in one for one in sent) == len(ORDERS) + 1


def test_what_is_hidden_or_comes_is_so_in_every_order_made_from_another(written, browse, database):
    gone = written("ghana", audience="network", title="Going soon")
    written("ghana", audience="network", title="Here")
    client = browse("denmark")
    assert all("Going soon" in page for page in read_by(client))

    with database.unit_of_work() as db:
        items.relabel(db, db.get_one(Item, gone), ["secretariat"])
        journal.note(db, gone)
    written("ghana", audience="network", title="Come later")

    for page in read_by(client):
        assert "Going soon" not in page
        assert "Come later" in page
