"""What is sealed opens in its own place alone: the small form of ``make prove PROOF=swapping``."""

import pytest

from prove.swapping import rows
from tests.support import postgres


@pytest.mark.long
def test_nothing_sealed_opens_in_the_place_of_another():
    found = list(rows(swaps=500, sealings=20_000))

    assert [row for row in found if not row.good] == []
    assert len(found) == (9 if postgres.binaries() else 5)
    assert all(int(row.goal) > 30 for row in found if "open in their own" in row.name)
