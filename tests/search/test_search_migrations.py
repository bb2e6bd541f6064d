"""Pieces of time and the list of public words come and go with what is in the index."""

from alembic import command
from sqlalchemy import text

from app.access.viewer import ANYONE
from app.migrating import alembic_config
from app.search import queries, spelling

HELD = {
    "sqlite": "SELECT rowid, title, tags, body, terms, labels FROM search_text ORDER BY 1",
    "postgresql": "SELECT id, CAST(vector AS text) FROM search_text ORDER BY 1",
}
THERE = "SELECT id FROM search_text_ranked(ARRAY[CAST(:wanted AS tsquery)], 9, NULL)"
NEAR = "SELECT near, word FROM search_text_near ORDER BY 1, 2"


def _read(database, asked: str, **given: object) -> list[tuple[object, ...]]:
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(text(asked), given)]


def test_what_is_indexed_is_brought_along_both_ways(database, put):
    put("Kakapo", "защита школы", address="/public")
    put("Quokka", labels=("network",), key="comment:inner", kind="comment")
    dialect = database.engine.dialect.name
    held, near = _read(database, HELD[dialect]), _read(database, NEAR)
    assert {"kakapo", "защита"} < {word for _, word in near}
    assert "quokka" not in {word for _, word in near}
    config = alembic_config(database)

    command.downgrade(config, "0081")
    if dialect == "postgresql":
        before = _read(database, HELD[dialect])
        assert [row[0] for row in before] == [row[0] for row in held]
        assert not any("'w0_" in str(row[1]) for row in before)
        assert len(_read(database, THERE, wanted="kakapo & l_public")) == 1

    command.upgrade(config, "head")
    assert (_read(database, HELD[dialect]), _read(database, NEAR)) == (held, near)
    with database.read() as conn:
        found = queries.search(conn, ANYONE, "kakapo").hits
        assert [hit.address for hit in found] == ["/public"]
        assert spelling.meant(conn, ANYONE, "kakpo") == "kakapo"
        assert spelling.meant(conn, ANYONE, "quoka") is None
