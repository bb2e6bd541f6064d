"""What the database itself refuses: changing a body, an identity, or anything of an edition.

The tables create these with themselves (``after_create``); the migration takes ``STATEMENTS``.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event
from sqlmodel import SQLModel

from app.core.db import table
from app.manual.models import Edition

FROZEN = ("manual_body", "manual_block", "manual_chapter", "manual_edition")
OF_EDITION = ("manual_edition_chapter", "manual_edition_block")
SAYS = "What the manual has published is never changed."
CLOSED = "This edition is closed."

_BODY_AGAIN = "SELECT 1 FROM manual_body WHERE hash = NEW.hash AND source <> NEW.source"
_NUMBER_AGAIN = "SELECT 1 FROM manual_edition WHERE number = NEW.number"
_IS_CLOSED = "SELECT 1 FROM manual_edition WHERE number = NEW.edition"


def _sqlite() -> Iterator[str]:
    for name in (*FROZEN, *OF_EDITION):
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
    # REPLACE deletes without asking the triggers above, so inserting asks first.
    yield _sqlite_insert("manual_body", _BODY_AGAIN, SAYS)
    yield _sqlite_insert("manual_edition", _NUMBER_AGAIN, CLOSED)
    for name in OF_EDITION:
        yield _sqlite_insert(name, _IS_CLOSED, CLOSED)


def _sqlite_insert(name: str, condition: str, says: str) -> str:
    return (
        f"CREATE TRIGGER {name}_no_insert BEFORE INSERT ON {name} WHEN EXISTS ({condition}) "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION manual_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{SAYS}'; END $$"
    )
    yield (
        "CREATE FUNCTION manual_closed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF EXISTS ({_IS_CLOSED}) THEN RAISE integrity_constraint_violation "
        f"USING MESSAGE = '{CLOSED}'; END IF; RETURN NEW; END $$"
    )
    for name in (*FROZEN, *OF_EDITION):
        yield (
            f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION manual_refuse()"
        )
        yield (
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()"
        )
    for name in OF_EDITION:
        yield (
            f"CREATE TRIGGER {name}_no_insert BEFORE INSERT ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION manual_closed()"
        )


STATEMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sqlite": tuple(_sqlite()), "postgresql": tuple(_postgresql())}
)
DROPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sqlite": (),
        "postgresql": (
            "DROP FUNCTION IF EXISTS manual_refuse",
            "DROP FUNCTION IF EXISTS manual_closed",
        ),
    }
)
"""What is left when the tables are gone; the migration takes them."""


@event.listens_for(SQLModel.metadata, "after_create")
def _after_create(
    _metadata: MetaData, connection: Connection, tables: Collection[Table] = (), **_rest: Any
) -> None:
    """Create them where the manual's tables have just been created."""
    if table(Edition) in tables:
        for statement in STATEMENTS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
