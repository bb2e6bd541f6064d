"""An invitation that many redeem at the same moment, at two servers, gives the office to one."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from prove.redeeming import rows
from tests.support import postgres


@pytest.mark.long
def test_of_forty_who_redeem_one_invitation_at_once_one_is_let_in():
    """The small form of ``make prove PROOF=redeeming``, on each engine there is."""
    with ThreadPoolExecutor(1) as aside:  # a browser of another test may have a loop running here
        found = aside.submit(lambda: list(rows(many=40))).result()

    assert [row for row in found if not row.good] == []
    assert len(found) == (8 if postgres.binaries() else 4)
