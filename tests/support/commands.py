"""The portal's commands as tests run them: with nothing of this shell but what they must have."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import IO

import httpx

from app.core import seal
from app.core.config import ROOT
from tests.support import plain

PROVIDER = {
    "key": "un", "name": "United Nations", "issuer": "https://idp.example",
    "client_id": "portal", "client_secret": "a secret of the client",
}  # fmt: skip
SEAL_KEY = seal.new_key()
GOOD = {
    "base_url": "https://portal.example",
    "host": "0.0.0.0",  # noqa: S104 - a proxy stands before it
    "secret_key": "Zk3-vN8_qLr0Xw7TbYcD2mPfHsJ5gUaE1oIi",
    "seal_key": SEAL_KEY,
    "seal_escrow": seal.Seal(SEAL_KEY).newest.fingerprint,
    "audit_key": seal.new_key(),
    "providers": [PROVIDER],
    "contact": "secretariat@portal.example",
    "smtp_url": "smtp://portal:hush@mail.example:587",
    "mail_from": "portal@portal.example",
}
"""Settings of a production that may start."""


def environment(**values: str) -> Mapping[str, str]:
    """Return ``values``, the path, and what measures coverage."""
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ["PATH"], **measured, **values}


def given(**values: object) -> Mapping[str, str]:
    """Return settings as variables of the environment."""
    return {
        f"PORTAL_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in {**GOOD, **values}.items()
    }


@contextmanager
def running(
    command: str, variables: Mapping[str, str], out: IO[str] | None = None
) -> Iterator[None]:
    """Run ``portal <command>``; at the end tell it to stop, and see that it did so in order.

    What it says on standard output goes to ``out``.
    """
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "app.cli", *command.split()], cwd=ROOT, stdout=out,
        stderr=subprocess.PIPE, text=True, env=environment(**variables),
    )  # fmt: skip
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")


HOST = {"host": "portal.example"}
"""What the proxy passes on."""


def until_ready(port: int) -> None:
    """Wait until a portal that was started with these settings is ready."""
    for _ in range(600):
        try:
            if (
                plain.get(f"http://127.0.0.1:{port}/readyz", headers=HOST).status_code
                == HTTPStatus.OK
            ):
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("The portal was not ready in a minute.")
