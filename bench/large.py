"""The largest data: ``python -m bench.large``, lists, pages and searches for each kind of viewer.

Everything is measured with 1,000 practices and with many, in the same manner, one after the other.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import text

from app.core.db import Database
from app.discussion import unread
from bench.__main__ import PostgresCpu, stage
from bench.__main__ import table as print_table
from bench.asked import Known, known_of, paths, searches
from bench.copying import copy_practices
from bench.data import FOLDER, copied_to, prepared
from bench.load import steady
from bench.measure import Cpu, Figures, Stage, measure
from bench.population import Populated, Size
from bench.processes import memory_mb
from bench.viewers import people
from tests.support import postgres

MADE, SMALL = 4_000, 1_000
RATE = 20
SEARCH_MARKS = {"sqlite": 50, "postgresql": 100}
UNREAD_MARK = 5
PLANNED = 12


def open_loop(where: Stage, known: Known, mark: int, seconds: float) -> Mapping[str, float]:
    """Print how long searches take at so many a second; return the slowest of a hundred each."""
    host, found = f"127.0.0.1:{where.port}", dict[str, float]()
    print(f"\nsearches at {RATE} a second, in ms (mark {mark} for the slowest of a hundred)")
    for name, shots in searches(known, host).items():
        chosen = random.Random(5).sample(list(shots), len(shots))  # noqa: S311 - an order
        answers = steady(
            "127.0.0.1", where.port, itertools.cycle(chosen), rate=RATE, seconds=seconds
        )
        figures = Figures(latencies=answers.latencies)
        found[name] = figures.percentile(0.99)
        sign = "" if found[name] <= mark else " !"
        print(
            f"{name:<28}p50{figures.percentile(0.5):>8.1f}   p99{found[name]:>8.1f}{sign}"
            + (f"   {answers.refused} turned away" if answers.refused else "")
        )
    return found


def unread_ms(url: str, many: int = 200) -> tuple[float, float]:
    """Return how long it takes to count what is new: the middle and the slowest of a hundred.

    The connection is one that was asked before: PostgreSQL plans a statement anew for the first ten
    times on each connection, which takes four times as long as to carry it out.
    """
    database, took = Database(url), list[float]()
    with database.read() as conn:
        for viewer in list(people(conn).values())[:PLANNED]:
            unread.counts(conn, viewer)
        for viewer in list(people(conn).values())[:many]:
            unread.counts(conn, viewer)
            began = time.perf_counter()
            unread.counts(conn, viewer)
            took.append((time.perf_counter() - began) * 1000)
    database.close()
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99)]


def _have_read(database: Database) -> None:
    """Let each person have read some practices, as people do."""
    with database.unit_of_work() as db:
        db.execute(
            text(
                "INSERT INTO comment_read (person_id, about, until)"
                " SELECT p.person_id, i.id, i.changed_at FROM"
                " (SELECT DISTINCT person_id FROM session) AS p CROSS JOIN"
                " (SELECT id, changed_at FROM item WHERE kind = 'practice' AND audience = 'network'"
                " ORDER BY id LIMIT 60) AS i"
            )
        )


def prepared_large(copies: int) -> tuple[Path, Populated, str]:
    """Return a SQLite database in which what acts made stands so often; made once and kept."""
    base, made, key = prepared(Size(MADE, 50, 2_000, wide=True))
    file = FOLDER / f"data-wide-{MADE}x{copies}.sqlite3"
    done = file.with_suffix(".done")
    if not done.exists():
        for old in FOLDER.glob(f"{file.name}*"):
            old.unlink()
        shutil.copy(base, file)
        database = Database(f"sqlite:///{file.absolute()}")
        copy_practices(database, copies)
        database.close()
        done.touch()
    return file, made, key


def run(
    name: str, url: str, known: Known, given: argparse.Namespace, cpu: Cpu
) -> dict[str, object]:
    """Measure everything on one database and return it."""
    dialect = "sqlite" if url.startswith("sqlite") else "postgresql"
    print(f"\n{name}, one client; load of the machine {os.getloadavg()[0]:.1f}")
    with stage(url, known.key, cpu) as (where, costs):
        host = f"127.0.0.1:{where.port}"
        began = time.perf_counter()
        first = measure(where, paths(known, host)[:1], clients=1, seconds=0.1, rounds=1)
        costs["first list, s"] = max(next(iter(first.values())).latencies)
        costs["lists ready, s"] = time.perf_counter() - began
        costs["memory with lists, MB"] = memory_mb(where.pid)
        chosen = [
            path for path in paths(known, host) if path.name.startswith("search" * given.searches)
        ]
        figures = measure(where, chosen, clients=1, seconds=given.seconds, rounds=given.rounds)
        print_table(chosen, figures, 1)
        slowest = open_loop(where, known, SEARCH_MARKS[dialect], given.open)
    middle, slow = unread_ms(url)
    print(f"\nwhat is new for one person: p50 {middle:.2f} ms, p99 {slow:.2f} (mark {UNREAD_MARK})")
    print(" · ".join(f"{what} {value:.2f}" for what, value in costs.items()))
    return {
        "figures": {n: (f.ratio, *f.quartiles, min(f.cpu_ms)) for n, f in figures.items()},
        "p99": slowest, "unread": (middle, slow), "costs": costs, "load": os.getloadavg(),
    }  # fmt: skip


def main() -> None:
    """Measure with few and with many, on both databases."""
    parser = argparse.ArgumentParser(prog="bench.large", description=__doc__)
    parser.add_argument("--copies", type=int, default=250)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--open", type=float, default=15.0)
    parser.add_argument("--searches", action="store_true", help="measure nothing but these")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    found: dict[str, object] = {}
    small = prepared(Size(SMALL, 250, 2_000, wide=True))
    if given.only != "postgresql":
        for copies, (file, made, key) in ((1, small), (given.copies, prepared_large(given.copies))):
            url = f"sqlite:///{file.absolute()}"
            found |= _measured(url, (made, key, copies), given, Cpu())
    if given.only != "sqlite" and postgres.binaries():
        for copies in (1, given.copies):
            with postgres.cluster() as server:
                url = f"{server}/postgres"
                base = small if copies == 1 else prepared(Size(MADE, 50, 2_000, wide=True))
                with copied_to(url, base[0]):
                    if copies > 1:
                        copy_practices(Database(url), copies)
                    cpu = PostgresCpu(postgres.pid_of(server))
                    found |= _measured(url, (*base[1:], copies), given, cpu)
    file = FOLDER / f"large-{given.only or 'both'}.json"
    file.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _measured(
    url: str, data: tuple[Populated, str, int], given: argparse.Namespace, cpu: Cpu
) -> dict[str, object]:
    """Measure one database and return it under its name."""
    made, key, copies = data
    database = Database(url)
    with database.read() as conn:
        count = conn.execute(text("SELECT count(*) FROM practice")).scalar_one()
        any_read = conn.execute(text("SELECT 1 FROM comment_read")).first()
    if any_read is None:
        _have_read(database)
    known = known_of(database, made, key, copies)
    database.close()
    name = f"{'SQLite' if database.is_sqlite else 'PostgreSQL'}, {count} practices"
    return {name: run(name, url, known, given, cpu)}


if __name__ == "__main__":
    main()
