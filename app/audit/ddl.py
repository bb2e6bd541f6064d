"""What the database itself refuses: changing or deleting of the record, and gaps in it.

The tables create these with themselves (``after_create``); the migration takes ``STATEMENTS``.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event
from sqlmodel import SQLModel

from app.audit.models import AuditRecord
from app.core.db import table

COUNTED = {"audit_record": "id", "audit_checkpoint": "number"}
SAYS = "The record is never changed."
GAP = "The record is written in order and without gaps."


def _following(name: str, column: str) -> str:
    """Return what asks for the next number of a table of ours."""
    return f"(SELECT coalesce(max({column}), 0) + 1 FROM {name})"  # noqa: S608 - names of ours


def _sqlite() -> Iterator[str]:
    for name, column in COUNTED.items():
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
        # REPLACE deletes without asking the triggers above; it cannot name the next number.
        following = _following(name, column)
        yield (
            f"CREATE TRIGGER {name}_no_gap BEFORE INSERT ON {name} "
            f"WHEN NEW.{column} <> {following} BEGIN SELECT RAISE(ABORT, '{GAP}'); END"
        )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{SAYS}'; END $$"
    )
    for name, column in COUNTED.items():
        following = _following(name, column)
        yield (
            f"CREATE FUNCTION {name}_in_order() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF NEW.{column} <> {following} THEN "
            f"RAISE integrity_constraint_violation USING MESSAGE = '{GAP}'; "
            "END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        )
        yield (
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
        yield (
            f"CREATE TRIGGER {name}_no_gap BEFORE INSERT ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_in_order()"
        )


STATEMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sqlite": tuple(_sqlite()), "postgresql": tuple(_postgresql())}
)
FUNCTIONS = ("audit_refuse", *(f"{name}_in_order" for name in COUNTED))
DROPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sqlite": (),
        "postgresql": tuple(f"DROP FUNCTION IF EXISTS {name} CASCADE" for name in FUNCTIONS),
    }
)
"""What is left when the tables are gone; the migration takes them."""


@event.listens_for(SQLModel.metadata, "after_create")
def _after_create(
    _metadata: MetaData, connection: Connection, tables: Collection[Table] = (), **_rest: Any
) -> None:
    """Create them where the record's tables have just been created."""
    if table(AuditRecord) in tables:
        for statement in STATEMENTS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
