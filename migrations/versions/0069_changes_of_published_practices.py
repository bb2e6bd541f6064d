"""Changes of published practices

Revision ID: 0069
Revises: 0064
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0069"
down_revision = "0064"
branch_labels = None
depends_on = None

PRACTICE, VERSION, CHANGE = "practice", "practice_version", "practice_revision"
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
_UNKNOWN = f"""
UPDATE item SET stage = 'withdrawn'
WHERE id IN (SELECT item_id FROM {CHANGE})
"""  # noqa: S608 - our own names
"""Before, there were no changes: one that was under way would be taken for a practice."""


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    number = sa.Column("template", sa.Integer(), nullable=False, server_default="1")
    op.add_column(PRACTICE, number)
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
    op.drop_table(VERSION)
    op.drop_index(REVISES, table_name=CHANGE)
    op.drop_table(CHANGE)
    op.drop_column(PRACTICE, "template")
