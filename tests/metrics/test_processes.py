"""The real commands, side by side on one database: each tells Prometheus on a port of its own."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from app.core.config import ROOT
from tests.commands.test_production import GOOD
from tests.metrics.test_stock import asked
from tests.support.commands import environment
from tests.support.live import free_port


def given(**values: object) -> Mapping[str, str]:
    """Return settings as variables of the environment."""
    return {
        f"PORTAL_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in {**GOOD, **values}.items()
    }


@contextmanager
def running(command: str, variables: Mapping[str, str]) -> Iterator[None]:
    """Run ``portal <command>``; at the end tell it to stop, and see that it did so in order."""
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "app.cli", command], cwd=ROOT, stderr=subprocess.PIPE, text=True,
        env=environment(**variables),
    )  # fmt: skip
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")


def until(port: int, name: str, least: float) -> dict[str, float]:
    """Return what a process tells as soon as ``name`` has grown to ``least``."""
    for _ in range(600):
        try:
            found = asked(port)
        except httpx.TransportError:
            found = {}
        if found.get(name, 0) >= least:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{name} was not told in a minute.")


def test_serve_and_worker_tell_what_each_does(database_url, tmp_path):
    serve, worker, port = free_port(), free_port(), free_port()
    both = {"var_dir": str(tmp_path), "database_url": database_url, "host": "127.0.0.1"}
    serving = given(**both, port=port, metrics_port=serve, worker=False)
    with running("serve", serving), running("worker", given(**both, metrics_port=worker)):
        until(serve, "portal_database_up", 1)
        assert "portal_requests_under_way" not in until(worker, "portal_database_up", 1)
        done = "portal_duty_finished_time_seconds duty=sweep"
        assert until(worker, done, 1)[done] == until(serve, done, 1)[done]
        until_served(port)
        practices = "portal_request_seconds_count method=GET route=/practices status=2xx"
        assert until(serve, practices, 1)[practices] == 1


def until_served(port: int) -> None:
    """Ask once for a page of the portal, as its proxy would."""
    host = {"host": "portal.example"}
    assert httpx.get(f"http://127.0.0.1:{port}/practices", headers=host).status_code == 200
