"""Checked addresses

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.add_column("person", sa.Column("email_checked_at", moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "email_checked_at")
