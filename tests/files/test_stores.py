"""A folder and a bucket keep files alike; a service on a bad day costs sentences and no file."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from app.core.config import ROOT, Settings
from app.doctor.files import findings
from app.files import bucket, sweeping, where
from app.files.serving import store_of
from app.files.store import NotStored
from app.files.sweeping import FEW, WouldSweepMost, sweep
from app.production import problems
from tests.support import s3
from tests.support.commands import GOOD

CONTENT = bytes(range(256)) * 1024 * 30
"""More than what would be sent in parts."""


@pytest.fixture(params=["folder", "bucket"])
def kept_in(request, tmp_path) -> Settings:
    """Settings of each kind of store."""
    others = request.getfixturevalue("in_bucket") if request.param == "bucket" else {}
    return Settings(var_dir=tmp_path, **others)


def behind(front, in_bucket: dict[str, object]) -> Settings:
    return Settings(**{**in_bucket, "files_endpoint": front.address})


def test_a_store_gives_and_takes_its_own_places_alone(kept_in):
    store = store_of(kept_in)
    assert list(store.places()) == []
    store.ensure_answers()
    place, large = store.put(b"words"), store.put(CONTENT)
    store.put_at(place, b"other words")
    assert (store.get(place), store.get(large)) == (b"other words", CONTENT)
    assert sorted(one for one, _ in store.places()) == sorted([place, large])
    store.delete(place)
    store.delete(place)
    for wrong in (place, "../passwd", "x" * 32, f"{large}/", large.upper()):
        with pytest.raises(NotStored):
            store.get(wrong)
    assert [one for one, _ in store.places()] == [large]
    assert not store.in_trouble


def test_a_folder_that_is_a_file_keeps_nothing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    nowhere = store_of(Settings(files=str(tmp_path / "file")))
    for act in (lambda: nowhere.put(b"words"), lambda: nowhere.delete("0" * 32)):
        with pytest.raises(NotStored):
            act()


def test_a_bucket_holds_one_prefix_for_one_installation(in_bucket):
    mine = store_of(Settings(**in_bucket))
    theirs = store_of(Settings(**{**in_bucket, "files": f"{in_bucket['files']}2"}))
    place = mine.put(b"words")

    assert list(theirs.places()) == []
    with pytest.raises(NotStored):
        theirs.get(place)


@pytest.mark.parametrize("manner", ["broken", "hanging"])
def test_a_service_that_fails_is_left_alone_for_a_moment_and_asked_again(
    front, in_bucket, manner, monkeypatch, caplog
):
    monkeypatch.setattr(where, "ANSWER", "500ms")
    monkeypatch.setattr(bucket, "LEFT_ALONE", 1.0)
    caplog.set_level(logging.DEBUG)
    store = store_of(behind(front, in_bucket))
    place, began, front.manner = store.put(b"words"), time.monotonic(), manner
    with pytest.raises(NotStored) as first:
        store.get(place)
    asked = front.asked
    with pytest.raises(NotStored, match="a moment ago"):
        store.put(b"more")

    assert front.asked == asked <= 1 + 1 + where.AGAIN
    assert time.monotonic() - began < 6
    assert store.in_trouble
    assert s3.KEY not in f"{first.value}{first.value.__cause__}{store.where}{caplog.text}"
    front.manner = ""
    time.sleep(1.1)
    assert (store.get(place), store.in_trouble) == (b"words", False)


def test_who_waits_for_the_moment_to_end_does_not_all_ask_at_once(front, in_bucket, monkeypatch):
    monkeypatch.setattr(bucket, "LEFT_ALONE", 0.2)
    store = store_of(behind(front, in_bucket))
    front.manner = "broken"
    with pytest.raises(NotStored):
        store.ensure_answers()
    time.sleep(0.3)
    monkeypatch.setattr(bucket, "LEFT_ALONE", 60.0)
    with store.left_alone.over("first"):
        monkeypatch.setattr(bucket.time, "monotonic", lambda: 1e12)  # however long the first takes
        with pytest.raises(NotStored, match="a moment ago"), store.left_alone.over("second"):
            pass
    with store.left_alone.over("third"):
        pass


def test_a_bucket_that_hangs_holds_two_and_no_thread_more(in_bucket, front, monkeypatch):
    monkeypatch.setattr(bucket, "PATIENCE", 0.05)
    store = store_of(behind(front, in_bucket))
    turns = store._turn("a"), store._turn("b")  # noqa: SLF001 - as two requests that hang
    with turns[0], turns[1], pytest.raises(NotStored, match="others are waiting"):
        store.ensure_answers()
    store.ensure_answers()


def test_a_portal_killed_while_it_writes_leaves_nothing_half(front, in_bucket, tmp_path):
    front.manner = "halting"
    (tmp_path / "key").write_text(s3.KEY)
    writes = (
        "from app.core.config import Settings; from app.files.serving import store_of;"
        f"store_of(Settings.from_environment()).put_at('{'0' * 32}', b'x' * 9_000_000)"
    )
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", writes], cwd=ROOT,
        env={
            "PATH": os.environ["PATH"], "PORTAL_FILES": str(in_bucket["files"]),
            "PORTAL_FILES_ENDPOINT": front.address, "PORTAL_FILES_KEY_ID": s3.KEY_ID,
            "PORTAL_FILES_KEY_FILE": str(tmp_path / "key"),
        },
    )  # fmt: skip
    assert front.halted.wait(30)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert list(store_of(Settings(**in_bucket)).places()) == []


@pytest.fixture
def doctor(database):
    def said(settings: Settings) -> list[str]:
        with database.read() as conn:
            return [one.says for one in findings(settings, conn)]

    return said


def test_the_doctor_tries_the_bucket(doctor, in_bucket):
    settings = Settings(**in_bucket)
    name = store_of(settings).name
    assert doctor(settings) == []
    s3.allow(in_bucket, "Allow", "s3:GetObject")
    assert doctor(settings) == [f"Anybody can read what lies in {name}."]
    s3.allow(in_bucket, "Deny", "s3:DeleteObject")
    (said,) = doctor(settings)
    assert said.endswith(" cannot be written, read and cleared: GenericError.")
    s3.allow(in_bucket, "Deny", "s3:PutObject")
    (said,) = doctor(settings)
    assert said.endswith(" cannot be written, read and cleared: PermissionDeniedError.")
    s3.allow(in_bucket, "Deny", "s3:Other")
    s3.keep_versions(in_bucket)
    (said,) = doctor(settings)
    assert said.startswith(f"{name} keeps versions of what is deleted")
    elsewhere = Settings(**{**in_bucket, "files": "s3://no-such-bucket/x"})
    assert [one.rpartition(": ")[0] for one in doctor(elsewhere)] == [
        (
            "The store of attachments does not do its work. s3://no-such-bucket/x cannot be"
            " written, read and cleared"
        ),
        "Attachments cannot be examined: s3://no-such-bucket/x cannot be read",
    ]


def test_what_belongs_to_another_database_is_left_alone_in_a_bucket_too(
    doctor, database, in_bucket, monkeypatch
):
    monkeypatch.setattr(sweeping, "ORPHANED", -timedelta(minutes=1))
    settings = Settings(**in_bucket)
    store = store_of(settings)
    for n in range(FEW):
        store.put(b"%d" % n)
    assert sweep(database, store) == FEW
    for n in range(FEW + 1):
        store.put(b"%d" % n)
    with pytest.raises(WouldSweepMost):
        sweep(database, store)
    (said,) = doctor(settings)
    assert said.startswith(f"{FEW + 1} of {FEW + 1} files in {store.name} are unknown")


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({}, None),
        ({"files_key": ""}, "PORTAL_FILES names a bucket, but there is no key to it."),
        ({"files_endpoint": "http://s3.example"}, "PORTAL_FILES_ENDPOINT must begin with https://"),
        ({"files_endpoint": "http://127.0.0.1:9"}, None),
    ],
)
def test_a_bucket_without_key_or_certificate_does_not_start(others, said):
    bare = {"files": "s3://bucket/files", "files_key_id": "id", "files_key": "key"}
    found = problems(Settings(**{**GOOD, **bare, **others}))
    assert [one.startswith(said) for one in found] == ([] if said is None else [True])


@pytest.mark.parametrize(
    "wrong",
    [
        {"files": "s3://"}, {"files": "s3://Bucket"}, {"files": "s3://bucket/../other"},
        {"files": "s3://bucket//x"}, {"files": "https://bucket/x"},
        {"files_endpoint": "s3.example"}, {"files_endpoint": "https://s3.example/path"},
        {"files_endpoint": "https://key:hush@s3.example"},
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="such as") as refused:
        Settings(**wrong)
    assert "hush" not in str(refused.value)
