"""What people follow

Revision ID: 0068
Revises: 0067
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

FOLLOW, HAPPENING, NEWS, LINE = "follow", "happening", "follow_news", "digest_line"
INDEXES = (
    ("ix_follow_person_id", FOLLOW, ["person_id"]),
    ("ix_follow_item_id", FOLLOW, ["item_id"]),
    ("ix_follow_key", FOLLOW, ["key", "person_id"]),
    ("ix_happening_item_id", HAPPENING, ["item_id"]),
    ("ix_happening_with_id", HAPPENING, ["with_id"]),
    ("ix_happening_by_person", HAPPENING, ["by_person"]),
    ("ix_happening_at", HAPPENING, ["at"]),
    ("ix_follow_news_follow_id", NEWS, ["follow_id", "at"]),
    ("ix_follow_news_item_id", NEWS, ["item_id"]),
    ("ix_follow_news_with_id", NEWS, ["with_id"]),
    ("ix_follow_news_at", NEWS, ["at"]),
)


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        FOLLOW,
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("office_id", text(), nullable=False),
        sa.Column("person_id", text(), nullable=True),
        sa.Column("item_id", text(), nullable=True),
        sa.Column("key", text(length=64), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("name", text(length=80), nullable=False),
        sa.Column("how", text(length=8), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.Column("feed_hash", text(length=64), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_id", "person_id", "key"),
        sa.UniqueConstraint("feed_hash"),
    )
    op.create_table(
        HAPPENING,
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("item_id", text(), nullable=False),
        sa.Column("with_id", text(), nullable=True),
        sa.Column("what", text(length=32), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("by_person", text(), nullable=True),
        sa.Column("by_member", text(length=12), nullable=True),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["with_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_person"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        NEWS,
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("follow_id", text(), nullable=False),
        sa.Column("item_id", text(), nullable=False),
        sa.Column("with_id", text(), nullable=True),
        sa.Column("what", text(length=32), nullable=False),
        sa.Column("label", text(length=48), nullable=True),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["follow_id"], ["follow.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["with_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)
    op.add_column(LINE, sa.Column("how", text(length=8), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table(LINE) as digest:
        digest.drop_column("how")
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    for name in (NEWS, HAPPENING, FOLLOW):
        op.drop_table(name)
