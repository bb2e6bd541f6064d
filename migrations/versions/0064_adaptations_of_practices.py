"""Adaptations of practices

Revision ID: 0064
Revises: 0063
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

ADAPTED, ORIGIN = "adaptation", "practice_origin"
INDEXES = (
    ("ix_adaptation_practice_id", ADAPTED, ["practice_id"]),
    ("ix_adaptation_member", ADAPTED, ["member"]),
    ("ix_adaptation_result_due", ADAPTED, ["result_due"]),
    ("ix_adaptation_led_to", ADAPTED, ["led_to"]),
    ("ix_practice_origin_request_id", ORIGIN, ["request_id"]),
)


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        ADAPTED,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("practice_id", text(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("standing", text(length=12), nullable=True),
        sa.Column("verdict", text(length=8), nullable=False),
        sa.Column("readers", text(length=8), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("cost", text(length=12), nullable=True),
        sa.Column("effort", text(length=12), nullable=True),
        sa.Column("result", text(length=8), nullable=True),
        sa.Column("result_note", sa.Text(), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("result_due", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("led_to", text(), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["led_to"], ["practice.item_id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.PrimaryKeyConstraint("item_id"),
        sa.UniqueConstraint("practice_id", "standing"),
    )
    op.create_table(
        ORIGIN,
        sa.Column("practice_id", text(), nullable=False),
        sa.Column("request_id", text(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["request_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("practice_id"),
    )
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    for name in (ORIGIN, ADAPTED):
        op.drop_table(name)
