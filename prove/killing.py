"""kill -9 of the real server, again and again, while eight people write: what was acknowledged?

A comment is acknowledged when the answer leads on to it. It has to be there once; one that was cut
off may be there once or not at all; and nothing else may be there.
"""

import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from threading import Event as Flag

import httpx
from sqlalchemy import Connection, func, make_url, select

from app.audit.checkpoints import Signer
from app.audit.events import Event
from app.audit.export import lines
from app.audit.models import AuditRecord
from app.audit.verify import Broken, check
from app.core.db import Database, table
from app.discussion.models import Comment
from app.web.portal import Portal
from prove.real import BASE, Server, databases
from prove.row import Row, equal
from prove.standing import wait
from tests.practices.sample import write
from tests.support.people import Somebody, furnished

KILLS, WRITERS, TAKEN = 100, 8, 303
MORE = 8
"""So many comments are acknowledged between two kills, at the least."""
LATEST = 0.3
"""Seconds after them, at the most, until the next kill."""
WHO = ("ghana", "ghana_alternate", "denmark", "costa_rica", "timor", "eu")


@dataclass
class Sent:
    """What one writer sent: the comments that were acknowledged, cut off, and refused."""

    session: str
    acknowledged: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def rows(kills: int = KILLS) -> Iterator[Row]:
    """Kill so often on each database there is."""
    with databases() as found:
        for engine, url in found.items():
            yield from killed(engine, url, kills)


def killed(engine: str, url: str, kills: int, seed: int = 9) -> Iterator[Row]:
    """Write and kill on the empty database at ``url``; say what was lost."""
    dice = random.Random(seed)  # noqa: S311 - chance that can be repeated
    held = furnished(url, practice_of)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WRITERS) as pool:
        server, over = Server(url, Path(folder)), Flag()
        sent = [Sent(held.cast[WHO[n % len(WHO)]].session) for n in range(WRITERS)]
        server.start()
        try:
            writers = [pool.submit(_write, server, held.made, one, over) for one in sent]
            for _ in range(kills):
                wait_for_more(sent, dice)
                server.kill()
                server.start()
            wait_for_more(sent, dice)
        finally:
            over.set()
            server.kill()
        for writer in writers:
            writer.result()
    yield Row(
        f"{engine}: kill -9 of the server under {WRITERS} writers", str(kills), "–", good=True
    )
    yield from judged(engine, url, sent, server.secrets["audit_key"])


def practice_of(portal: Portal, cast: Mapping[str, Somebody]) -> str:
    """Return the name of a published practice that the cast may comment on."""
    with portal.db.unit_of_work() as db:
        return str(write(db, cast["ghana"].viewer, staff=cast["editor"].viewer, portal=portal))


def _write(server: Server, practice: str, sent: Sent, over: Flag) -> None:
    """Post comments, each with words of its own, until it is over; none is sent twice."""
    while not over.is_set():
        with (
            httpx.Client(base_url=server.address, timeout=30, trust_env=False) as client,
            suppress(httpx.TransportError),
        ):
            while not over.is_set():
                post(server, client, practice, sent)
        time.sleep(0.02)  # the server is gone: try again with another comment


def post(server: Server, client: httpx.Client, practice: str, sent: Sent) -> None:
    """Post one comment with words of its own, and note what became of it.

    Raises:
        httpx.TransportError: when no answer came.
    """
    words = token_hex(12)
    fields = {"csrf": server.token(sent.session), "comment": words, "language": "en"}
    try:
        answer = client.post(
            f"/practices/{practice}/comments", data=fields, headers=server.headers(sent.session)
        )
    except httpx.ConnectError:
        raise  # nothing was sent
    except httpx.TransportError:
        sent.cut_off.append(words)
        raise
    if answer.status_code == TAKEN:
        sent.acknowledged.append(words)
    else:
        sent.refused.append(answer.status_code)


def wait_for_more(sent: Sequence[Sent], dice: random.Random) -> None:
    """Wait until more is acknowledged, then for a moment that nobody can foresee."""
    had = sum(len(one.acknowledged) for one in sent)
    wait(lambda: sum(len(one.acknowledged) for one in sent) >= had + MORE, "Comments")
    time.sleep(dice.uniform(0, LATEST))


def judged(engine: str, url: str, sent: Sequence[Sent], key: str) -> Iterator[Row]:
    """Say what became of all that was sent, and whether the record with ``key`` holds."""
    database = Database(url)
    with database.read() as conn:
        there = Counter(conn.execute(select(table(Comment).c.body)).scalars())
        posted = table(AuditRecord).c.event == Event.COMMENT_POSTED
        entries = conn.execute(select(func.count()).where(posted)).scalar_one()
        holds = _holds(conn, Signer(key, BASE))
    database.close()
    acknowledged = [words for one in sent for words in one.acknowledged]
    cut_off = [words for one in sent for words in one.cut_off]
    refused = sum(len(one.refused) for one in sent)
    once = sum(there[words] == 1 for words in acknowledged)
    twice = sum(there[words] > 1 for words in cut_off)
    kept = sum(there[words] for words in cut_off)
    yield equal(f"{engine}: acknowledged comments, each there once", once, len(acknowledged))
    yield equal(f"{engine}: of {len(cut_off)} cut off ({kept} are there), there twice", twice, 0)
    others = there.total() - once - kept
    yield equal(
        f"{engine}: comments that nobody sent, answers that refuse", (others, refused), (0, 0)
    )
    yield equal(f"{engine}: comments with their entry of the record", entries, there.total())
    yield equal(f"{engine}: the record holds", "yes" if holds else "no", "yes")
    if engine == "SQLite":
        yield equal("SQLite: integrity_check, foreign_key_check", *_integrity(url))


def _holds(conn: Connection, signer: Signer) -> bool:
    """Whether the record follows from its hashes and from what the server's own key signed."""
    try:
        check(list(lines(conn, signer)), [signer.public])
    except Broken:
        return False
    return True


def _integrity(url: str) -> tuple[object, object]:
    """Return what SQLite says of its file, and what it should say."""
    with closing(sqlite3.connect(make_url(url).database or "")) as conn:
        said = conn.execute("PRAGMA integrity_check").fetchall()
        return (said, conn.execute("PRAGMA foreign_key_check").fetchall()), ([("ok",)], [])
