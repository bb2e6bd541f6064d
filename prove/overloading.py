"""Twice and ten times what a server can do: who is answered, how soon, and what the others hear.

Requests come at their own time, whether the earlier ones were answered or not, as they do when a
link was sent to everybody. The server has a core to itself, and so has whoever asks.
"""

import asyncio
import itertools
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.web import cookies
from bench.load import Shot, fire, get, warm
from bench.processes import APPLICATION_CORE, LOAD_CORE, memory_mb, pin
from prove.killing import WHO, practice_of
from prove.real import HOST, Server, databases
from prove.row import Row
from prove.rush import Answer, rush
from tests.support.people import furnished

SECONDS = 8.0
TIMES = (2, 10)
OK, BUSY = 200, 503
KEPT = 0.9
"""So much of what the server can do has to be done while more is asked of it."""
SOON = 0.1
"""Seconds within which health and static files are answered all the while."""
PATIENT = 1.0
"""Seconds that somebody who is let in waits at the most: a page that comes later seems broken."""
AFTER = 10.0
"""Seconds after a rush within which answers are as quick as before it."""
GROWN = 64
"""MB that a rush may add to the server."""


@dataclass
class Rested:
    """What the server does when nobody hurries: the typical answer, and all it can do."""

    median: float
    capacity: float


@dataclass
class Rushed:
    """What was heard during a rush, and how the server was after it."""

    pages: list[Answer] = field(default_factory=list)
    health: list[Answer] = field(default_factory=list)
    seconds: float = 0.0
    grown: float = 0.0
    calm: float = 0.0


def rows(seconds: float = SECONDS) -> Iterator[Row]:
    """Overload a server on each database there is."""
    with databases() as found:
        for engine, url in found.items():
            yield from overloaded(engine, url, seconds)


def overloaded(engine: str, url: str, seconds: float) -> Iterator[Row]:
    """Measure a server on the empty database at ``url`` at rest, then rush at it."""
    held = furnished(url, practice_of)
    people = [held.cast[who].session for who in WHO]
    shots = _shots(held.made, people)
    pin(os.getpid(), LOAD_CORE)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(url, Path(folder))
        server.start()
        try:
            pin(server.pid, APPLICATION_CORE)
            rested = _rested(server, shots, seconds)
            name = f"{engine}: answers a second that it can give"
            yield Row(name, f"{rested.capacity:.0f}", "–", good=True)
            for times in TIMES:
                rushed = asyncio.run(_rush(server, shots, rested.capacity * times, seconds))
                rushed.calm = _calm(server, shots, rested)
                yield from _judged(f"{engine}, {times} times as much", rested, rushed)
        finally:
            server.kill()
            os.sched_setaffinity(0, range(os.cpu_count() or 1))


def _shots(practice: str, people: list[str]) -> "itertools.cycle[Shot]":
    """Return what members read, over and over."""
    pages = ("/home", "/directory", "/practices", f"/practices/{practice}", "/assistance")
    name = cookies.name_of(cookies.SESSION, secure=True)
    return itertools.cycle(
        [
            get(page, host=HOST, headers=f"Cookie: {name}={who}\r\n")
            for page, who in itertools.product(pages, people)
        ]
    )


def _rested(server: Server, shots: Iterator[Shot], seconds: float) -> Rested:
    warm("127.0.0.1", server.port, shots, 60)
    alone = fire("127.0.0.1", server.port, shots, clients=1, seconds=seconds / 2)
    busy = fire("127.0.0.1", server.port, shots, clients=8, seconds=seconds)
    return Rested(sorted(alone.latencies)[alone.count // 2], busy.count / busy.seconds)


async def _rush(server: Server, shots: Iterator[Shot], rate: float, seconds: float) -> Rushed:
    """Ask at ``rate`` a second; beside it ask ten times a second for health and a file."""
    beside = itertools.cycle([get(path, host=HOST) for path in ("/healthz", "/static/portal.css")])
    had, began = memory_mb(server.pid), time.perf_counter()
    pages, health = await asyncio.gather(
        rush(server.port, shots, rate, seconds), rush(server.port, beside, 10, seconds)
    )
    took = time.perf_counter() - began
    return Rushed(pages, health, took, memory_mb(server.pid) - had)


def _calm(server: Server, shots: Iterator[Shot], rested: Rested) -> float:
    """Return the seconds until twenty answers in a row are typically as quick as before."""
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < 2 * AFTER:
        found = fire("127.0.0.1", server.port, shots, clients=1, seconds=0.3)
        if sorted(found.latencies)[found.count // 2] <= 1.5 * rested.median:
            return passed
    return 2 * AFTER


def _judged(name: str, rested: Rested, rushed: Rushed) -> Iterator[Row]:
    answered = Counter(answer.status for answer in rushed.pages)
    let_in = sorted(answer.seconds for answer in rushed.pages if answer.status == OK)
    share = len(let_in) / rushed.seconds / rested.capacity
    yield Row(f"{name}: of it done", f"{share:.0%}", f"≥ {KEPT:.0%}", share >= KEPT)
    told = sum(answer.again for answer in rushed.pages if answer.status == BUSY)
    others = sum(answered.values()) - answered[OK] - answered[BUSY]
    figures = (answered[BUSY] - told, others)
    what = f"{name}: of {answered[BUSY]} turned away not told when, answered otherwise or cut off"
    yield Row(what, str(figures), "(0, 0)", figures == (0, 0))
    slow = let_in[len(let_in) * 99 // 100] if let_in else float("inf")
    yield Row(f"{name}: p99 of who was let in", f"{slow:.2f} s", f"≤ {PATIENT} s", slow <= PATIENT)
    well = sorted(answer.seconds for answer in rushed.health if answer.status == OK)
    worst = well[-1] if len(well) == len(rushed.health) and well else float("inf")
    what = f"{name}: slowest of {len(well)} answers of health and files"
    yield Row(what, f"{worst * 1000:.0f} ms", f"≤ {SOON * 1000:.0f} ms", worst <= SOON)
    good = rushed.calm <= AFTER
    yield Row(f"{name}: as quick as before after", f"{rushed.calm:.1f} s", f"≤ {AFTER:.0f} s", good)
    good = rushed.grown <= GROWN
    yield Row(f"{name}: memory grown by", f"{rushed.grown:.0f} MB", f"≤ {GROWN} MB", good)
