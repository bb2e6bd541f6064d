"""What the list and the page of a practice ask for is found by an index, however much there is."""

import re

import pytest
from sqlalchemy import event

from app.tables import metadata

SMALL = frozenset({"practice_turn", "member", "office", "office_review"})
"""Tables that do not grow with what people write: one row, or as many as there are offices."""


@pytest.fixture
def asked(database):
    """Return what was sent to the database meanwhile, each with its values."""
    sent: list[tuple[str, object]] = []

    def note(_conn, _cursor, statement, values, *_rest) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


def _read_whole(database, statement, values) -> set[str]:
    """Return the tables that the plan of a statement reads from end to end."""
    with database.engine.connect() as conn:
        cursor = conn.connection.cursor()
        if database.is_sqlite:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [row[3] for row in cursor.fetchall()]
            found = [re.match(r"SCAN (\w+)(?! VIRTUAL)", step) for step in steps]
        else:
            cursor.execute("SET enable_seqscan = off")
            cursor.execute(f"EXPLAIN {statement}", values)
            found = [re.search(r"Seq Scan on (\w+)", row[0]) for row in cursor.fetchall()]
            cursor.execute("RESET enable_seqscan")
    return {one[1] for one in found if one and one[1] in metadata.tables} - SMALL


@pytest.mark.parametrize("who", ["denmark", "editor", None])
def test_nothing_is_read_from_end_to_end(written, browse, database, asked, who):
    ids = [written("ghana", audience="public", title=f"T{n}") for n in range(3)]
    client = browse(who) if who else browse()
    addresses = ("/practices", "/practices?pillar=1", f"/practices/{ids[0]}")
    for address in addresses * 2:
        client.get(address)
    asked.clear()
    for address in addresses:
        client.get(address)
    sent = list(asked)

    assert len(sent) > len(addresses)
    whole = {statement: _read_whole(database, statement, values) for statement, values in sent}
    assert {statement: tables for statement, tables in whole.items() if tables} == {}
