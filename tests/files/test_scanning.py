"""A real clamd is asked about each file as it came; whatever is no clear answer is none."""

import json
import socket
import time

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core.config import Settings
from app.core.db import table
from app.files import scanning
from app.files.models import Attachment
from app.files.scanning import NoAnswer, ensure_answers, is_clean
from app.files.serving import store_of
from app.practices.rules import Stage
from tests.files import corpus
from tests.support import clamd
from tests.support.uploading import sent

attachment, audit = table(Attachment), table(AuditRecord)
GOOD = ("good.txt", b"words", "text/plain")
BAD = ("Ahmed's list.txt", b"words, " + clamd.MARK, "text/plain")


def test_clamd_tells_what_it_knows_and_passes_the_rest(scanner):
    ensure_answers(scanner)
    large = corpus.pdf() + bytes(9_000_000)
    assert [is_clean(scanner, one) for one in (b"words", large, BAD[1])] == [True, True, False]
    assert not is_clean(scanner, bytes(scanning.PIECE - 5) + clamd.MARK)
    with pytest.raises(NoAnswer):  # more than it is set to take
        is_clean(scanner, bytes(13 * 1024 * 1024))


def says(answer: bytes):
    def act(link: socket.socket) -> None:
        while not link.recv(65536).endswith(b"\0\0\0\0"):
            pass
        link.sendall(answer)

    return act


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: OK", b"stream: OK\n", b"stream: OK\0more\0", b"", b"stream: FOUND\0",
        b"stream: OK FOUND\0"[:-1], b"OK\0", b"stream: ok\0", b"x" * 4096,
        b"INSTREAM size limit exceeded. ERROR\0", b"stream: x\ny FOUND\0",
    ],
)  # fmt: skip
def test_what_is_no_clear_answer_is_none(answer):
    with clamd.lying(says(answer)) as where, pytest.raises(NoAnswer) as wrong:
        is_clean(where, b"words", patience=2)
    assert answer.decode() not in str(wrong.value) or not answer


def drip(link: socket.socket) -> None:
    for sign in b"stream: OK":
        link.sendall(bytes([sign]))
        time.sleep(0.2)


@pytest.mark.parametrize("slowly", [lambda _: time.sleep(1), drip])
def test_who_is_slow_is_left_in_time(slowly):
    began = time.monotonic()
    with clamd.lying(slowly) as where:
        with pytest.raises(NoAnswer):
            is_clean(where, bytes(9_000_000), patience=0.5)
        assert time.monotonic() - began < 1


@pytest.mark.parametrize("where", ["/nowhere/clamd.sock", "127.0.0.1:1"])
def test_a_scanner_that_is_not_there_gives_no_answer(where):
    with pytest.raises(NoAnswer, match="does not answer"):
        is_clean(where, b"words")
    other = clamd.lying(lambda link: link.sendall(b"HTTP/1.1 400\0"))
    with other as listening, pytest.raises(NoAnswer, match="no virus scanner"):
        ensure_answers(listening)


@pytest.mark.parametrize("wrong", ["clamav", "clamav:", "http://clamav:3310", "a b:1"])
def test_an_address_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="such as clamav:3310"):
        Settings(files_scanner=wrong)


@pytest.fixture
def down() -> str:
    """Where nobody listens."""
    return "127.0.0.1:1"


@pytest.fixture
def settings(settings, request):
    """What is to be scanned by the scanner that the test names, if any."""
    named = [one for one in ("scanner", "down") if one in request.fixturenames]
    where = request.getfixturevalue(named[0]) if named else ""
    return Settings(**{**settings.model_dump(), "files_scanner": where})


@pytest.fixture
def address(written) -> str:
    return f"/practices/{written('ghana', Stage.DRAFT)}/files"


def names(database) -> list[str]:
    with database.read() as conn:
        return list(conn.execute(select(attachment.c.name)).scalars())


@pytest.mark.usefixtures("scanner")
def test_what_the_scanner_knows_is_refused_and_recorded_without_its_name(
    browse, address, database, portal, cast
):
    page = browse("ghana").post(address, status=422, **sent(GOOD, BAD))

    assert "The virus scanner found something in this file" in page.raw.text
    assert names(database) == ["good.txt"]
    with database.read() as conn:
        (noted,) = conn.execute(select(audit).where(audit.c.event == "files:file:refused"))
    assert (noted.person_id, noted.subject) == (cast["ghana"].viewer.person_id, None)
    assert json.loads(noted.detail) == {"size": len(BAD[1])}
    assert len(list(store_of(portal.settings).places())) == 1
