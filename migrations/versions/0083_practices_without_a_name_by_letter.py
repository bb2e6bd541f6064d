"""Let a practice without a name be entered by letter, and wait for the word of its member

Revision ID: 0083
Revises: 0082
"""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("practice_unnamed", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("practice_unnamed", sa.Column("answered_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("practice_unnamed", "answered_on")
    op.drop_column("practice_unnamed", "asked_on")
