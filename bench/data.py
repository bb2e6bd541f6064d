"""Databases to measure on: made once for each size and kept, because making them takes minutes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Connection, insert, select, text
from sqlmodel import Session

from app.core import seal
from app.core.config import Settings
from app.core.db import Database
from app.loading import load
from app.migrating import migrate
from app.search.terms import Document
from app.search.writing import _PUT_IN, _WORDS
from app.tables import metadata
from bench.population import Populated, Size, populate

FOLDER = Path("bench/results")
SECRET = "a secret for measuring only, 32 characters"  # noqa: S105 - guards nothing

_HALVES = text("SELECT near, word FROM search_text_near")
PROVIDER = {
    "key": "bench",
    "name": "Bench",
    "issuer": "https://idp.example",
    "client_id": "portal",
    "client_secret": SECRET,
}


def settings_for(database_url: str, port: int, seal_key: str) -> dict[str, object]:
    """Return the portal's settings under measurement, as JSON takes them."""
    return {
        "base_url": f"http://127.0.0.1:{port}",
        "port": port,
        "database_url": database_url,
        "secret_key": SECRET,
        "patience": 1_000_000,
        "seal_key": seal_key,
        "worker": False,
        "providers": [PROVIDER],
        "session_idle_minutes": 100_000,
        "session_hours": 100_000,
        "var_dir": str(FOLDER.absolute()),
    }


def prepared(size: Size) -> tuple[Path, Populated, str]:
    """Return a SQLite database of ``size``, what is in it, and its sealing key.

    What was made before is brought to the tables of today.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"data-{'wide-' if size.wide else ''}{size.practices}.sqlite3"
    notes = file.with_suffix(".json")
    if not notes.exists():
        for old in FOLDER.glob(f"{file.name}*"):
            old.unlink()
        key = seal.new_key()
        made = _make(file, size, key)
        notes.write_text(json.dumps({"made": asdict(made), "key": key}), encoding="utf-8")
    known = json.loads(notes.read_text(encoding="utf-8"))
    kept = Database(f"sqlite:///{file.absolute()}")
    migrate(kept)
    kept.close()
    return file, Populated(**known["made"]), known["key"]


def _make(file: Path, size: Size, key: str) -> Populated:
    print(f"Making {size.practices} practices, {size.requests} requests, {size.people} people")
    settings = Settings.model_validate(settings_for(f"sqlite:///{file.absolute()}", 8000, key))
    database = Database(settings.database)
    migrate(database)
    load(database, print)
    made = populate(database, settings, size)
    with database.engine.connect() as conn:
        conn.execute(text("ANALYZE"))
        conn.commit()
    database.close()
    return made


@contextmanager
def copied_to(url: str, file: Path) -> Iterator[None]:
    """Copy a SQLite database's rows into an empty PostgreSQL database."""
    source, target = Database(f"sqlite:///{file.absolute()}"), Database(url)
    migrate(target)
    with source.read() as rows, target.unit_of_work() as db:
        db.execute(text("SET session_replication_role = replica"))
        for one in metadata.sorted_tables:
            found = [dict(row) for row in rows.execute(select(one)).mappings()]
            for first in range(0, len(found), 2000):
                db.execute(insert(one), found[first : first + 2000])
        _copy_index(rows, db)
    source.close()
    yield
    target.close()


def _copy_index(rows: Connection, db: Session) -> None:
    """Copy the words of the full-text index, as PostgreSQL keeps them."""
    found = rows.execute(text("SELECT rowid, title, tags, body, terms, labels FROM search_text"))
    for batch in found.partitions(2000):
        documents = [
            (row[0], Document(*(tuple(words.split()) for words in row[1:]))) for row in batch
        ]
        words = _WORDS["postgresql"]
        _PUT_IN["postgresql"].run(db, [{"id": n, **words(d)} for n, d in documents])
    halves = [{"near": row[0], "word": row[1]} for row in rows.execute(_HALVES)]
    db.execute(text("INSERT INTO search_text_near (near, word) VALUES (:near, :word)"), halves)
