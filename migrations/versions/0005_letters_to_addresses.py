"""Letters to addresses

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("address", sa.String(length=254), nullable=True))
    # Nothing refers to a letter, so SQLite may copy the table.
    with op.batch_alter_table("letter") as batch:
        batch.alter_column("person_id", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM letter WHERE person_id IS NULL")
    with op.batch_alter_table("letter") as batch:
        batch.alter_column("person_id", existing_type=sa.String(), nullable=False)
    op.drop_column("letter", "address")
