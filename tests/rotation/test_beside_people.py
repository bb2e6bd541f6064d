"""Keys are renewed while people read: the small form of ``make prove PROOF=rotating``."""

import pytest

from prove.rotating import rows
from tests.support import postgres


@pytest.mark.long
def test_new_keys_for_every_state_fail_nobody_who_reads():
    found = list(rows(records=8))

    assert [row for row in found if not row.good] == []
    assert len(found) == (8 if postgres.binaries() else 4)
    assert all("193 states" in row.name for row in found if "new keys" in row.name)
