"""Prebuilt INSERTs, UPDATEs and DELETEs on the driver's own cursor, within an act.

They are to what an act writes what readings are to what a page asks: compiled once for each
dialect. What the session still holds is written first, and what is written is the act's: it is
there with its commit or not at all. A refusal of the database comes as SQLAlchemy's.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Delete, Insert, TextClause, Update, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, SQLModel

from app.core.db import table
from app.core.prepared import Prepared, prepare
from app.core.reading import named

Values = Mapping[str, object]


class Writing:
    """A statement that changes rows, built once and often run.

    ``keys`` are the columns that an INSERT fills where they are not all of the table's.
    """

    def __init__(
        self, statement: Insert | Update | Delete | TextClause, keys: Collection[str] | None = None
    ) -> None:
        self._statement = statement
        self._keys = keys
        self._prepared: dict[str, Prepared] = {}

    def run(self, db: Session, rows: Sequence[Values]) -> None:
        """Carry it out for each of ``rows``, in their order; for none nothing is sent.

        Raises:
            KeyError: for a place without a value.
            IntegrityError: and every other refusal of the database.
        """
        if rows:
            self._sent(db, rows, answers=False)

    def first(self, db: Session, values: Values) -> Any:
        """Carry it out and return the first row that it gives back, None where there is none."""
        found = self._sent(db, (values,), answers=True)
        return found[0] if found else None

    def _sent(self, db: Session, rows: Sequence[Values], *, answers: bool) -> list[Any]:
        db.flush()
        conn = _connection(db)
        prepared = self._prepared.get(conn.dialect.name) or self._prepare(conn)
        filled = [prepared.filled(row) for row in rows]
        if prepared.lists and len(rows) > 1:  # each may be another statement
            return [one for row in rows for one in self._sent(db, (row,), answers=answers)]
        sql, given = filled[0][0], [parameters for _, parameters in filled]
        many = len(given) > 1
        cursor = conn.connection.cursor()
        try:
            for hear in conn.engine.dispatch.before_cursor_execute:
                hear(conn, cursor, sql, given if many else given[0], None, many)
            with _refusals(conn, sql):
                if many:
                    cursor.executemany(sql, given)
                    return []
                cursor.execute(sql, given[0])
                if not answers:
                    return []
                made = named(tuple([column[0] for column in cursor.description]))
                return [made(prepared.taken(row)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def _prepare(self, conn: Connection) -> Prepared:
        kinds = [column.type for column in getattr(self._statement, "exported_columns", ())]
        made = prepare(self._statement, conn.dialect, kinds, self._keys)
        self._prepared[conn.dialect.name] = made
        return made


class Putting(Writing):
    """The INSERT of whole objects of one table."""

    def __init__(self, model: type[SQLModel]) -> None:
        into = table(model)
        super().__init__(insert(into))
        self._columns = tuple(into.c.keys())

    def put(self, db: Session, made: SQLModel) -> None:
        """Write ``made``; from then on it belongs to the session, which writes what changes."""
        self.run(db, [{name: getattr(made, name) for name in self._columns}])
        make_transient_to_detached(made)
        db.add(made)


@contextmanager
def together(db: Session) -> Iterator[None]:
    """Send what writings write within the block without waiting for each: PostgreSQL's round trips.

    Nothing may be read within the block. A refusal comes at its end at the latest.
    """
    db.flush()
    conn = db.connection()
    if conn.dialect.name != "postgresql":
        yield
        return
    driver: Any = conn.connection.driver_connection
    with _refusals(conn, ""), driver.pipeline():
        yield


def _connection(db: Session) -> Connection:
    """Return the act's connection; looking it up in the session costs as much as a statement."""
    bind = db.bind
    if isinstance(bind, Connection) and bind.in_transaction() and not db.in_nested_transaction():
        return bind
    return db.connection()


@contextmanager
def _refusals(conn: Connection, sql: str) -> Iterator[None]:
    """Let what the driver refuses come as SQLAlchemy's exception, without what was sent."""
    base = conn.dialect.loaded_dbapi.Error
    try:
        yield
    except base as error:
        raise DBAPIError.instance(
            sql, None, error, base, hide_parameters=True, dialect=conn.dialect
        ) from error
