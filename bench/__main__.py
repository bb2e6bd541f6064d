"""``make bench``: the table of every hot path, on SQLite and PostgreSQL, and the same as JSON."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.data import FOLDER, SECRET, copied_to, prepared, settings_for
from bench.measure import Cpu, Figures, HotPath, Stage, measure
from bench.paths import hot_paths
from bench.population import Populated, Size
from bench.processes import (
    LOAD_CORE,
    free_port,
    memory_mb,
    pin,
    running,
    tree_seconds,
)
from tests.support import postgres

LINE = "{:<28}{:>8}{:>9}{:>9}{:>9}{:>9}{:>9}{:>13}{:>7}"
Measured = dict[str, dict[str, Figures]]
Costs = dict[str, float]
COST_MARKS: Mapping[str, float] = {"start-up, s": 2.5, "memory after, MB": 130}
GROWTH = 1.3
"""So much dearer may an answer be from twenty times as many rows, or as much as rounds differ."""
Data = tuple[Populated, str]


def chapters() -> list[str]:
    """Return the addresses of the manual's chapters."""
    names = sorted(p.stem[3:] for p in Path("manual/en").glob("*.md"))
    return [f"/manual/1/{language}/{name}" for language in ("en", "fr") for name in names]


@contextmanager
def stage(url: str, key: str, database: Cpu) -> Iterator[tuple[Stage, Costs]]:
    """Run the portal and the floor, pinned, and say what starting cost."""
    port, floor_port = free_port(), free_port()
    given = json.dumps(settings_for(url, port, key))
    pin(os.getpid(), LOAD_CORE)
    with (
        running(["-m", "bench.portal", given], port) as (pid, seconds),
        running(["-m", "bench.floor", str(floor_port)], floor_port) as (floor_pid, _),
    ):
        costs = {"start-up, s": seconds, "memory at start, MB": memory_mb(pid)}
        yield Stage(pid, port, floor_pid, floor_port, database), costs
        costs["memory after, MB"] = memory_mb(pid)


class PostgresCpu(Cpu):
    """The CPU of a cluster: what ended is remembered by the parent."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def read(self) -> float:
        """Return the seconds of the server and its living children."""
        return tree_seconds(self.pid)


def run(
    name: str, url: str, data: Data, given: argparse.Namespace, cpu: Cpu
) -> tuple[Measured, Costs]:
    """Measure every path at 1 and at 16 clients, print the table, return figures and costs."""
    found: Measured = {}
    made, key = data
    with stage(url, key, cpu) as (where, costs):
        host = f"127.0.0.1:{where.port}"
        paths = hot_paths(made, chapters(), SECRET, host)
        for clients in (1, 16):
            print(f"\n{name}, {clients} client{'s' if clients > 1 else ''}")
            figures = measure(
                where, paths, clients=clients, seconds=given.seconds, rounds=given.rounds
            )
            table(paths, figures, clients)
            found[str(clients)] = figures
    print("\n" + " · ".join(_cost(what, value) for what, value in costs.items()))
    return found, costs


def _cost(what: str, value: float) -> str:
    """Return a cost in words, with its mark where it has one and a sign where it is missed."""
    mark = COST_MARKS.get(what)
    if mark is None:
        return f"{what} {value:.2f}"
    return f"{what} {value:.2f} (mark {mark:g}{'' if value <= mark else ' !'})"


def growth(small: Measured, large: Measured) -> None:
    """Print by what each path is dearer with more rows; within the spread nothing is known."""
    print("\nCPU with more rows, as a multiple of that with few")
    for clients, figures in large.items():
        for name, after in figures.items():
            before = small[clients][name]
            times = after.ratio / before.ratio
            apart = abs(after.ratio - before.ratio)
            within = times <= GROWTH or apart <= max(before.spread, after.spread)
            print(f"{name:<28}{clients:>4}{times:>9.2f}{'' if within else ' !'}")


def table(paths: list[HotPath], figures: Mapping[str, Figures], clients: int) -> None:
    """Print one table."""
    print(
        LINE.format(
            "", "req/s", "p50 ms", "p99 ms", "CPU ms", "DB ms", "× floor", "quartiles", "mark"
        )
    )
    for path in paths:
        f = figures[path.name]
        mark = path.mark_alone if clients == 1 and path.mark_alone else path.mark
        verdict = "" if mark is None else f"{mark:g}{'' if f.ratio <= mark else ' !'}"
        cells = (
            f"{_middle(f.rates):.0f}",
            f"{f.percentile(0.5):.1f}",
            f"{f.percentile(0.99):.1f}",
            f"{_middle(f.cpu_ms):.3f}",
            f"{_middle(f.database_ms):.3f}",
            f"{f.ratio:.1f}",
            "{:.1f}-{:.1f}".format(*f.quartiles),
            verdict,
        )
        print(LINE.format(path.name, *cells))


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def as_json(found: Measured, costs: Costs) -> dict[str, object]:
    """Return the figures for keeping."""
    return {"costs": costs} | {
        clients: {
            name: {
                "ratio": f.ratio, "quartiles": f.quartiles, "cpu_ms": _middle(f.cpu_ms),
                "database_ms": _middle(f.database_ms), "rate": _middle(f.rates),
                "p50_ms": f.percentile(0.5), "p99_ms": f.percentile(0.99),
            }
            for name, f in figures.items()
        }
        for clients, figures in found.items()
    }  # fmt: skip


def main() -> None:
    """Measure and keep what was measured."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--practices", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores")
    subprocess.run([sys.executable, "-m", "bench.redline"], check=True)
    subprocess.run([sys.executable, "-m", "bench.matching"], check=True)
    if given.only != "postgresql":
        rounds = (f"--rounds={given.rounds}", f"--seconds={given.seconds}")
        subprocess.run([sys.executable, "-m", "bench.editions", *rounds], check=True)  # noqa: S603 - our own words
    results: dict[str, object] = {"at": datetime.now(UTC).isoformat(), "rounds": given.rounds}
    small, sizes = Size(1_000, 250, 2_000), list[Measured]()
    for size in (small, Size(given.practices, given.practices // 4, 2_000)):
        file, made, key = prepared(size)
        if given.only != "postgresql":
            name = f"SQLite, {size.practices} practices"
            found, costs = run(name, f"sqlite:///{file.absolute()}", (made, key), given, Cpu())
            results[name] = as_json(found, costs)
            sizes.append(found)
    if given.only != "postgresql":
        growth(*sizes)
    if given.only != "sqlite" and postgres.binaries():
        name = f"PostgreSQL, {size.practices} practices"
        with postgres.cluster() as server:
            url = f"{server}/postgres"
            print("\nCopying to PostgreSQL …", flush=True)
            with copied_to(url, file):
                cpu = PostgresCpu(postgres.pid_of(server))
                found, costs = run(name, url, (made, key), given, cpu)
                results[name] = as_json(found, costs)
    out = FOLDER / "latest.json"
    out.write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(f"\nKept in {out}")


if __name__ == "__main__":
    main()
