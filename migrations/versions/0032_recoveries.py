"""Recoveries of accounts by two people

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

PEOPLE = ("person_id", "proposed_by", "agreed_by", "ended_by")


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "recovery",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("person_id", text(), nullable=False),
        sa.Column("gives", text(length=8), nullable=False),
        sa.Column("reason", text(length=10), nullable=False),
        sa.Column("reason_words", sa.Text(), nullable=False),
        sa.Column("checked", text(length=10), nullable=False),
        sa.Column("checked_words", sa.Text(), nullable=False),
        sa.Column("proposed_by", text(), nullable=True),
        sa.Column("proposed_at", moment(), nullable=False),
        sa.Column("agreed_by", text(), nullable=True),
        sa.Column("agreed_at", moment(), nullable=True),
        sa.Column("due_at", moment(), nullable=True),
        sa.Column("effect_at", moment(), nullable=True),
        sa.Column("link_hash", text(length=64), nullable=True),
        sa.Column("link_until", moment(), nullable=True),
        sa.Column("outcome", text(length=10), nullable=True),
        sa.Column("ended_by", text(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        *(
            sa.ForeignKeyConstraint([by], ["person.id"], name=op.f(f"fk_recovery_{by}"))
            for by in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_recovery_link_hash")),
    )
    op.create_index(op.f("ix_recovery_person_id"), "recovery", ["person_id"])
    op.create_index(
        "ix_recovery_open",
        "recovery",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("sign_in", sa.Column("recovery_hash", text(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("sign_in", "recovery_hash")
    op.drop_index("ix_recovery_open", table_name="recovery")
    op.drop_index(op.f("ix_recovery_person_id"), table_name="recovery")
    op.drop_table("recovery")
