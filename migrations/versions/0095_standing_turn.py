"""A number of the changes of standing offers

Revision ID: 0095
Revises: 0094
"""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_turn")),
    )


def downgrade() -> None:
    op.drop_table("standing_turn")
