"""Keep the day on which an office said that its request harms nobody

Revision ID: 0087
Revises: 0081
"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assistance_request", sa.Column("harm_checked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("assistance_request", "harm_checked_on")
