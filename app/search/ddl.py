"""The full-text side in the words of each database: FTS5 on SQLite, tsvector on PostgreSQL.

Neither cuts or folds anything itself: the words come normalised, so both find the same.
"""

from types import MappingProxyType

from sqlalchemy import DDL, event
from sqlmodel import SQLModel

from app.core.db import table

_FTS5 = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    "title, tags, body, terms, labels, columnsize=0, tokenize=\"ascii tokenchars '_'\")"
)
_VECTORS = (
    "CREATE TABLE search_text (id BIGINT NOT NULL,"
    " vector TSVECTOR NOT NULL, CONSTRAINT pk_search_text PRIMARY KEY (id))"
    " WITH (toast_tuple_target = 128)"
)
_OUTSIDE = "ALTER TABLE search_text ALTER COLUMN vector SET STORAGE EXTERNAL"
"""The vectors stand beside the rows, so that walking what the index found reads few pages."""

_GIN = (
    "CREATE INDEX ix_search_text_vector ON search_text USING gin (vector) WITH (fastupdate = off)"
)
_RANKED = """
CREATE FUNCTION search_text_ranked(wanted tsquery[], most integer)
RETURNS TABLE (id bigint, place integer) LANGUAGE plpgsql STABLE ROWS 100
SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
DECLARE
    had integer := 0;
    now integer;
BEGIN
    FOR n IN 1 .. array_length(wanted, 1) LOOP
        RETURN QUERY SELECT s.id, n FROM search_text AS s
            WHERE s.vector @@ wanted[n] ORDER BY s.id LIMIT most - had;
        GET DIAGNOSTICS now = ROW_COUNT;
        had := had + now;
        EXIT WHEN had >= most;
    END LOOP;
END $$
"""
"""The first so many ids of several expressions in turn; those after the last needed never run.

It always uses the index: the planner takes reading a vector for free and would read them all.
"""

STATEMENTS = MappingProxyType(
    {"sqlite": (_FTS5,), "postgresql": (_VECTORS, _OUTSIDE, _GIN, _RANKED)}
)
DROPS = MappingProxyType(
    {
        "sqlite": ("DROP TABLE IF EXISTS search_text",),
        "postgresql": (
            "DROP FUNCTION IF EXISTS search_text_ranked",
            "DROP TABLE IF EXISTS search_text",
        ),
    }
)


def follow(model: type[SQLModel]) -> None:
    """Let the full-text side be created and dropped together with ``model``'s table."""
    for when, statements in (("after_create", STATEMENTS), ("before_drop", DROPS)):
        for dialect, lines in statements.items():
            for line in lines:
                act = DDL(line)  # type: ignore[no-untyped-call] # SQLAlchemy does not declare it
                event.listen(table(model), when, act.execute_if(dialect=dialect))
