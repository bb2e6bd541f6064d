"""Words joined by spaces in one cell: each database has its own name for it."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class joined(FunctionElement[str]):  # noqa: N801 - written as a function of SQL
    """The words of a column, joined by spaces; NULL where there are none."""

    type = String()
    inherit_cache = True


@compiles(joined, "sqlite")
def _on_sqlite(element: joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)}, ' ')"


@compiles(joined, "postgresql")
def _on_postgresql(element: joined, compiler: SQLCompiler, **options: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)}, ' ')"
