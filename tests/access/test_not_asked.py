"""A form changes no column that it does not ask for: each act, with the names of all columns sent.

Each name carries a value that stands nowhere else, and nothing that writes may carry one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlmodel import SQLModel

from tests.access.by_programme import API
from tests.access.cells import Case, address
from tests.access.test_matrix import cells

NAMES = {column.name for table in SQLModel.metadata.tables.values() for column in table.columns}
MARKS = {name: f"q{name.replace('_', '')}q" for name in NAMES}
ASKED = {
    "/appointments/{appointment_id}/end": {"last_day"},
    "/adaptations/{item_id}/result": {"note"},
    "/appointments/{appointment_id}/verify": {"starts"},
    "/assistance/{item_id}/clearance": {"language"},
    "/assistance/{item_id}/offers": {"language"},
    "/assistance/{item_id}/readers": {"readers"},
    "/assistance/sealed/{card_id}": {"languages"},
    "/directory/entities": {"source"},
    "/directory/{code}/offices/new": {"mailbox", "title"},
    "/guest/consultation/{guest_id}/send": {"language"},
    "/hand-over/{office_id}": {"last_day"},
    "/manual/clear": {"language"},
    "/manual/consultations/{item_id}/write": {"language", "stance"},
    "/manual/edit/{chapter}": {"questions", "readers", "title"},
    "/offices/{office_id}/away": {"stand_in", "starts"},
    "/offices/{office_id}/entry": {
        "email", "expertise", "languages", "position", "shown", "telephone", "time_zone",
    },
    "/offices/{office_id}/write": {"text"},
    "/open-seats/new": {"contact_office", "example", "link", "readers"},
    "/open-seats/wishes": {"regions"},
    "/open-seats/{item_id}/change": {"contact_office", "example", "link", "readers"},
    "/people/{person_id}/recovery": {"reason_words"},
    "/practices/{item_id}/clearances": {"language"},
    "/practices/{item_id}/comments/{comment_id}/change": {
        "answers", "language", "readers", "stance",
    },
    "/practices/{item_id}/readers": {"readers"},
    "/practices/{item_id}/translations/{language}": {"description", "summary"},
    "/practices/{item_id}/translations/{language}/keep": {"description", "summary"},
    "/standing-offers/new": {"example", "experience"},
    "/standing-offers/{item_id}/change": {"example", "experience"},
}  # fmt: skip
"""Columns that a page does ask for by their name, beside what its case sends."""


@contextmanager
def writing(engine: Engine) -> Iterator[list[str]]:
    """Collect what is sent with each statement that writes."""
    found: list[str] = []

    def look(_conn, _cursor, statement: str, values: object, _context, _many) -> None:
        if statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            found.append(repr(values))

    event.listen(engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", look)


@pytest.mark.long
def test_a_form_changes_no_column_that_it_does_not_ask_for(app, portal, asked, world):
    def acts(path: str, case: Case, more: dict[str, str]) -> list[str]:
        """Act as the first role whose act writes; return what was written."""
        where = address(path, case, world)
        for role in case.only:
            with writing(portal.db.engine) as found:
                asked.of(role, "POST", where, {**more, **case.form})
            if found:
                return found
        return []

    changed, acted, refused = set(), set(), set()
    for route, _, case in cells(app):
        method, _, path = route.partition(" ")
        if path.startswith(API):
            continue  # it names all it takes, and refuses the rest: see the tests of programmes
        if method == "GET" or path in acted or not acts(path, case, {}):
            continue
        acted.add(path)
        more = {name: MARKS[name] for name in NAMES - ASKED.get(path, set())}
        written = acts(path, case, more)
        if not written:
            refused.add(path)
        changed |= {(path, name) for name in more if any(MARKS[name] in row for row in written)}

    assert (changed, refused) == (set(), set())
    assert len(acted) > 70
    assert len(NAMES) > 250
