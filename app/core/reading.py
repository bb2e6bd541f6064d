"""Prebuilt SELECTs on the driver's own cursor: compiled once for each dialect, then only run.

What SQLAlchemy does at every call (find the compiled form, make a context, make a result) takes
five to ten times as long as SQLite needs to answer, and a page asks four times. A reading begins no
transaction on SQLite, so each reads by itself, as on PostgreSQL.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, TextClause
from sqlalchemy.types import TypeEngine

from app.core.prepared import Prepared, prepare

AT_ONCE = 2_000
Named = Callable[[Sequence[Any]], Any]


class Reading:
    """A SELECT that is built once and asked often; its rows have the names of its columns."""

    def __init__(self, statement: Select[Any] | TextClause) -> None:
        self._statement = statement
        self._prepared: dict[str, Prepared] = {}

    def all(self, conn: Connection, values: Mapping[str, object]) -> list[Any]:
        """Return every row for ``values``; more values than there are places do no harm.

        Raises:
            KeyError: for a place without a value.
        """
        prepared = self._prepared.get(conn.dialect.name) or self._prepare(conn.dialect)
        sql, parameters = prepared.filled(values)
        cursor = conn.connection.cursor()
        try:
            for hear in conn.engine.dispatch.before_cursor_execute:
                hear(conn, cursor, sql, parameters, None, False)
            cursor.execute(sql, parameters)
            made = named(tuple([column[0] for column in cursor.description]))
            return [made(prepared.taken(row)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def each(self, conn: Connection, values: Mapping[str, object]) -> Iterator[Sequence[Any]]:
        """Give every row for ``values`` as bare values, some at a time: for very many rows."""
        prepared = self._prepared.get(conn.dialect.name) or self._prepare(conn.dialect)
        sql, parameters = prepared.filled(values)
        cursor = conn.connection.cursor()
        try:
            for hear in conn.engine.dispatch.before_cursor_execute:
                hear(conn, cursor, sql, parameters, None, False)
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(AT_ONCE):
                yield from map(prepared.taken, rows) if prepared.take else rows
        finally:
            cursor.close()

    def first(self, conn: Connection, values: Mapping[str, object]) -> Any:
        """Return the first row, None where there is none."""
        found = self.all(conn, values)
        return found[0] if found else None

    def _prepare(self, dialect: Dialect) -> Prepared:
        made = self._prepared[dialect.name] = prepare(self._statement, dialect, self._kinds())
        return made

    def _kinds(self) -> Sequence[TypeEngine[Any]]:
        """Return the type of each column; written SQL knows no types."""
        if isinstance(self._statement, TextClause):
            return ()
        return [column.type for column in self._statement.selected_columns]


@lru_cache(maxsize=512)
def named(columns: tuple[str, ...]) -> Named:
    """Return what makes a row with the names of ``columns``."""
    row: Any = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # noqa: PYI024 - names are known only here
    return row._make
