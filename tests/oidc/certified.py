"""Runs the certified provider of ``tests/node`` on a free port."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.node import FOLDER, node


@contextmanager
def running(
    clients: list[dict[str, Any]], accounts: dict[str, Any], *, host: str = "127.0.0.1"
) -> Iterator[str]:
    """Start the provider with these clients and accounts; give its issuer; end it."""
    process = subprocess.Popen(  # noqa: S603 - our own script
        [str(node()), "op.mjs"],
        cwd=FOLDER,
        env={"NODE_NO_WARNINGS": "1", "NODE_ENV": "test"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(
            json.dumps({"host": host, "clients": clients, "accounts": accounts}) + "\n"
        )
        process.stdin.flush()
        try:
            yield json.loads(process.stdout.readline())["issuer"]
        finally:
            process.terminate()
