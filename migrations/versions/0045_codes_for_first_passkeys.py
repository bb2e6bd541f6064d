"""Codes for first passkeys

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.add_column("person", sa.Column("passkey_wanted_since", moment(), nullable=True))
    op.create_table(
        "passkey_code",
        sa.Column("code_hash", text(length=64), nullable=False),
        sa.Column("person_id", text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("session_hash", text(length=64), nullable=True),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("code_hash"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_index(op.f("ix_passkey_code_until"), "passkey_code", ["until"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_passkey_code_until"), table_name="passkey_code")
    op.drop_table("passkey_code")
    op.drop_column("person", "passkey_wanted_since")
