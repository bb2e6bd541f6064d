"""Views stored by their first readers: at the same time, too."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from app.practices import shown, views
from app.practices.rules import Stage


@pytest.fixture
def together(monkeypatch):
    """Let two readers have made their views before either stores one (SQLite may not wait)."""
    meeting, make = threading.Barrier(2), views.make

    def made(*given, **more: object):
        found = make(*given, **more)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(1)
        return found

    monkeypatch.setattr(views, "make", made)


@pytest.mark.parametrize("address", ["/practices", "/practices/{}"])
@pytest.mark.usefixtures("together")
def test_two_first_readers_at_once_both_read_and_one_view_is_stored(
    browse, written, database, address
):
    item_id = written("ghana", Stage.PUBLISHED, audience="public")
    readers = [browse("denmark").client, browse("costa_rica").client]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda reader: reader.get(address.format(item_id)), readers))

    assert [answer.status_code for answer in answers] == [200, 200]
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(views.view)).scalar_one() == 1


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((), []),
        (("7",), ["7"]),
        (("10", "1", "9"), ["1", "9", "10"]),
        (("2", "4", "3", "8"), ["2–4", "8"]),
        ([str(n) for n in range(1, 15)], ["1–14"]),
    ],
)
def test_many_numbers_in_a_row_are_written_as_a_run(codes, words):
    assert shown.runs(codes) == words
