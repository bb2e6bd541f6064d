"""The doctor looks at the folder of attachments, and for the file and the key of every row."""

import os
import shutil
from collections.abc import Callable

import pytest
from sqlalchemy import delete

from app.core.config import Settings
from app.core.db import table
from app.doctor import files as doctor
from app.files import actions, readying
from app.files.examining import Patience
from app.files.serving import store_of
from app.practices.rules import Stage
from app.sealing.models import RecordKey
from tests.practices.conftest import written  # noqa: F401 - a fixture


@pytest.fixture
def found(database, settings) -> Callable[..., list[str]]:
    """Return what the doctor says of the files."""

    def look(**others: object) -> list[str]:
        with database.read() as conn:
            given = Settings(**{**settings.model_dump(), **others})
            return [str(one) for one in doctor.findings(given, conn)]

    return look


@pytest.fixture
def kept(written, portal, database, cast) -> str:  # noqa: F811 - the fixture
    """A file of a draft: where it lies."""
    item_id, store = written("ghana", Stage.DRAFT), store_of(portal.settings)
    ready = readying.make_ready(store, "a.txt", b"a", Patience.new())
    with database.unit_of_work() as db:
        room = actions.Room(portal.seal, ["GHA"], 500)
        actions.attach(db, cast["ghana"].viewer, item_id, ready, room)
    return ready.place


def test_nothing_is_wrong_before_something_is_attached(found):
    assert found() == []


@pytest.mark.usefixtures("kept")
def test_nothing_is_wrong_after_something_was_attached(found):
    assert found() == []


def test_a_folder_that_is_named_and_missing_is_told(found, tmp_path):
    told = found(files=str(tmp_path / "not-mounted"))

    assert len(told) == 1
    assert told[0].startswith(f"The folder {tmp_path / 'not-mounted'} for attachments does not")


def test_missing_files_and_a_missing_folder_are_told(found, kept, portal):
    store = store_of(portal.settings)
    store.delete(kept)
    (one,) = found()
    shutil.rmtree(store.folder)
    first, second = found()

    assert one.startswith(f"1 attachments are not in the store: {kept} of ")
    assert first.startswith(f"The folder {store.folder} for attachments does not exist; 1 files")
    assert second.startswith("1 attachments are not in the store")


@pytest.mark.usefixtures("kept")
def test_a_folder_that_cannot_be_written_is_told(found, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    (one,) = found()

    assert one.startswith("Who asks cannot write to ")


@pytest.mark.usefixtures("kept")
def test_files_whose_key_is_gone_are_told(found, database):
    with database.unit_of_work() as db:
        db.execute(delete(table(RecordKey)))
    (one,) = found()

    assert one.startswith("1 attachments have no key")
