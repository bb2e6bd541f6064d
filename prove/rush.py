"""Requests that come at their own time: nobody waits for the answers to others before asking."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.load import Shot

CUT_OFF = 0
PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """A status (0: none came), the seconds since it was due, and whether it says when to return."""

    status: int
    seconds: float
    again: bool = False


class Lines:
    """Kept-alive connections to one port: one that is free is used again, as a proxy does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, shot: Shot, due: float) -> Answer:
        """Send a request that was ``due`` by the performance counter; return its answer."""
        try:
            async with asyncio.timeout(PATIENCE):
                status, again = await self._asked(shot)
        except (OSError, EOFError, TimeoutError):
            status, again = CUT_OFF, False
        return Answer(status, time.perf_counter() - due, again)

    async def _asked(self, shot: Shot) -> tuple[int, bool]:
        line = self._free.pop() if self._free else await self._opened()
        reader, writer = line
        try:
            writer.write(shot.raw)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            place = head.find(b"content-length:")
            await reader.readexactly(int(head[place + 15 : head.index(b"\r\n", place)]))
        except BaseException:
            writer.close()
            raise
        self._free.append(line)
        return int(head[9:12]), b"\r\nretry-after:" in head

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        """Hang up."""
        for _, writer in self._free:
            writer.close()


async def rush(port: int, shots: Iterator[Shot], rate: float, seconds: float) -> list[Answer]:
    """Send ``rate`` requests a second for so many ``seconds``; return the answers to all."""
    lines, asked = Lines(port), []
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        elif number % 20 == 0:
            await asyncio.sleep(0)  # behind time: let answers in all the same
        asked.append(asyncio.create_task(lines.ask(next(shots), due)))
    answers = await asyncio.gather(*asked)
    lines.close()
    return answers
