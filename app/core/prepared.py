"""A statement in the words of one dialect: compiled once, with the way of each value in and out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]


MOST_SHAPES = 64
"""With lists of so many different lengths a statement is kept; further ones begin anew."""


@dataclass(frozen=True, slots=True)
class _Grown:
    """A statement with lists of certain lengths: its SQL, and where each of its values comes from.

    A value is one of the statement's own, or (the place is not None) one of a list.
    """

    sql: str
    sources: Sequence[tuple[str, str, int | None, Convert | None]]

    def filled(self, known: Mapping[str, Any], *, positional: bool) -> tuple[str, Any]:
        """Return the SQL and the parameters."""
        ready = []
        for _place, name, at, put in self.sources:
            value = known[name] if at is None else known[name][at]
            ready.append(put(value) if put else value)
        if positional:
            return self.sql, ready
        return self.sql, dict(zip([one[0] for one in self.sources], ready, strict=True))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement in the words of one dialect, with the way of each value in and out."""

    compiled: SQLCompiler
    places: Sequence[str]
    fixed: Mapping[str, object]
    put: Mapping[str, Convert]
    take: Sequence[tuple[int, Convert]]
    lists: Sequence[str] = ()
    grown: dict[tuple[int, ...], _Grown] = field(default_factory=dict)

    def filled(self, values: Mapping[str, object]) -> tuple[str, Any]:
        """Return the SQL and the parameters as the driver wants them."""
        known: Mapping[str, Any] = {**self.fixed, **values}
        if self.lists:
            known = {**known, **{name: tuple(known[name]) for name in self.lists}}
            return self._grown(known).filled(known, positional=self.compiled.positional)
        put = self.put
        ready = [put[name](known[name]) if name in put else known[name] for name in self.places]
        if self.compiled.positional:
            return self.compiled.string, ready
        return self.compiled.string, dict(zip(self.places, ready, strict=True))

    def _grown(self, known: Mapping[str, Any]) -> _Grown:
        """Return the statement for lists as long as they happen to be."""
        shape = tuple([len(known[name]) for name in self.lists])
        found = self.grown.get(shape)
        if found is None:
            if len(self.grown) >= MOST_SHAPES:
                self.grown.clear()
            found = self.grown[shape] = self._grow(known)
        return found

    def _grow(self, known: Mapping[str, Any]) -> _Grown:
        """Let the statement grow as SQLAlchemy does."""
        grown = self.compiled.construct_expanded_state(known)
        of_list = {
            one: (name, at)
            for name, ones in grown.parameter_expansion.items()
            for at, one in enumerate(ones)
        }
        put = {**self.put, **grown.processors}
        places = grown.positiontup or tuple(grown.parameters)
        sources = [(one, *of_list.get(one, (one, None)), put.get(one)) for one in places]
        return _Grown(grown.statement, sources)

    def taken(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return the values of a row as their columns' types give them."""
        if not self.take:
            return row
        values = list(row)
        for place, convert in self.take:
            values[place] = convert(values[place])
        return values


def prepare(
    statement: ClauseElement,
    dialect: Dialect,
    kinds: Sequence[TypeEngine[Any]],
    keys: Collection[str] | None = None,
) -> Prepared:
    """Return a statement in the words of a dialect.

    ``kinds`` are the types of the columns it gives, ``keys`` the columns that an INSERT fills.

    Raises:
        TypeError: for what is no statement of SQL.
    """
    compiled = statement.compile(dialect=dialect, column_keys=None if keys is None else [*keys])
    if not isinstance(compiled, SQLCompiler) or compiled.literal_execute_params:
        raise TypeError("Only a statement of SQL can be prepared.")
    binds = compiled.binds
    return Prepared(
        compiled,
        compiled.positiontup or tuple(compiled.params),
        {name: value for name, value in compiled.params.items() if not binds[name].required},
        {n: put for n, b in binds.items() if (put := _put(b.type, dialect))},
        [(n, take) for n, kind in enumerate(kinds) if (take := _take(kind, dialect))],
        sorted({compiled.bind_names[one] for one in compiled.post_compile_params}),
    )


def _put(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _take(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
