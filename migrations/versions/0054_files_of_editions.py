"""Files of editions

Revision ID: 0054
Revises: 0051
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0054"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "manual_file",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chapter", text(length=12), nullable=False),
        sa.Column("kind", text(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", text(length=64), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.PrimaryKeyConstraint("edition", "chapter", "kind"),
    )


def downgrade() -> None:
    op.drop_table("manual_file")
