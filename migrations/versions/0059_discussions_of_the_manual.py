"""Discussions of the manual

Revision ID: 0059
Revises: 0058
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_manual_thread_last_at": ["last_at", "item_id"],
    "ix_manual_thread_chapter_id": ["chapter_id"],
}


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "manual_thread",
        sa.Column("item_id", text(), nullable=False),
        sa.Column("block_id", text(), nullable=False),
        sa.Column("chapter_id", text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("base_hash", text(), nullable=False),
        sa.Column("last_at", moment(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["block_id"], ["manual_block.id"]),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.ForeignKeyConstraint(["base_hash"], ["manual_body.hash"]),
        sa.PrimaryKeyConstraint("item_id"),
        sa.UniqueConstraint("block_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "manual_thread", columns, unique=False)
    op.create_table(
        "manual_comment",
        sa.Column("item_id", text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("base_hash", text(), nullable=False),
        sa.Column("stance", text(length=8), nullable=False),
        sa.Column("changed_at", moment(), nullable=True),
        sa.Column("withdrawn_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["comment.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.ForeignKeyConstraint(["base_hash"], ["manual_body.hash"]),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_table(
        "manual_heir",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("block_id", text(), nullable=False),
        sa.Column("heir", text(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.ForeignKeyConstraint(["block_id"], ["manual_block.id"]),
        sa.ForeignKeyConstraint(["heir"], ["manual_block.id"]),
        sa.PrimaryKeyConstraint("edition", "block_id", "heir"),
    )


def downgrade() -> None:
    op.drop_table("manual_heir")
    op.drop_table("manual_comment")
    for name in INDEXES:
        op.drop_index(name, table_name="manual_thread")
    op.drop_table("manual_thread")
