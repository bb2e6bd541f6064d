"""The real commands, side by side on one database: each tells Prometheus on a port of its own."""

import time

import httpx

from tests.metrics.test_stock import asked
from tests.support import plain
from tests.support.commands import HOST, given, running, until_ready
from tests.support.live import free_port


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
        until_ready(port)
        answer = plain.get(f"http://127.0.0.1:{port}/practices", headers=HOST)
        assert answer.status_code == 200
        practices = "portal_request_seconds_count method=GET route=/practices status=2xx"
        assert until(serve, practices, 1)[practices] == 1
