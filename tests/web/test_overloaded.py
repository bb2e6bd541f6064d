"""The proof of overload in its small form: nobody is cut off, who is turned away is told when."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from prove.overloading import overloaded

pytestmark = pytest.mark.long
TURNED_AWAY = "turned away not told when, answered otherwise or cut off"


def test_of_ten_times_as_much_as_can_be_done_everybody_gets_an_answer(tmp_path):
    url = f"sqlite:///{tmp_path}/portal.sqlite3"
    with ThreadPoolExecutor(1) as pool:  # a test in Chromium leaves its loop in this thread
        rows = pool.submit(lambda: list(overloaded("SQLite", url, 1.0))).result()

    told = [row for row in rows if row.name.endswith(TURNED_AWAY)]
    assert [row.figure for row in told] == ["(0, 0)", "(0, 0)"]
    assert int(told[1].name.split(" of ")[1].split()[0]) > 0
    grown = [row.good for row in rows if row.name.endswith("memory grown by")]
    assert grown == [True, True]
