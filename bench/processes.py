"""Processes under measurement: started, pinned, their CPU time read, stopped."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

APPLICATION_CORE, LOAD_CORE = 0, 1
MOST_WAITS = 6_000
SCHEDULER_CLOCK = 2
"""The kernel's kind of clock that counts a process's time on a CPU (``CPUCLOCK_SCHED``)."""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process, in seconds, to the nanosecond.

    The process's own clock (``clock_getcpuclockid``) counts threads that have ended as well: a
    pool lets idle ones go, and a sum over the living would lose their time.
    """
    return time.clock_gettime(~pid << 3 | SCHEDULER_CLOCK)


def tree_seconds(pid: int) -> float:
    """Return the CPU time of a process and its children (a database server), living ones only."""
    children = (Path(f"/proc/{pid}/task/{pid}/children").read_text()).split()
    return cpu_seconds(pid) + sum(cpu_seconds(int(child)) for child in children)


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def pin(pid: int, core: int) -> None:
    """Keep a process on one core, where the machine has that many."""
    if core < (os.cpu_count() or 1):
        os.sched_setaffinity(pid, {core})


@contextmanager
def running(
    words: Sequence[str], port: int, environment: dict[str, str] | None = None
) -> Iterator[tuple[int, float]]:
    """Run ``python <words>`` pinned; give its pid and the seconds until its port answered."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, *words], env={**os.environ, **(environment or {})}
    )
    pin(process.pid, APPLICATION_CORE)
    try:
        _wait(port, process)
        yield process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(MOST_WAITS):
        if process.poll() is not None:
            raise RuntimeError("The server under measurement ended by itself.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("The server under measurement never answered.")
