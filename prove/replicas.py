"""Two portals on one PostgreSQL: what one knows the other knows, and one is killed under load.

A letter that a killed portal was sending is sent by the other once the lease of its duty is over.
"""

import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from threading import Event as Flag

import httpx

from app.identity import sessions as identity
from app.identity.sessions import Came
from app.jobs.worker import LEASE
from app.mail.actions import write_to
from app.practices.rules import Stage
from app.web.portal import Portal
from prove import postbox, sharing
from prove.killing import WHO, WRITERS, Sent, judged, post, practice_of, wait_for_more
from prove.real import Server, databases
from prove.roots import CannotBuild
from prove.row import Row
from prove.sharing import Pair
from prove.standing import wait
from tests.practices.sample import write
from tests.support import s3
from tests.support.given import PROVIDER
from tests.support.people import Somebody, furnished

ENGINE, KILLS, SESSIONS, LETTERS = "PostgreSQL", 20, 50, 20
HOST, EACH, BEFORE = "letters.example", 2.0, 3
"""Where the letters go, how many seconds each takes, and how many come before the kill."""
LATE = 90
"""Seconds after the lease within which the other has sent what was left."""
PAUSE = 5.0
"""Seconds for which nobody's comment may be taken while one of two portals is killed."""


@dataclass(frozen=True)
class Made:
    """A practice that is out, one that is being written, and sessions of one person."""

    practice: str
    draft: str
    sessions: Sequence[str]


@dataclass(frozen=True)
class Load:
    """People who write at two portals, and when each comment was taken."""

    pair: Pair
    practice: str
    sent: Sequence[Sent]
    over: Flag = field(default_factory=Flag)
    times: list[float] = field(default_factory=list)

    def write(self, number: int) -> None:
        """Post comments, going to the other portal wherever one gives no answer."""
        sent = self.sent[number]
        for turn in count(number):
            server = self.pair.servers[turn % 2]
            with (
                httpx.Client(base_url=server.address, timeout=30, trust_env=False) as client,
                suppress(httpx.TransportError),
            ):
                while not self.over.is_set():
                    had = len(sent.acknowledged)
                    post(server, client, self.practice, sent)
                    if len(sent.acknowledged) > had:
                        self.times.append(time.monotonic())
            if self.over.is_set():
                return
            time.sleep(0.02)


def rows(kills: int = KILLS) -> Iterator[Row]:
    """Serve one PostgreSQL by two portals; one line where this machine has none."""
    with databases() as found, ExitStack() as stack:
        if ENGINE not in found:
            yield Row("replicas: left out, this machine has no PostgreSQL", "–", "–", good=True)
            return
        yield from served(stack, found[ENGINE], kills)


def served(stack: ExitStack, url: str, kills: int) -> Iterator[Row]:
    """Lose one of two while it sends letters; let two others share, and be lost under load."""
    held = furnished(url, _made)
    made, cast = held.made, held.cast
    box = stack.enter_context(postbox.opened(HOST, EACH))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    settings = {"smtp_url": f"smtp://127.0.0.1:{box.port}", "patience": "1"}
    first = Server(url, folder, settings=settings)
    senders = Pair([first, Server(url, folder, first.secrets, settings)])
    settings = {**settings, "worker": "false"}
    pair = Pair([Server(url, folder, first.secrets, settings) for _ in range(2)])
    stack.callback(_kill, senders)
    stack.callback(_kill, pair)
    left, killed = _killed_while_sending(senders, box)
    _start(pair, settings)
    yield from sharing.sessions(pair, made.sessions)
    quick = Sent(cast["denmark"].session)
    yield from sharing.paces(pair, quick, made.practice)
    yield from sharing.state(pair, url, cast["timor"].session, made.practice)
    bucket = s3.new_bucket(stack.enter_context(s3.service()))
    for where, more in (("folder", {}), ("S3", {k: str(v) for k, v in bucket.items()})):
        _start(pair, {**settings, "patience": "1000000", **more})
        yield from sharing.files(pair, where, cast["ghana"].session, made.draft)
    writers = [Sent(cast[WHO[number % len(WHO)]].session) for number in range(WRITERS)]
    yield from _under_load(Load(pair, made.practice, writers), kills)
    quick.refused.clear()  # those who were told to wait are counted above
    yield from judged("replicas", url, [quick, *writers], first.secrets["audit_key"])
    yield from _letters(box, left, killed)


def _made(portal: Portal, cast: Mapping[str, Somebody]) -> Made:
    ghana, practice = cast["ghana"].viewer, practice_of(portal, cast)
    with portal.db.unit_of_work() as db:
        draft = str(write(db, ghana, Stage.DRAFT))
        came = Came(provider=PROVIDER.key)
        made = [
            identity.start(db, portal.settings, ghana.person_id or "", came)
            for _ in range(SESSIONS)
        ]
        for number in range(LETTERS):
            write_to(db, f"{number}@{HOST}", "A letter", "Words.", urgent=True)
    return Made(practice, draft, made)


def _start(pair: Pair, settings: Mapping[str, str]) -> None:
    """Start both anew with other settings."""
    _kill(pair)
    for server in pair.servers:
        server.settings = settings
        server.start()


def _kill(pair: Pair) -> None:
    for server in pair.servers:
        server.kill()


def _killed_while_sending(pair: Pair, box: postbox.Postbox) -> tuple[int, float]:
    """Let the first begin with the letters, the second come, and the first be killed.

    Returns how many letters were left, and when.
    """
    first, second = pair.servers
    first.start()
    wait(lambda: len(box.came) >= 1, "Letters")
    second.start()
    wait(lambda: len(box.came) >= BEFORE, "Letters")
    first.kill()
    return LETTERS - len(box.came), time.monotonic()


def _letters(box: postbox.Postbox, left: int, killed: float) -> Iterator[Row]:
    """Wait for the letters that the killed portal left."""
    most = LEASE.total_seconds() + LATE
    with suppress(CannotBuild):
        wait(lambda: len(box.came) >= LETTERS, "Letters", killed + most - time.monotonic())
    took = time.monotonic() - killed
    name = f"of {LETTERS} letters, {left} left by a portal killed while it sent them: came"
    came = len(box.came)
    yield Row(name, str(came), str(LETTERS), came == LETTERS and left > 0)
    twice = sum(times > 1 for times in box.came.values())
    yield Row("of them twice, under the same id", str(twice), "≤ 1", twice <= 1)
    yield Row("the last came after the kill", f"{took:.0f} s", f"≤ {most:.0f} s", took <= most)


def _under_load(load: Load, kills: int) -> Iterator[Row]:
    """Kill one after the other while people write, who go to the other where one is away."""
    dice = random.Random(9)  # noqa: S311 - chance that can be repeated
    with ThreadPoolExecutor(WRITERS) as pool:
        try:
            writers = [pool.submit(load.write, number) for number in range(WRITERS)]
            for number in range(kills):
                wait_for_more(load.sent, dice)
                load.pair.servers[number % 2].kill()
                wait_for_more(load.sent, dice)  # at the other, alone
                load.pair.servers[number % 2].start()
            wait_for_more(load.sent, dice)
        finally:
            load.over.set()
        for writer in writers:
            writer.result()
    yield Row(f"kill -9 of one portal of two under {WRITERS} writers", str(kills), "–", good=True)
    pause = max(later - sooner for sooner, later in pairwise(sorted(load.times)))
    name = "the longest time in which no comment was taken"
    yield Row(name, f"{pause:.2f} s", f"≤ {PAUSE:g} s", pause <= PAUSE)
