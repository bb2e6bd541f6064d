"""Standing offers

Revision ID: 0031
Revises: 0029
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "standing_offer",
        sa.Column("item_id", text(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("summary", text(length=120), nullable=False),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.Column("capacity", text(length=160), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("modalities", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("example", text(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["item.id"],
            name=op.f("fk_standing_offer_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_standing_offer_member")),
        sa.ForeignKeyConstraint(
            ["example"],
            ["practice.item_id"],
            name=op.f("fk_standing_offer_example"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_standing_offer")),
    )
    op.create_index(op.f("ix_standing_offer_member"), "standing_offer", ["member"])
    op.create_index(op.f("ix_standing_offer_example"), "standing_offer", ["example"])
    op.create_table(
        "standing_not_now",
        sa.Column("office_id", text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_standing_not_now_office_id")
        ),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_standing_not_now")),
    )


def downgrade() -> None:
    op.drop_table("standing_not_now")
    op.drop_table("standing_offer")
