"""Second people who are not of the Secretariat's staff

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "second_answer",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("what", text(length=12), nullable=False),
        sa.Column("key", text(length=12), nullable=False),
        sa.Column("mark", text(length=40), nullable=False),
        sa.Column("person_id", text(), nullable=False),
        sa.Column("role", text(length=12), nullable=False),
        sa.Column("member", text(length=12), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_second_answer_key"), "second_answer", ["key"], unique=False)
    op.create_index(
        op.f("ix_second_answer_person_id"), "second_answer", ["person_id"], unique=False
    )
    op.create_table(
        "facilitating_state",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("member", text(length=12), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("named_by", text(), nullable=True),
        sa.Column("named_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_by", text(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_facilitating_state_member"), "facilitating_state", ["member"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_facilitating_state_member"), table_name="facilitating_state")
    op.drop_table("facilitating_state")
    op.drop_index(op.f("ix_second_answer_person_id"), table_name="second_answer")
    op.drop_index(op.f("ix_second_answer_key"), table_name="second_answer")
    op.drop_table("second_answer")
