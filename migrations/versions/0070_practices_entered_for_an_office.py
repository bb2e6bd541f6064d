"""Practices entered for an office, or published without its name

Revision ID: 0070
Revises: 0069
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

_UNKNOWN = "UPDATE item SET stage = 'returned' WHERE kind = 'practice' AND stage = 'on_behalf'"
"""Before, nothing was entered for an office; what was begun for one is its own to finish."""


def upgrade() -> None:
    op.create_table(
        "practice_behalf",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("refused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["practice.item_id"],
            name=op.f("fk_practice_behalf_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_practice_behalf_office_id")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_practice_behalf")),
    )
    op.create_index(
        op.f("ix_practice_behalf_office_id"), "practice_behalf", ["office_id"], unique=False
    )
    op.create_table(
        "practice_letter",
        sa.Column("attachment_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_practice_letter_attachment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["practice.item_id"],
            name=op.f("fk_practice_letter_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_practice_letter")),
    )
    op.create_index(
        op.f("ix_practice_letter_item_id"), "practice_letter", ["item_id"], unique=False
    )

    wish = sa.Column("nameless", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("practice", wish)
    op.create_table(
        "practice_unnamed",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["practice.item_id"],
            name=op.f("fk_practice_unnamed_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_unnamed")),
        sa.UniqueConstraint("item_id", name=op.f("uq_practice_unnamed_item_id")),
    )


def downgrade() -> None:
    op.execute(_UNKNOWN)
    op.drop_table("practice_unnamed")
    op.drop_column("practice", "nameless")
    op.drop_index(op.f("ix_practice_letter_item_id"), table_name="practice_letter")
    op.drop_table("practice_letter")
    op.drop_index(op.f("ix_practice_behalf_office_id"), table_name="practice_behalf")
    op.drop_table("practice_behalf")
