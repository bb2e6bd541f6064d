"""Hidden and missing are told apart by nothing: the small form of ``make prove PROOF=hiding``."""

import pytest

from prove.hiding import rows, told_apart
from tests.support import postgres


@pytest.mark.parametrize(
    ("ones", "others", "share"),
    [
        ((1.0, 2.0), (1.0, 2.0), 0.5),
        ((1.0, 2.0), (3.0, 4.0), 1.0),
        ((3.0, 4.0), (1.0, 2.0), 1.0),
        ((1.0, 4.0), (2.0, 3.0), 0.5),
        ((2.0, 4.0), (1.0, 3.0), 0.75),
    ],
)
def test_what_is_told_apart_by_time(ones, others, share):
    assert told_apart(ones, others) == share


@pytest.mark.long
def test_a_real_server_answers_the_hidden_and_the_missing_alike():
    found = [row for row in rows(pairs=10) if "statuses" in row.name]

    assert [row for row in found if not row.good] == []
    assert len(found) == (8 if postgres.binaries() else 4)
