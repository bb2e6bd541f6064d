"""Guests of one item

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KEYS = (
    ("office_id", "office.id"),
    ("invited_by", "person.id"),
    ("person_id", "person.id"),
    ("ended_by", "person.id"),
)
SOUGHT = ("item_id", "last_day", "office_id", "person_id")


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "guest",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("token_hash", text(length=64), nullable=False),
        sa.Column("item_id", text(), nullable=False),
        sa.Column("host", text(length=48), nullable=False),
        sa.Column("office_id", text(), nullable=False),
        sa.Column("name", text(length=120), nullable=False),
        sa.Column("address", text(length=254), nullable=False),
        sa.Column("ministry", text(length=200), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("invited_by", text(), nullable=True),
        sa.Column("invited_at", moment(), nullable=False),
        sa.Column("person_id", text(), nullable=True),
        sa.Column("accepted_at", moment(), nullable=True),
        sa.Column("ended_by", text(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("remarked_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_guest_item_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint([own], [other], name=op.f(f"fk_guest_{own}"))
            for own, other in KEYS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guest_token_hash")),
    )
    for column in SOUGHT:
        op.create_index(op.f(f"ix_guest_{column}"), "guest", [column])


def downgrade() -> None:
    for column in reversed(SOUGHT):
        op.drop_index(op.f(f"ix_guest_{column}"), table_name="guest")
    op.drop_table("guest")
