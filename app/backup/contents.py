"""What stands in a database or a copy of one: its schema, its rows counted, and its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnClause, Connection, column, func, inspect, select, text
from sqlalchemy import table as named


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a database: the revision of its schema, the rows of each table, its files."""

    schema: str
    rows: Mapping[str, int]
    files: Sequence[str] = ()


def content(conn: Connection) -> Content:
    """Return what stands in the database that ``conn`` speaks to."""
    names = sorted(inspect(conn).get_table_names())
    rows = {
        name: conn.execute(select(func.count()).select_from(named(name))).scalar_one()
        for name in names
    }
    known = "alembic_version" in names
    asked = "SELECT version_num FROM alembic_version"
    files = _files(conn) if "attachment" in names else ()
    return Content(str(conn.execute(text(asked)).scalar()) if known else "", rows, files)


def _files(conn: Connection) -> Sequence[str]:
    """Return where files lie, also those as they came; a copy may be older than that."""
    there = {one["name"] for one in inspect(conn).get_columns("attachment")}
    names = [name for name in ("place", "original") if name in there]
    columns: list[ColumnClause[str | None]] = [column(name) for name in names]
    asked = [select(one).select_from(named("attachment")) for one in columns]
    return [place for one in asked for place in conn.execute(one).scalars() if place]
