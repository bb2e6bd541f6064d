"""A migrated and loaded database for each test, copied from a template made once per run."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from app.core.db import Database
from app.directory.loading import load_members, load_records
from app.migrating import migrate

_numbers = count()


def prepare(url: str) -> None:
    """Migrate and load the real members into the database at ``url``."""
    database = Database(url)
    migrate(database)
    with database.unit_of_work() as db:
        load_members(db)
        load_records(db)
    database.close()


class SQLiteTemplates:
    """Copies a prepared SQLite file."""

    def __init__(self, folder: Path, fill: Callable[[str], None] = prepare) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite3"
        fill(f"sqlite:///{self.template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the address of a fresh copy."""
        copy = self.folder / f"test-{next(_numbers)}.sqlite3"
        shutil.copyfile(self.template, copy)
        try:
            yield f"sqlite:///{copy}"
        finally:
            for file in self.folder.glob(f"{copy.name}*"):
                file.unlink()


class PostgresTemplates:
    """Creates databases from a prepared PostgreSQL template."""

    def __init__(self, server: str, worker: str, fill: Callable[[str], None] = prepare) -> None:
        self.server = server
        self.worker = worker
        self.admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
        self._run(f"CREATE DATABASE template_{worker}")
        fill(f"{server}/template_{worker}")

    def _run(self, statement: str) -> None:
        with self.admin.connect() as conn:
            conn.execute(text(statement))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the address of a fresh copy."""
        name = f"test_{self.worker}_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_{self.worker} STRATEGY FILE_COPY")
        try:
            yield f"{self.server}/{name}"
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Give the connections back."""
        self.admin.dispose()
