"""Files that wait for the virus scanner

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.add_column("attachment", sa.Column("original", text(length=32), nullable=True))
    op.add_column(
        "attachment", sa.Column("tries", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_index(op.f("ix_attachment_original"), "attachment", ["original"], unique=False)
    op.create_table(
        "unscanned",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Take away what was not scanned: the schema before would show it."""
    op.execute("DELETE FROM attachment WHERE original IS NOT NULL")
    op.drop_table("unscanned")
    op.drop_index(op.f("ix_attachment_original"), table_name="attachment")
    op.drop_column("attachment", "tries")
    op.drop_column("attachment", "original")
