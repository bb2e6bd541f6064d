"""A backup that lost or changed anything, anywhere, is refused, and nothing of it is put back."""

import pytest

from app.backup import commands
from app.backup.dumps import CannotBackUp

WAYS = 100
"""So often a byte is turned, and so often the end is cut off: from the first byte to the last."""


@pytest.mark.usefixtures("stocked")
def test_two_hundred_damaged_backups_are_refused_and_the_whole_one_comes_back(
    installed, elsewhere, identity, tmp_path
):
    file, bad = tmp_path / "one.age", tmp_path / "bad.age"
    commands.back_up(installed, file, lambda _line: None)
    whole = file.read_bytes()
    places = sorted({(len(whole) - 1) * n // (WAYS - 1) for n in range(WAYS)})
    turned = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places]

    for damaged in (*turned, *(whole[:at] for at in places)):
        bad.write_bytes(damaged)
        with pytest.raises(CannotBackUp):
            commands.restore(elsewhere, bad, identity, print)

    assert len(places) == WAYS
    commands.restore(elsewhere, file, identity, lambda _line: None)
