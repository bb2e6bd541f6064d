"""When an office was reminded of a practice that is out for clearance

Revision ID: 0079
Revises: 0077
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("practice_round", sa.Column("reminded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("practice_round", "reminded_on")
