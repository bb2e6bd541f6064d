"""Comments that were found at their old address are found at the lasting one."""

from alembic import command
from sqlalchemy import select

from app.core.db import table
from app.migrating import alembic_config
from app.search.models import SearchEntry
from tests.support.rows import rows_hash


def test_a_migration_brings_the_addresses_of_comments_along(database, browse, written):
    item_id = written("ghana")
    here = f"/practices/{item_id}"
    browse("denmark").post(f"{here}/comments", {"comment": "Words", "language": "en"})
    entry = table(SearchEntry)

    def address() -> str:
        with database.read() as conn:
            found = select(entry.c.address).where(entry.c.kind == "comment")
            return conn.execute(found).scalar_one()

    before, made = rows_hash(database)["search_entry"], address().partition("#c-")[2]
    config = alembic_config(database)
    command.downgrade(config, "0014")
    assert address() == f"{here}#c-{made}"

    command.upgrade(config, "head")
    assert address() == f"{here}?comment={made}#c-{made}"
    assert rows_hash(database)["search_entry"] == before
