"""Keep the day on which an office said that its request harms nobody

Revision ID: 0085
Revises: 0084
"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assistance_request", sa.Column("harm_checked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("assistance_request", "harm_checked_on")
