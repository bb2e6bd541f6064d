"""Runs migrations for whatever database the settings name, SQLite and PostgreSQL alike."""

from alembic import context

from app.core.config import Settings
from app.core.db import Database
from app.migrating import not_full_text
from app.tables import metadata


def run(database: Database) -> None:
    """Run on one connection, in one transaction where the database can."""
    with database.engine.connect() as conn:
        context.configure(
            connection=conn,
            target_metadata=metadata,
            include_object=not_full_text,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            if not database.is_sqlite:
                conn.exec_driver_sql("SET LOCAL lock_timeout = '4s'")
            context.run_migrations()
        conn.commit()


given = context.config.attributes.get("database")
run(given or Database(Settings.from_environment().database))
