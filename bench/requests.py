"""``make bench REQUESTS=500``: requests for assistance; four hundred were made by acts."""

import argparse
import json
import os
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import seal
from app.core.config import Settings
from app.core.db import Database
from app.core.seal import Seal
from app.loading import load
from app.migrating import migrate
from bench import asking
from bench.__main__ import PostgresCpu, stage
from bench.__main__ import table as print_table
from bench.data import FOLDER, copied_to, settings_for
from bench.helped import paths, roles, suggestions_ms
from bench.helping import Helping, declare
from bench.manner import WIDE
from bench.measure import Cpu, measure
from bench.population import Maker, Populated, Reads, enter, people
from bench.resealing import copy_requests
from bench.viewers import people as people_there
from tests.support import postgres

MADE, PEOPLE, FEW = 400, 2_000, 3
"""So many requests are made by acts; with few of them means that they stand three times."""
WAITING, SUGGESTED = 100, 50


def made_by_acts() -> tuple[Path, Populated, str]:
    """Return a SQLite database with what members ask and offer; made once and kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"requests-{MADE}.sqlite3"
    notes = file.with_suffix(".json")
    if not notes.exists():
        for old in FOLDER.glob(f"{file.name}*"):
            old.unlink()
        key = seal.new_key()
        made = _make(file, key)
        notes.write_text(json.dumps({"made": asdict(made), "key": key}), encoding="utf-8")
    known = json.loads(notes.read_text(encoding="utf-8"))
    return file, Populated(**known["made"]), known["key"]


def _nobody(_place: Mapping[str | None, int], _chosen: Sequence[Viewer]) -> list[int]:
    """Who reads what is made is found out when it is measured."""
    return []


def _make(file: Path, key: str) -> Populated:
    settings = Settings.model_validate(settings_for(f"sqlite:///{file.absolute()}", 8000, key))
    database, dice = Database(settings.database), random.Random(7)  # noqa: S311 - sample data
    migrate(database)
    load(database, print)
    with database.unit_of_work() as db:
        viewers = list(people(db, PEOPLE, dice))
    maker = Maker(database, Seal(key), viewers, dice, WIDE)
    maker.each("practices", 1_000, maker.practice)
    helping = Helping(maker)

    def one(db: Session, number: int) -> tuple[str, Reads]:
        return helping.request(db, number), _nobody

    made = maker.each("requests", MADE, one)
    print(f"  {declare(maker)} standing offers")
    secrets, _chosen = enter(database, settings, viewers)
    with database.engine.connect() as conn:
        conn.execute(text("ANALYZE"))
        conn.commit()
    database.close()
    return Populated(secrets, (), [(item_id, 0) for item_id, _ in made])


def with_copies(copies: int) -> tuple[Path, Populated, str]:
    """Return a SQLite database in which what acts made stands so often; made once and kept."""
    base, made, key = made_by_acts()
    file = FOLDER / f"requests-{MADE}x{copies}.sqlite3"
    done = file.with_suffix(".done")
    if not done.exists():
        for old in FOLDER.glob(f"{file.name}*"):
            old.unlink()
        shutil.copy(base, file)
        database = Database(f"sqlite:///{file.absolute()}")
        copy_requests(database, Seal(key), copies)
        _hand_in(database, Seal(key))
        database.close()
        done.touch()
    return file, made, key


def _hand_in(database: Database, seal_: Seal) -> None:
    """Let some requests wait for the Secretariat, over all that there is."""
    with database.read() as conn:
        viewers = list(people_there(conn).values())
    dice = random.Random(29)  # noqa: S311 - who asks
    maker = Maker(database, seal_, viewers, dice, WIDE)

    def one(db: Session, number: int) -> tuple[str, Reads]:
        viewer, audience = asking.who(maker)
        return asking.handed_in(maker, db, number, viewer, audience), _nobody

    maker.each("requests at the desk", WAITING, one)


def run(
    name: str, url: str, data: tuple[Populated, str], given: argparse.Namespace, cpu: Cpu
) -> dict[str, object]:
    """Measure everything on one database and return it."""
    made, key = data
    database = Database(url)
    known = roles(database, made)
    database.close()
    load = os.getloadavg()
    print(f"\n{name}, one client; load of the machine {load[0]:.1f}")
    with stage(url, key, cpu) as (where, _costs):
        chosen = paths(known, made, f"127.0.0.1:{where.port}")
        figures = measure(where, chosen, clients=1, seconds=given.seconds, rounds=given.rounds)
        print_table(chosen, figures, 1)
    middle, slow = suggestions_ms(url, key, known)
    print(f"suggestions for one request: p50 {middle:.1f} ms, p99 {slow:.1f} (mark {SUGGESTED})")
    return {
        "figures": {
            n: (f.ratio, *f.quartiles, min(f.cpu_ms), min(f.database_ms))
            for n, f in figures.items()
        },
        "suggestions": (middle, slow), "load": (load, os.getloadavg()),
    }  # fmt: skip


def main() -> None:
    """Measure with few and with many, on both databases."""
    parser = argparse.ArgumentParser(prog="bench.requests", description=__doc__)
    parser.add_argument("--requests", type=int, default=500, help="copies of four hundred")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    found: dict[str, object] = {}
    sizes = [(copies, *with_copies(copies)) for copies in (FEW, given.requests)]
    for copies, file, made, key in sizes:
        if given.only != "postgresql":
            name = f"SQLite, {copies * MADE} requests"
            url = f"sqlite:///{file.absolute()}"
            found[name] = run(name, url, (made, key), given, Cpu())
        if given.only != "sqlite" and postgres.binaries():
            with postgres.cluster() as server:
                url = f"{server}/postgres"
                with copied_to(url, file):
                    cpu = PostgresCpu(postgres.pid_of(server))
                    name = f"PostgreSQL, {copies * MADE} requests"
                    found[name] = run(name, url, (made, key), given, cpu)
    kept = FOLDER / f"requests-{given.only or 'both'}.json"
    kept.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
