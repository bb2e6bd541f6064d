"""Suggestions on the manual

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

NAME = "manual_suggestion"
INDEXES = {
    "ix_manual_suggestion_at": ["at", "item_id"],
    **{
        f"ix_manual_suggestion_{column}": [column]
        for column in ("member", "block_id", "chapter_id", "landed")
    },
}


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        NAME,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("block_id", text(), nullable=False),
        sa.Column("chapter_id", text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("base_hash", text(), nullable=False),
        sa.Column("stance", text(length=8), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("taken_hash", text(), nullable=True),
        sa.Column("landed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.ForeignKeyConstraint(["block_id"], ["manual_block.id"]),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.ForeignKeyConstraint(["base_hash"], ["manual_body.hash"]),
        sa.ForeignKeyConstraint(["taken_hash"], ["manual_body.hash"]),
        sa.ForeignKeyConstraint(["landed"], ["manual_edition.number"]),
        sa.PrimaryKeyConstraint("item_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, NAME, columns, unique=False)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name=NAME)
    op.drop_table(NAME)
