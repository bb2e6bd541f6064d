"""What happens around a round of scanning: time runs out, a file is lost, somebody was first."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from app.core import clock
from app.files import rescanning
from app.files.folder import Folder
from app.files.serving import store_of
from app.files.store import NotStored
from app.files.sweeping import without_row
from app.notifications.post import Post
from app.rescanning import Ours, scan_again
from tests.files.waiting.conftest import (
    BAD,
    GOOD,
    attachment,
    events,
    files,
    notices,
    places,
)
from tests.support.uploading import sent


@pytest.fixture
def base(browse, draft) -> str:
    """The page of a draft's files, of which two wait: the bad came first."""
    there = f"/practices/{draft}/files"
    browse("ghana").post(there, **sent(BAD, GOOD))
    return there


@pytest.mark.usefixtures("base")
def test_a_lost_file_holds_up_no_other_and_a_round_ends_in_time(
    database, portal, scanner, monkeypatch
):
    lost, _good = files(database)
    store_of(portal.settings).delete(lost.original)
    Path(portal.settings.files_scanner).symlink_to(scanner)
    with monkeypatch.context() as over:
        over.setattr(rescanning, "LONGEST", -1.0)
        scan_again(portal)
    assert [one.original is None for one in files(database)] == [False, False]

    scan_again(portal)
    assert [(one.original, one.tries) for one in files(database)] == [(lost.original, 0), (None, 0)]


@pytest.mark.usefixtures("base")
def test_what_is_not_deleted_at_once_is_swept_and_who_is_gone_is_told_nothing(
    database, portal, back, monkeypatch
):
    bad, good = files(database)
    with database.unit_of_work() as db:
        db.execute(update(attachment).values(person_id=None))

    def fails(_store: Folder, _place: str) -> None:
        raise NotStored("The store is away.")

    monkeypatch.setattr(Folder, "delete", fails)
    back()
    assert ([one.id for one in files(database)], notices(database)) == ([good.id], [])
    old = clock.wall() - timedelta(days=2)
    left = without_row(database, [(place, old) for place in places(portal)])
    assert sorted(left) == sorted([bad.place, bad.original, good.original])


@pytest.mark.usefixtures("base")
def test_whoever_took_a_file_off_while_it_was_scanned_was_first(
    database, portal, scanner, monkeypatch
):
    Path(portal.settings.files_scanner).symlink_to(scanner)
    takes = Ours.takes

    def taken_off(ours, db, one):
        db.execute(delete(attachment).where(attachment.c.id == one.id))
        return takes(ours, db, one)

    monkeypatch.setattr(Ours, "takes", taken_off)
    before = events(database)
    assert rescanning.scan_waiting(portal, Ours(Post.of(portal))) == 0
    assert (events(database), notices(database)) == (before, [])
