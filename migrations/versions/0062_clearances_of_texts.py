"""Clearances of texts

Revision ID: 0062
Revises: 0061
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

OUT, SENT = "manual_clearance", "manual_cleared"
INDEXES = (
    ("ix_manual_clearance_member", OUT, ["member"]),
    ("ix_manual_clearance_edition", OUT, ["edition"]),
    ("ix_manual_clearance_chapter_id", OUT, ["chapter_id"]),
    ("ix_manual_clearance_deadline", OUT, ["deadline"]),
    ("ix_manual_cleared_block_id", SENT, ["block_id"]),
    ("ix_manual_cleared_base_hash", SENT, ["base_hash"]),
)


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        OUT,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("chapter_id", text(), nullable=True),
        sa.Column("marking", text(length=80), nullable=False),
        sa.Column("readers", text(length=300), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("back_at", moment(), nullable=True),
        sa.Column("closed_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_table(
        SENT,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("chapter_id", text(), nullable=False),
        sa.Column("block_id", text(), nullable=False),
        sa.Column("base_hash", text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], [f"{OUT}.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.ForeignKeyConstraint(["block_id"], ["manual_block.id"]),
        sa.ForeignKeyConstraint(["base_hash"], ["manual_body.hash"]),
        sa.PrimaryKeyConstraint("item_id", "place"),
        sa.UniqueConstraint("item_id", "block_id"),
    )
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    for name in (SENT, OUT):
        op.drop_table(name)
