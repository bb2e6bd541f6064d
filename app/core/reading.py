"""Prebuilt SELECTs on the driver's own cursor: compiled once for each dialect, then only run.

What SQLAlchemy does at every call (find the compiled form, make a context, make a result) takes
five to ten times as long as SQLite needs to answer, and a page asks four times. A reading begins no
transaction on SQLite, so each reads by itself, as on PostgreSQL.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, TextClause
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]
Named = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement in the words of one dialect, with the way of each value in and out."""

    compiled: SQLCompiler
    places: Sequence[str]
    fixed: Mapping[str, object]
    put: Mapping[str, Convert]
    take: Sequence[tuple[int, Convert]]

    def filled(self, values: Mapping[str, object]) -> tuple[str, Any]:
        """Return the SQL and the parameters as the driver wants them."""
        known: Mapping[str, Any] = {**self.fixed, **values}
        sql, places, put = self.compiled.string, self.places, self.put
        if self.compiled.post_compile_params:  # lists, as long as they happen to be
            grown = self.compiled.construct_expanded_state(known)
            sql, known, put = grown.statement, grown.parameters, {**put, **grown.processors}
            places = grown.positiontup or tuple(known)
        ready = [put[name](known[name]) if name in put else known[name] for name in places]
        return sql, ready if self.compiled.positional else dict(zip(places, ready, strict=True))

    def taken(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return the values of a row as their columns' types give them."""
        if not self.take:
            return row
        values = list(row)
        for place, convert in self.take:
            values[place] = convert(values[place])
        return values


class Reading:
    """A SELECT that is built once and asked often; its rows have the names of its columns."""

    def __init__(self, statement: Select[Any] | TextClause) -> None:
        self._statement = statement
        self._prepared: dict[str, _Prepared] = {}

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
            named = _named(tuple([column[0] for column in cursor.description]))
            return [named(prepared.taken(row)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def first(self, conn: Connection, values: Mapping[str, object]) -> Any:
        """Return the first row, None where there is none."""
        found = self.all(conn, values)
        return found[0] if found else None

    def _prepare(self, dialect: Dialect) -> _Prepared:
        compiled = self._statement.compile(dialect=dialect)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("Only a statement of SQL can be read.")
        binds = compiled.binds
        made = self._prepared[dialect.name] = _Prepared(
            compiled,
            compiled.positiontup or tuple(compiled.params),
            {name: value for name, value in compiled.params.items() if not binds[name].required},
            {n: put for n, b in binds.items() if (put := _put(b.type, dialect))},
            [(n, take) for n, kind in self._kinds() if (take := _take(kind, dialect))],
        )
        return made

    def _kinds(self) -> Sequence[tuple[int, TypeEngine[Any]]]:
        """Return place and type of each column; written SQL knows no types."""
        if isinstance(self._statement, TextClause):
            return ()
        return [(n, column.type) for n, column in enumerate(self._statement.selected_columns)]


def _put(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _take(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


@lru_cache(maxsize=512)
def _named(columns: tuple[str, ...]) -> Named:
    row: Any = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # noqa: PYI024 - names are known only here
    return row._make
