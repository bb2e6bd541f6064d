"""A migrated and loaded database for each test, as good as new: copied, or put back as it was."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, text

from app.core.db import Database
from app.directory.loading import load_members, load_records
from app.migrating import migrate
from tests.support.pristine import Pristine

Fill = Callable[[str], Any]
Further = Callable[[str, Any], Any]
BEGIN: dict[Fill, tuple[Fill, Further]] = {}
"""What fills a database that another has filled already: the other, and how it goes on."""
_numbers = count()


def after(begin: Fill) -> Callable[[Further], Fill]:
    """Let what goes on from what ``begin`` filled, and gets what that returned, fill as a whole.

    A template of it is a copy of the template of ``begin``, of which so much is not done again.
    """

    def whole(further: Further) -> Fill:
        @wraps(further)
        def fill(url: str) -> Any:
            return further(url, begin(url))

        BEGIN[fill] = (begin, further)
        return fill

    return whole


def prepared(url: str) -> None:
    """Migrate and load the real members into the database at ``url``."""
    database = Database(url)
    migrate(database)
    with database.unit_of_work() as db:
        load_members(db)
        load_records(db)
    database.close()


class Template(Protocol):
    """A database filled once; ``held`` is what filling it returned."""

    held: Any

    def fresh(self) -> AbstractContextManager[str]:
        """Give the address of a database that is as the template is."""


class SQLiteTemplate:
    """A SQLite file and its copies."""

    def __init__(self, folder: Path, name: str, fill: Fill, begin: Path | None = None) -> None:
        self.folder = folder
        self.template = folder / f"{name}.sqlite3"
        if begin is not None:
            shutil.copyfile(begin, self.template)
        self.held = fill(f"sqlite:///{self.template}")

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


class PostgresTemplate:
    """A PostgreSQL database and its copies.

    To copy a database is ten times the work of putting one back: so a copy that a test gives back
    is put back as the template is, and dropped where the test touched its schema.
    """

    def __init__(self, server: str, name: str, fill: Fill, begin: str = "") -> None:
        self.server = server
        self.name = name
        if begin:
            self._copy(begin, f"template_{name}")
        else:
            self._run(f"CREATE DATABASE template_{name}")
        self.held = fill(f"{server}/template_{name}")
        self._pristine = Pristine(f"{server}/template_{name}")
        self._free: list[str] = []

    def _run(self, statement: str) -> None:
        admin = create_engine(f"{self.server}/postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as conn:
            conn.execute(text(statement))
        admin.dispose()

    def _copy(self, template: str, name: str) -> str:
        self._run(f"CREATE DATABASE {name} TEMPLATE template_{template} STRATEGY FILE_COPY")
        return name

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the address of a database that is as the template is."""
        if self._free:
            name = self._free.pop()
        else:
            name = self._copy(self.name, f"test_{self.name}_{next(_numbers)}")
        try:
            yield f"{self.server}/{name}"
        finally:
            if self._pristine.put_back(f"{self.server}/{name}"):
                self._free.append(name)
            else:
                self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Templates:
    """The templates of one process of the run, each filled when it is first asked for."""

    def __init__(self, folder: Path, worker: str, server: Callable[[], str]) -> None:
        self._folder = folder
        self._worker = worker
        self._server = server
        self._made: dict[tuple[str, Fill], Template] = {}

    def of(self, engine: str, fill: Fill) -> Template:
        """Return the template that ``fill`` makes, on an engine."""
        if (engine, fill) not in self._made:
            self._made[engine, fill] = self._make(engine, fill)
        return self._made[engine, fill]

    def _make(self, engine: str, fill: Fill) -> Template:
        name = fill.__name__
        if fill not in BEGIN:
            return self._new(engine, name, fill)
        begin, further = BEGIN[fill]
        held = self.of(engine, begin).held
        return self._new(engine, name, lambda url: further(url, held), begin.__name__)

    def _new(self, engine: str, name: str, fill: Fill, begin: str = "") -> Template:
        if engine == "sqlite":
            file = self._folder / f"{begin}.sqlite3" if begin else None
            return SQLiteTemplate(self._folder, name, fill, file)
        before = f"{begin}_{self._worker}" if begin else ""
        return PostgresTemplate(self._server(), f"{name}_{self._worker}", fill, before)
