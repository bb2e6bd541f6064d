"""Words of guests about what is sealed

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("guest") as guest:
        guest.add_column(sa.Column("words", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("guest") as guest:
        guest.drop_column("words")
