"""Chapters with few and many editions, and from two processes: ``python -m bench.editions``."""

import argparse
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from app.core import seal
from app.core.config import Settings
from app.core.db import Database, table
from app.core.ids import new_id
from app.identity import sessions
from app.identity.models import Person
from app.identity.sessions import Came
from app.items.models import Item
from app.loading import load
from app.manual.models import Edition, EditionBlock, EditionChapter, Epoch
from app.migrating import migrate
from bench.__main__ import chapters, stage
from bench.__main__ import table as print_table
from bench.data import FOLDER, settings_for
from bench.load import Shot, get
from bench.measure import Cpu, HotPath, Stage, measure

FEW, MANY = 10, 1_000


def main() -> None:
    """Print a table for each number of editions, and one of the second of two processes."""
    parser = argparse.ArgumentParser(prog="bench.editions", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0)
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for count in (FEW, MANY):
        file, key, session = _prepared(count)
        url = f"sqlite:///{file.absolute()}"
        with stage(url, key, Cpu()) as (one, _):
            _measured(f"{count} editions", one, session, given)
            if count == MANY:
                with stage(url, key, Cpu()) as (second, _):
                    _measured(f"{count} editions, the second process", second, session, given)


def _measured(title: str, where: Stage, session: str, given: argparse.Namespace) -> None:
    for clients in (1, 16):
        print(f"\n{title}, {clients} client{'s' if clients > 1 else ''}")
        paths = _paths(f"127.0.0.1:{where.port}", session)
        figures = measure(where, paths, clients=clients, seconds=given.seconds, rounds=given.rounds)
        print_table(paths, figures, clients)


def _paths(host: str, session: str) -> list[HotPath]:
    """Return a chapter for the public and for a member, and the one part that is a member's own."""
    here = chapters()

    def shots(addresses: Sequence[str], who: str) -> Iterator[Shot]:
        return itertools.cycle([get(a, host=host, session=who) for a in addresses])

    own = [f"{address}/you" for address in here]
    return [
        HotPath("manual chapter, public", shots(here, ""), len(here), 3, 2),
        HotPath("manual chapter, signed in", shots(here, session), len(here), 3, 2),
        HotPath("what is a member's own", shots(own, session), len(own)),
    ]


def _prepared(count: int) -> tuple[Path, str, str]:
    """Return a new database with so many editions, its sealing key, and somebody's session."""
    file, key = FOLDER / f"editions-{count}.sqlite3", seal.new_key()
    for old in FOLDER.glob(f"{file.name}*"):
        old.unlink()
    settings = Settings.model_validate(settings_for(f"sqlite:///{file.absolute()}", 8000, key))
    database = Database(settings.database)
    migrate(database)
    load(database, print)
    with database.unit_of_work() as db:
        _copy(db.connection(), count)
        who = db.execute(select(table(Person).c.id).limit(1)).scalar()
        session = (
            sessions.start(db, settings, who, Came(provider="bench", factor="provider"))
            if who
            else ""
        )
    database.close()
    return file, key, session


def _copy(conn: Connection, count: int) -> None:
    """Publish the first edition again and again, as rows: its text and its number alone matter."""
    item, edition = table(Item), table(Edition)
    parts = table(EditionChapter), table(EditionBlock)
    first = conn.execute(select(edition).where(edition.c.number == 1)).mappings().one()
    made = conn.execute(select(item).where(item.c.id == first["item_id"])).mappings().one()
    rows = {part.name: list(conn.execute(select(part)).mappings()) for part in parts}
    for number in range(2, count + 1):
        name = new_id()
        conn.execute(insert(item), {**made, "id": name})
        for part in parts:
            conn.execute(insert(part), _numbered(rows[part.name], number))
        conn.execute(insert(edition), {**first, "number": number, "item_id": name})
    conn.execute(table(Epoch).update().values(value=count))


def _numbered(rows: Sequence[Mapping[Any, Any]], number: int) -> list[dict[Any, Any]]:
    return [{**row, "edition": number} for row in rows]


if __name__ == "__main__":
    main()
