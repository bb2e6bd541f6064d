"""What no row names is deleted, unless most of what is there is foreign to the database."""

import os
from datetime import timedelta

import pytest

from app.core import clock
from app.doctor.files import findings
from app.files.serving import store_of
from app.files.sweeping import FEW, WouldSweepMost, sweep


@pytest.fixture
def store(portal):
    return store_of(portal.settings)


def leave(store, count: int, *, days: int = 2) -> list[str]:
    """Store files that nobody attaches, as if so many days ago."""
    places = [store.put(b"%d" % n) for n in range(count)]
    then = (clock.wall() - timedelta(days=days)).timestamp()
    for place in places:
        os.utime(store.folder / place[:2] / place, (then, then))
    return places


def test_few_files_without_a_row_are_deleted_when_they_are_a_day_old(database, store):
    leave(store, FEW)
    (young,) = leave(store, 1, days=0)

    assert sweep(database, store) == FEW
    assert [place for place, _written in store.places()] == [young]


def test_the_folder_of_another_database_is_left_alone_and_the_doctor_says_so(
    database, store, portal
):
    places = leave(store, FEW + 1)

    with pytest.raises(WouldSweepMost):
        sweep(database, store)
    assert sorted(place for place, _written in store.places()) == sorted(places)
    with database.read() as conn:
        (said,) = findings(portal.settings, conn)
    assert said.says == (
        f"{FEW + 1} of {FEW + 1} files in {store.folder} are unknown to this database: it may be"
        " the store of another one, so nothing in it is deleted."
    )
