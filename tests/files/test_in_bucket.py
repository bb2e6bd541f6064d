"""Two portals share files in a bucket; while it is down, what needs no file goes on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRecord
from app.core import seal
from app.core.config import ROOT
from app.core.db import table
from app.files.models import Attachment
from app.files.serving import store_of
from app.practices.rules import Stage
from app.web import csrf
from tests.support import plain, s3
from tests.support.commands import HOST, PROVIDER, environment, given, until_ready
from tests.support.given import AUDIT_KEY, SEAL_KEY, SECRET
from tests.support.live import free_port
from tests.support.uploading import sent

attachment, record = table(Attachment), table(AuditRecord)
TEXT = ("notes.txt", "Grüße".encode(), "text/plain")


@pytest.fixture
def settings(settings, front, in_bucket):
    return s3.keeping(settings, {**in_bucket, "files_endpoint": front.address})


@pytest.fixture
def draft(written) -> str:
    return written("ghana", Stage.DRAFT, audience="members:DNK")


def attached(database) -> list[str]:
    with database.read() as conn:
        return list(conn.execute(select(attachment.c.id)).scalars())


def test_while_the_bucket_is_down_all_that_needs_no_file_goes_on(
    browse, draft, database, portal, front
):
    ghana, address = browse("ghana"), f"/practices/{draft}/files"
    ghana.post(address, **sent(TEXT))
    (file,) = attached(database)
    front.manner = "broken"
    refused = ghana.post(address, status=503, **sent(("b.txt", b"b", "text/plain")))
    read = ghana.get(f"{address}/{file}", status=503)

    assert refused.words("main p")[0].startswith("Files cannot be kept at present, so nothing")
    assert read.words("main p")[0].startswith("This file cannot be read at present.")
    assert attached(database) == [file]
    assert ghana.get(address).words("#h-files + .stack li a") == ["notes.txt"]
    assert ghana.get(f"/practices/{draft}").words("h1") != []
    assert browse("nobody").client.get("/readyz").json()["files"] == "no answer"
    front.manner = ""
    store_of(portal.settings).left_alone.end()
    assert ghana.get(f"{address}/{file}").raw.content == TEXT[1]
    assert "files" not in browse("nobody").client.get("/readyz").json()


def lost(post, port: int) -> None:
    with pytest.raises(httpx.HTTPError):
        post(port, b"x" * 3_000_000)


@contextmanager
def portals(settings, *endpoints: str) -> Iterator[list[tuple[int, subprocess.Popen]]]:
    """Run a portal for each endpoint, in processes of their own on one database."""
    started = []
    for endpoint in endpoints:
        port = free_port()
        variables = given(
            port=str(port), host="127.0.0.1", database_url=settings.database,
            var_dir=str(settings.var_dir), secret_key=SECRET, seal_key=SEAL_KEY,
            seal_escrow=seal.Seal(SEAL_KEY).newest.fingerprint, audit_key=AUDIT_KEY,
            files=settings.files, files_endpoint=endpoint, files_key_id=s3.KEY_ID,
            files_key=s3.KEY, worker="false",
            providers=[{**PROVIDER, "key": "test"}],
        )  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"], cwd=ROOT, env=environment(**variables)
        )
        started.append((port, process))
    try:
        for port, _ in started:
            until_ready(port)
        yield started
    finally:
        for _, process in started:
            process.kill()
            process.wait()


def test_what_is_attached_at_one_portal_is_read_at_the_other_and_a_killed_one_leaves_nothing(  # noqa: PLR0913, PLR0917 - fixtures
    settings, service, front, cast, draft, database
):
    session = cast["ghana"].session
    headers = {**HOST, "cookie": f"__Host-session={session}", "origin": "https://portal.example"}
    token, address = csrf.masked(csrf.token(SECRET, session)), f"/practices/{draft}/files"

    def post(port: int, content: bytes) -> httpx.Response:
        return plain.post(
            f"http://127.0.0.1:{port}{address}", headers=headers, data={"csrf": token},
            files={"files": ("a.txt", content, "text/plain")}, timeout=30,
        )  # fmt: skip

    def get(port: int, file: str) -> httpx.Response:
        return plain.get(f"http://127.0.0.1:{port}{address}/{file}", headers=headers, timeout=30)

    with portals(settings, front.address, service) as ((one, dying), (other, _)):
        assert post(one, b"from one").status_code == 303
        (first,) = attached(database)
        assert get(other, first).content == b"from one"

        front.manner = "halting"
        cut = Thread(target=lost, args=(post, one))
        cut.start()
        assert front.halted.wait(30)
        os.kill(dying.pid, signal.SIGKILL)
        cut.join()
        assert attached(database) == [first]
        assert len(list(store_of(settings).places())) == 1
        assert post(other, b"from the other").status_code == 303
        assert get(other, attached(database)[-1]).status_code == 200
    with database.read() as conn:
        noted = record.c.event == "files:file:attached"
        assert conn.execute(select(func.count()).where(noted)).scalar_one() == 2
