"""When the words of ended requests are destroyed, and that they were

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_ending",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("destroyed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_ending_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_request_ending")),
    )


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM request_ending")).scalar():
        raise RuntimeError(
            "Without receipts of what was destroyed, an older backup brings it back."
        )
    op.drop_table("request_ending")
