"""Contact offices

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = (("assistance_request", "alternate_office"), ("practice", "contact_office"))


def upgrade() -> None:
    for table, column in COLUMNS:
        # Written out: only so does SQLite add a column with its reference and keep the table.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR"
            f" CONSTRAINT fk_{table}_{column} REFERENCES office (id)"
        )
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
        op.drop_column(table, column)
