"""A mail server that takes its time, and remembers how often each letter came."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from prove.standing import free_port


@dataclass
class Postbox:
    """What came for the addresses of ``host``; each letter takes so many ``seconds``."""

    host: str
    seconds: float
    port: int = field(default_factory=free_port)
    came: "Counter[str]" = field(default_factory=Counter)
    """How often a letter came, by its own id."""

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter, slowly where it is one of those that are counted."""
        if any(to.endswith(f"@{self.host}") for to in envelope.rcpt_tos):
            read = message_from_bytes(envelope.original_content, policy=default)
            self.came[str(read["Message-ID"])] += 1
            await asyncio.sleep(self.seconds)
        return "250 OK"


@contextmanager
def opened(host: str, seconds: float) -> Iterator[Postbox]:
    """Take letters until the block ends."""
    box = Postbox(host, seconds)
    controller = Controller(box, hostname="127.0.0.1", port=box.port, enable_SMTPUTF8=False)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
