"""Copies of a database as files, in the words of each engine, with what stands in them counted."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

DEBIAN = Path("/usr/lib/postgresql")
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside its file: left there, it would be mixed into what comes back."""

NO_TOOLS = "pg_dump and pg_restore are missing: install the package postgresql-client."


class CannotBackUp(Exception):
    """A backup cannot be made or brought back; the message says why and what helps."""


def dump(url: str, into: Path) -> Mapping[str, int]:
    """Copy the database at ``url`` into the file ``into`` as it stands at one moment.

    Writers go on meanwhile. Returns how many rows each table has in the copy.

    Raises:
        CannotBackUp: when the engine's own tool refuses.
    """
    where = make_url(url)
    return _dump_sqlite(where, into) if _is_sqlite(where) else _dump_postgres(where, into)


def bring_back(url: str, dumped: Path) -> Mapping[str, int]:
    """Fill the empty database at ``url`` from a copy; return the rows of each table.

    Raises:
        CannotBackUp: when it is not empty, or the copy does not fit.
    """
    where = make_url(url)
    if _is_sqlite(where):
        return _restore_sqlite(where, dumped)
    return _restore_postgres(where, dumped)


def engine_of(url: str) -> str:
    """Return ``sqlite`` or ``postgresql``."""
    return make_url(url).get_backend_name()


def _is_sqlite(where: URL) -> bool:
    return where.get_backend_name() == "sqlite"


def _dump_sqlite(where: URL, into: Path) -> Mapping[str, int]:
    file = where.database or ""
    if not Path(file).exists():
        raise CannotBackUp(f"There is no database at {file}.")
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(into)) as copy,
    ):
        source.backup(copy, pages=-1)  # all at once: one moment, and no start over
        copy.execute("PRAGMA journal_mode=DELETE")
        return _sqlite_rows(copy)


def _restore_sqlite(where: URL, dumped: Path) -> Mapping[str, int]:
    file = Path(where.database or "")
    for there in (file, *(file.with_name(file.name + end) for end in BESIDE)):
        if there.exists():
            raise CannotBackUp(
                f"{there} exists already: a backup is brought back into an empty place."
            )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f"{file.name}.part")
    part.touch(mode=0o600)
    try:
        shutil.copyfile(dumped, part)
        with closing(sqlite3.connect(part)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise CannotBackUp(f"The copy is damaged: {found}")
            rows = _sqlite_rows(copy)
        part.replace(file)
    except sqlite3.DatabaseError as wrong:
        raise CannotBackUp(f"The copy is damaged: {wrong}") from wrong
    finally:
        part.unlink(missing_ok=True)
    return rows


def _sqlite_rows(conn: sqlite3.Connection) -> Mapping[str, int]:
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = sorted(name for (name,) in conn.execute(asked))
    return {
        name: int(conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - its own names
        for name in names
    }


def _dump_postgres(where: URL, into: Path) -> Mapping[str, int]:
    """Count and copy under one snapshot, so that both speak of the same moment."""
    engine = create_engine(where, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as conn:
            snapshot = conn.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            rows = _postgres_rows(conn)
            _run(
                "pg_dump", where, "--format=custom", "--no-owner", "--no-privileges",
                f"--snapshot={snapshot}", f"--file={into}",
            )  # fmt: skip
    finally:
        engine.dispose()
    return rows


def _restore_postgres(where: URL, dumped: Path) -> Mapping[str, int]:
    engine = create_engine(where)
    try:
        with engine.connect() as conn:
            if _postgres_rows(conn):
                raise CannotBackUp(
                    f"The database {where.database} is not empty: a backup is brought back into an"
                    " empty one."
                )
        _run(
            "pg_restore", where, "--no-owner", "--no-privileges", "--exit-on-error",
            "--single-transaction", f"--dbname={where.database}", str(dumped),
        )  # fmt: skip
        with engine.connect() as conn:
            return _postgres_rows(conn)
    finally:
        engine.dispose()


def _postgres_rows(conn: Connection) -> Mapping[str, int]:
    asked = (
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    return {
        name: int(conn.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one())  # noqa: S608 - its own names
        for name in sorted(conn.execute(text(asked)).scalars())
    }


def _run(tool: str, where: URL, *words: str) -> None:
    environment = {
        **os.environ,
        "PGHOST": where.host or "",
        "PGPORT": str(where.port or ""),
        "PGUSER": where.username or "",
        "PGPASSWORD": str(where.password or ""),
        "PGDATABASE": where.database or "",
    }
    known = {name: value for name, value in environment.items() if value}
    done = subprocess.run(  # noqa: S603 - our own words
        [_tool(tool), *words], capture_output=True, text=True, env=known, check=False
    )
    if done.returncode != 0:
        raise CannotBackUp(f"{tool} refused: {done.stderr.strip()}")


def _tool(name: str) -> str:
    """Return the newest of Debian's, since an older one refuses a newer server."""
    debian = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise CannotBackUp(NO_TOOLS)
    return found
