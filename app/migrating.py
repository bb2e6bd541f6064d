"""Bringing the database to the schema of this code."""

from alembic import command
from alembic.config import Config

from app.core.config import ROOT
from app.core.db import Database


def alembic_config(database: Database) -> Config:
    """Return Alembic's configuration for ``database``."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["database"] = database
    return config


def migrate(database: Database) -> None:
    """Run every migration that has not run yet."""
    command.upgrade(alembic_config(database), "head")


def revise(database: Database, message: str, revision: str) -> None:
    """Write the next revision from what the tables' classes say."""
    command.revision(alembic_config(database), message, autogenerate=True, rev_id=revision)


def differences(database: Database) -> list[object]:
    """Return what the tables' classes say and the migrated database does not have."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - slow, for checks only
    from alembic.migration import MigrationContext  # noqa: PLC0415 - the same

    from app.tables import metadata  # noqa: PLC0415 - importing all rooms is for checks only

    with database.read() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "include_object": not_full_text}
        )
        return list(compare_metadata(context, metadata))


def not_full_text(
    _object: object,
    name: str | None,
    kind: str,
    _reflected: bool,  # noqa: FBT001 - Alembic's signature
    _other: object,
) -> bool:
    """Leave out the tables that a full-text index keeps for itself."""
    return not (kind == "table" and name is not None and name.startswith("search_text"))
