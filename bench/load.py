"""The load generator: so many clients on kept-alive connections, each waiting for its answer."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Shot:
    """One request as bytes, and the status it must get."""

    raw: bytes
    wanted: tuple[int, ...] = (200,)


def get(path: str, *, host: str, session: str = "", headers: str = "") -> Shot:
    """Return a GET of a page as a browser sends it."""
    cookie = f"Cookie: session={session}\r\n" if session else ""
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: en\r\n{cookie}{headers}\r\n"
    return Shot(head.encode())


def post(path: str, body: str, *, host: str, session: str) -> Shot:
    """Return a form sent as a browser sends it."""
    raw = body.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: en\r\n"
        f"Cookie: session={session}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    return Shot(head.encode() + raw, (303,))


@dataclass
class Round:
    """What one round measured: latencies in seconds, bytes of bodies and of heads, time it took.

    ``refused`` counts answers that were not wanted; only an open loop goes on after one.
    """

    latencies: list[float] = field(default_factory=list)
    body_bytes: int = 0
    head_bytes: int = 0
    head_lines: int = 0
    last: Shot | None = None
    seconds: float = 0.0
    refused: int = 0

    @property
    def count(self) -> int:
        """Answers received."""
        return len(self.latencies)

    def add(self, other: "Round") -> None:
        """Let another one be a part of this."""
        self.latencies += other.latencies
        self.body_bytes += other.body_bytes
        self.head_bytes += other.head_bytes
        self.head_lines += other.head_lines
        self.seconds += other.seconds
        self.last = other.last


class Failed(Exception):
    """An answer that was not the wanted one: the figures would mean nothing."""


def fire(host: str, port: int, supply: Iterator[Shot], *, clients: int, seconds: float) -> Round:
    """Send what ``supply`` gives, without end, for ``seconds`` from ``clients`` connections."""
    return asyncio.run(_fire(host, port, supply, clients, seconds))


def warm(host: str, port: int, supply: Iterator[Shot], count: int) -> None:
    """Send ``count`` requests one after the other and throw the figures away."""
    asyncio.run(_warm(host, port, itertools.islice(supply, count)))


async def _warm(host: str, port: int, shots: Iterator[Shot]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for shot in shots:
            writer.write(shot.raw)
            await _answer(reader, shot)
    finally:
        writer.close()
        await writer.wait_closed()


async def _fire(
    host: str, port: int, supply: Iterator[Shot], clients: int, seconds: float
) -> Round:
    found = Round()
    began = time.perf_counter()
    until = began + seconds
    await asyncio.gather(*(_client(host, port, supply, until, found) for _ in range(clients)))
    found.seconds = time.perf_counter() - began
    return found


async def _client(host: str, port: int, supply: Iterator[Shot], until: float, found: Round) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        while time.perf_counter() < until:
            shot = next(supply)
            began = time.perf_counter()
            writer.write(shot.raw)
            answer = await _answer(reader, shot)
            found.latencies.append(time.perf_counter() - began)
            found.body_bytes += answer.body
            found.head_bytes += answer.head
            found.head_lines += answer.lines
            found.last = shot
    finally:
        writer.close()
        await writer.wait_closed()


class _Answer(NamedTuple):
    """How large an answer was: bytes of its body and of its head, and lines of that."""

    body: int
    head: int
    lines: int


async def _answer(reader: asyncio.StreamReader, shot: Shot) -> _Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    place = lower.find(b"content-length:")
    if place < 0:
        raise Failed("an answer without a length")
    length = int(lower[place + 15 : lower.index(b"\r\n", place)])
    body = await reader.readexactly(length)
    if status not in shot.wanted:
        first = shot.raw.split(b"\r\n", 1)[0].decode()
        raise Failed(f"{first} answered {status}: {body[:300]!r}")
    return _Answer(length, len(head), head.count(b"\r\n"))


def steady(host: str, port: int, supply: Iterator[Shot], *, rate: float, seconds: float) -> Round:
    """Send ``rate`` requests a second whether or not earlier ones were answered (open loop).

    A latency counts from the moment at which the request was due.
    """
    return asyncio.run(_steady(host, port, supply, rate, seconds))


async def _steady(
    host: str, port: int, supply: Iterator[Shot], rate: float, seconds: float
) -> Round:
    found, free, began = Round(), list[_Connection](), time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number, shot in enumerate(itertools.islice(supply, int(rate * seconds))):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.create_task(_due((host, port), shot, due, free, found))
    found.seconds = time.perf_counter() - began
    for _reader, writer in free:
        writer.close()
    return found


_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _due(
    address: tuple[str, int], shot: Shot, due: float, free: list[_Connection], found: Round
) -> None:
    reader, writer = free.pop() if free else await asyncio.open_connection(*address)
    writer.write(shot.raw)
    try:
        found.body_bytes += (await _answer(reader, shot)).body
    except Failed:
        found.refused += 1
        writer.close()
        return
    found.latencies.append(time.perf_counter() - due)
    free.append((reader, writer))
