"""Practices out for clearance

Revision ID: 0073
Revises: 0072
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

ROUND = "practice_round"
MEMBER = "ix_practice_round_member"
_FORGET = "DELETE FROM item WHERE kind = 'practice-round'"
"""Before, no practice went out; what went out is with its readers."""


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        ROUND,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("practice_id", text(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("marking", text(length=80), nullable=False),
        sa.Column("readers", text(length=300), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("back_at", moment(), nullable=True),
        sa.Column("closed_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.PrimaryKeyConstraint("item_id"),
        sa.UniqueConstraint("practice_id", "member", "count"),
    )
    op.create_index(MEMBER, ROUND, ["member"], unique=False)


def downgrade() -> None:
    op.drop_index(MEMBER, table_name=ROUND)
    op.drop_table(ROUND)
    op.execute(_FORGET)
