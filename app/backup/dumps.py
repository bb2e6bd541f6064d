"""Copies of a database as files, in the words of each engine, and brought back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from app.backup.contents import Content, content

DEBIAN = Path("/usr/lib/postgresql")
APART = ("record_key", "party_key")
"""Tables whose rows are in no copy: see ``app/backup/keys.py``."""
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside its file: left there, it would be mixed into what comes back."""


class CannotBackUp(Exception):
    """A backup cannot be made or brought back; the message says why and what helps."""


def dump(url: str, into: Path) -> Content:
    """Copy the database at ``url`` into ``into`` as it stands at one moment; return what is there.

    Raises:
        CannotBackUp: when the engine's own tool refuses.
    """
    where = make_url(url)
    return _dump_sqlite(where, into) if _is_sqlite(where) else _dump_postgres(where, into)


def bring_back(url: str, dumped: Path) -> Content:
    """Fill the empty database at ``url`` from a copy; return what is in it then.

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


@contextmanager
def _connected(where: URL | str, *, isolation: str | None = None) -> Iterator[Connection]:
    options = {"isolation_level": isolation} if isolation else {}
    engine = create_engine(where, hide_parameters=True, **options)
    try:
        with engine.connect() as conn:
            yield conn
    finally:
        engine.dispose()


def _dump_sqlite(where: URL, into: Path) -> Content:
    file = Path(where.database or "").absolute()
    if not file.exists():
        raise CannotBackUp(f"There is no database at {file}.")
    with (
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(into)) as copy,
    ):
        source.backup(copy, pages=-1)  # all at once: one moment, and no start over
        copy.execute("PRAGMA journal_mode=DELETE")
        _leave_out(copy)
    with _connected(f"sqlite:///{into}") as conn:
        return content(conn)


def _leave_out(copy: sqlite3.Connection) -> None:
    """Delete what is kept apart, its bytes in the file too."""
    copy.execute("PRAGMA secure_delete=ON")
    there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
    with copy:
        for name in APART:
            if name in there:
                copy.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names


def _restore_sqlite(where: URL, dumped: Path) -> Content:
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
        _ensure_whole(part)
        with _connected(f"sqlite:///{part}") as conn:
            found = content(conn)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return found


def _ensure_whole(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as wrong:
        said = str(wrong)
    if said != "ok":
        raise CannotBackUp(f"The copy is damaged: {said}")


def _dump_postgres(where: URL, into: Path) -> Content:
    """Count and copy under one snapshot, so that both speak of the same moment."""
    with _connected(where, isolation="REPEATABLE READ") as conn:
        snapshot = conn.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        found = content(conn)
        words = (f"--snapshot={snapshot}", f"--file={into}")
        apart = (f"--exclude-table-data={name}" for name in APART)
        _run("pg_dump", conn, "--format=custom", *apart, *words)
    rows = {name: 0 if name in APART else many for name, many in found.rows.items()}
    return replace(found, rows=rows)


def _restore_postgres(where: URL, dumped: Path) -> Content:
    with _connected(where) as conn:
        if content(conn).rows:
            raise CannotBackUp(
                f"The database {where.database} is not empty: a backup is brought back into an"
                " empty one."
            )
        conn.rollback()
        words = ("--exit-on-error", "--single-transaction", str(dumped))
        _run("pg_restore", conn, *words)
        return content(conn)


def _run(name: str, conn: Connection, *words: str) -> None:
    """Run a tool of PostgreSQL on the database that ``conn`` speaks to, with all its settings."""
    where = conn.engine.url
    uri = where._replace(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(where.password)} if where.password else {}
    tool = _tool(name, conn.execute(text("SHOW server_version_num")).scalar_one())
    done = subprocess.run(  # noqa: S603 - our own words
        [tool, "--no-owner", "--no-privileges", f"--dbname={uri}", *words],
        capture_output=True, text=True, env={**os.environ, **secret}, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise CannotBackUp(f"{name} refused: {done.stderr.strip()}")


def _tool(name: str, server: str) -> str:
    """Return the tool of the server's own version.

    An older one refuses the server, and what a newer one writes an older server cannot read.
    """
    major = int(server) // 10_000
    debian = DEBIAN / str(major) / "bin" / name
    found = str(debian) if debian.exists() else shutil.which(name)
    if found is None:
        raise CannotBackUp(f"{name} is missing: install postgresql-client-{major}.")
    asked = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - the tool just found
    if f") {major}" not in asked.stdout:
        raise CannotBackUp(
            f"{found} is not of the server's version {major}: install postgresql-client-{major}."
        )
    return found
