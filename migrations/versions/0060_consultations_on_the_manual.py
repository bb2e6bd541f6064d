"""Consultations on the manual

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

ASKED, TEXT, SENT = "manual_consultation", "manual_consulted", "manual_contribution"
INDEXES = (
    ("ix_manual_consultation_until", ASKED, ["until"]),
    ("ix_manual_consultation_edition", ASKED, ["edition"]),
    ("ix_manual_contribution_member", SENT, ["member"]),
)


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        ASKED,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("title", text(length=200), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("hash", text(length=64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("shown_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_table(
        TEXT,
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", text(length=8), nullable=False),
        sa.Column("kind", text(length=16), nullable=False),
        sa.Column("slug", text(length=80), nullable=False),
        sa.Column("title", text(length=200), nullable=False),
        sa.Column("readers", text(length=500), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("item_id", text(), nullable=False),
        sa.Column("chapter_id", text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [f"{ASKED}.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.PrimaryKeyConstraint("item_id", "chapter_id"),
    )
    op.create_table(
        SENT,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("consultation_id", text(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("stance", text(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["consultation_id"], [f"{ASKED}.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.PrimaryKeyConstraint("item_id"),
        sa.UniqueConstraint("consultation_id", "member"),
    )
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    for name in (SENT, TEXT, ASKED):
        op.drop_table(name)
