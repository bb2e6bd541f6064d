"""The database: one synchronous code path for SQLite and PostgreSQL.

Reads take a connection (``Database.read``); every act is one ``Database.unit_of_work``, committed
before the answer leaves. On SQLite a unit of work begins IMMEDIATE, so that it never fails half-way
on a lock, and every connection runs WAL with ``synchronous=FULL``, so that what was acknowledged
survives a power cut.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel

WRITES = "portal_writes"
BEFORE_COMMIT = "portal_before_commit"
AFTER_COMMIT = "portal_after_commit"
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-2000",
)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def table(model: type[SQLModel]) -> Table:
    """Return the Core table of a SQLModel class, for prebuilt statements."""
    found: Table = model.__table__  # type: ignore[attr-defined] # SQLModel does not declare it
    return found


def _prepare_sqlite(raw: Any, _record: object) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(conn: Connection) -> None:
    writes = conn.get_execution_options().get(WRITES, False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_engine(url: str, *, pool_size: int) -> Engine:
    """Return an engine for ``url`` (``sqlite:///…`` or ``postgresql+psycopg://…``)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = {"connect_args": {"check_same_thread": False}}
    else:
        options = {"pool_pre_ping": True}
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=2,
        pool_use_lifo=True,  # few connections stay warm, instead of all of them a little
        hide_parameters=True,
        **options,
    )
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


class Database:
    """Connections for reading and units of work for writing."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.engine = make_engine(url, pool_size=pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Lend a connection for reading, as long as the block lasts."""
        conn = self.lend()
        try:
            yield conn
        finally:
            self.give_back(conn)

    def lend(self) -> Connection:
        """Lend a connection for reading: PostgreSQL refuses to write on it, SQLite forgets it."""
        conn = self.engine.connect()
        return conn if self.is_sqlite else conn.execution_options(postgresql_readonly=True)

    def give_back(self, conn: Connection) -> None:
        """Take back what was lent.

        PostgreSQL's reading ends with a commit: at a rollback the driver forgets the statements
        that it had prepared, and to plan them anew costs more than to carry them out.
        """
        try:
            if not self.is_sqlite:
                conn.connection.commit()  # of the driver, which prebuilt statements speak to
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error):
            conn.invalidate()  # it is gone, and what was read is read
        finally:
            conn.close()

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Lend a session; commit when the block ends, roll back when it raises."""
        with self.engine.connect().execution_options(**{WRITES: True}) as conn:
            with Session(conn, autoflush=True, expire_on_commit=False) as session:
                yield session
                session.flush()
                for finish in session.info.get(BEFORE_COMMIT, ()):
                    finish(session)
                session.commit()
            for act in session.info.get(AFTER_COMMIT, ()):
                act()

    def ready(self) -> str | None:
        """Return the schema revision the database is at, or None where there is none."""
        with self.read() as conn:
            if not self.engine.dialect.has_table(conn, "alembic_version"):
                return None
            return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def settle(self) -> None:
        """Let nothing that was deleted stand in what SQLite keeps beside the file any longer."""
        if self.is_sqlite:
            with self.engine.connect() as conn:
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def before_commit(session: Session, finish: Callable[[Session], None]) -> None:
    """Let ``finish`` write last in ``session``'s unit of work, when every other lock is held."""
    session.info.setdefault(BEFORE_COMMIT, []).append(finish)


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Run ``act`` once ``session``'s unit of work has been committed, and only then."""
    session.info.setdefault(AFTER_COMMIT, []).append(act)
