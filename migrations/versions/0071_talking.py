"""Talking: questions, mentions, reports, locks, moves, and what was read

Revision ID: 0071
Revises: 0070
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

COMMENT, MENTION, REPORT = "comment", "comment_mention", "comment_report"
LOCK, MOVE, READ = "comment_lock", "comment_move", "comment_read"
COLUMNS = (
    "replies_to", "stance", "changed_at", "question", "answered_by", "remind_on", "hidden_reason",
)  # fmt: skip
INDEXES = (
    ("ix_comment_remind_on", COMMENT, ["remind_on"]),
    ("ix_comment_report_item_id", REPORT, ["item_id"]),
    ("ix_comment_report_person_id", REPORT, ["person_id"]),
    ("ix_comment_report_waiting", REPORT, ["outcome", "at", "id"]),
    ("ix_comment_move_was_about", MOVE, ["was_about", "at"]),
    ("ix_comment_read_about", READ, ["about"]),
)
_ANSWERED = f"UPDATE {COMMENT} SET replies_to = answers WHERE answers IS NOT NULL"  # noqa: S608 - our own names
_SHOWN = (
    "UPDATE item SET stage = 'withdrawn' WHERE kind = 'comment' AND stage = 'hidden'",
    f"UPDATE {COMMENT} SET body = '' WHERE html = ''",  # noqa: S608 - our own names
)
"""Before, a comment was there or taken back: what is hidden is nobody's any more."""


def _columns() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    for column in (
        sa.Column("replies_to", text(length=12), nullable=True),
        sa.Column("stance", text(length=12), nullable=False, server_default="expert"),
        sa.Column("changed_at", moment(), nullable=True),
        sa.Column("question", text(length=12), nullable=False, server_default=""),
        sa.Column("answered_by", text(length=12), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
    ):
        op.add_column(COMMENT, column)
    op.execute(_ANSWERED)


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    _columns()
    op.create_table(
        MENTION,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("label", text(length=48), nullable=False),
        sa.Column("words", text(length=200), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "label"),
    )
    op.create_table(
        REPORT,
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("item_id", text(), nullable=False),
        sa.Column("person_id", text(), nullable=True),
        sa.Column("office_id", text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("outcome", text(length=12), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        LOCK,
        sa.Column("about", text(), nullable=False),
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["about"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("about"),
    )
    op.create_table(
        MOVE,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("was_about", text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["was_about"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "was_about"),
    )
    op.create_table(
        READ,
        sa.Column("person_id", text(), nullable=False),
        sa.Column("about", text(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["about"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "about"),
    )
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for one in _SHOWN:
        op.execute(one)
    for name, table, _columns_of in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    for name in (READ, MOVE, LOCK, REPORT, MENTION):
        op.drop_table(name)
    for name in reversed(COLUMNS):
        op.drop_column(COMMENT, name)
