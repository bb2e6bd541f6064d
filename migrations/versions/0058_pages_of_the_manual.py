"""Pages of the manual, rendered and compressed

Revision ID: 0058
Revises: 0057
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "manual_page",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", text(length=8), nullable=False),
        sa.Column("slug", text(length=80), nullable=False),
        sa.Column("build", text(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("br", sa.LargeBinary(), nullable=False),
        sa.Column("zstd", sa.LargeBinary(), nullable=False),
        sa.Column("gzip", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.PrimaryKeyConstraint("edition", "language", "slug", "build"),
    )


def downgrade() -> None:
    op.drop_table("manual_page")
