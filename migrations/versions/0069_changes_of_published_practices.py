"""Changes of published practices

Revision ID: 0069
Revises: 0068
"""

from calendar import monthrange
from datetime import date

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

PRACTICE, VERSION, CHANGE = "practice", "practice_version", "practice_revision"
VIEW, DAYS = "practice_view", ("confirm_by", "asked_on", "over_on", "retired_on", "not_before")
REASONS = ("retired_reason", "hidden_reason")
CONFIRM_BY = "ix_practice_confirm_by"
REVISES = "ix_practice_revision_revises"
_FIRST = f"""
INSERT INTO {VERSION} (item_id, number, revision, template, audience)
SELECT item.id, 1, max(item_revision.number), 1, item.audience
FROM item
JOIN {PRACTICE} ON {PRACTICE}.item_id = item.id
JOIN item_revision ON item_revision.item_id = item.id
WHERE item.stage = 'published'
GROUP BY item.id, item.audience
"""  # noqa: S608 - our own names
"""What is published today is the first version of it that is known to have been."""
_AGREED = "UPDATE item SET stage = 'submitted' WHERE kind = 'practice' AND stage = 'approved'"
_UNKNOWN = f"""
UPDATE item SET stage = 'withdrawn'
WHERE kind = 'practice' AND stage IN ('retired', 'hidden', 'taken')
OR id IN (SELECT item_id FROM {CHANGE})
"""  # noqa: S608 - our own names
"""Before, a practice was published or withdrawn, and none was a change of another one."""


def _ask_from(bind: sa.Connection) -> None:
    """Let what was confirmed hold for eighteen months from its day."""
    practice = sa.table(
        PRACTICE,
        sa.column("item_id", sa.String()),
        sa.column("confirmed_on", sa.Date()),
        sa.column("confirm_by", sa.Date()),
    )
    said = sa.select(practice.c.confirmed_on).where(practice.c.confirmed_on.is_not(None))
    for day in bind.execute(said.distinct()).scalars().all():
        mine = sa.update(practice).where(practice.c.confirmed_on == day)
        bind.execute(mine.values(confirm_by=_later(day)))


def _later(day: date) -> date:
    years, month = divmod(day.month - 1 + 18, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    number = sa.Column("template", sa.Integer(), nullable=False, server_default="1")
    op.add_column(PRACTICE, number)
    months = sa.Column("confirm_months", sa.Integer(), nullable=False, server_default="18")
    op.add_column(PRACTICE, months)
    for name in DAYS:
        op.add_column(PRACTICE, sa.Column(name, sa.Date(), nullable=True))
    for name in REASONS:
        op.add_column(PRACTICE, sa.Column(name, sa.Text(), nullable=True))
    op.create_index(CONFIRM_BY, PRACTICE, ["confirm_by"], unique=False)
    op.add_column(VIEW, sa.Column("until", sa.Date(), nullable=True))
    _ask_from(op.get_bind())
    op.create_table(
        CHANGE,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("revises", text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["revises"], ["practice.item_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_index(REVISES, CHANGE, ["revises"], unique=False)
    op.create_table(
        VERSION,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("template", sa.Integer(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "number"),
    )
    op.execute(_FIRST)


def downgrade() -> None:
    op.execute(_UNKNOWN)
    op.execute(_AGREED)
    op.drop_table(VERSION)
    op.drop_index(REVISES, table_name=CHANGE)
    op.drop_table(CHANGE)
    op.drop_column(VIEW, "until")
    op.drop_index(CONFIRM_BY, table_name=PRACTICE)
    for name in (*REASONS, *DAYS, "confirm_months", "template"):
        op.drop_column(PRACTICE, name)
