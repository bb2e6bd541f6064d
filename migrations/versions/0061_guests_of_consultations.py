"""Guests of consultations

Revision ID: 0061
Revises: 0060
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

SENT, VOICE, VOICED = "manual_contribution", "manual_voice", "manual_voiced"
GONE = (
    "DELETE FROM waiting WHERE item_id IN"
    " (SELECT item_id FROM manual_contribution WHERE member IS NULL)",
    "DELETE FROM item_label WHERE item_id IN"
    " (SELECT item_id FROM manual_contribution WHERE member IS NULL)",
    "DELETE FROM item_revision WHERE item_id IN"
    " (SELECT item_id FROM manual_contribution WHERE member IS NULL)",
    "DELETE FROM manual_contribution WHERE member IS NULL",
    "DELETE FROM item WHERE kind = 'contribution'"
    " AND id NOT IN (SELECT item_id FROM manual_contribution)",
    "DELETE FROM guest WHERE item_id IN (SELECT item_id FROM manual_consultation)",
)
"""What goes with guests of consultations: what they sent, and that they were invited."""


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    with op.batch_alter_table("guest") as guest:
        stays = sa.Column("stays", sa.Boolean(), server_default=sa.false(), nullable=False)
        guest.add_column(stays)
    with op.batch_alter_table(SENT) as sent:
        sent.alter_column("member", existing_type=text(), nullable=True)
    op.create_table(
        VOICE,
        sa.Column("guest_id", text(), nullable=False),
        sa.Column("consultation_id", text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        sa.Column("second", text(), nullable=True),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["manual_consultation.item_id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["second"], ["person.id"]),
        sa.PrimaryKeyConstraint("guest_id"),
        sa.UniqueConstraint("consultation_id", "number"),
    )
    op.create_index("ix_manual_voice_second", VOICE, ["second"], unique=False)
    op.create_table(
        VOICED,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("voice_id", text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("naming", text(length=16), nullable=False),
        sa.Column("name", text(length=120), nullable=False),
        sa.Column("organisation", text(length=200), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("receipt", text(length=16), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [f"{SENT}.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["voice_id"], [f"{VOICE}.guest_id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("item_id"),
        sa.UniqueConstraint("voice_id"),
    )


def downgrade() -> None:
    op.drop_table(VOICED)
    op.drop_index("ix_manual_voice_second", table_name=VOICE)
    op.drop_table(VOICE)
    for statement in GONE:
        op.execute(statement)
    with op.batch_alter_table(SENT) as sent:
        sent.alter_column(
            "member", existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=False
        )
    with op.batch_alter_table("guest") as guest:
        guest.drop_column("stays")
