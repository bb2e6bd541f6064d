"""A server that is killed in the middle of eight writers loses nothing that it acknowledged."""

import pytest

from prove.killing import rows
from tests.support import postgres


@pytest.mark.long
def test_every_acknowledged_comment_is_there_once_after_three_kills():
    """The small form of ``make prove PROOF=killing``, on each engine there is."""
    found = list(rows(kills=3))

    assert [row for row in found if not row.good] == []
    assert len(found) == (13 if postgres.binaries() else 7)
