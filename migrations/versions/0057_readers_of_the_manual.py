"""Readers of the manual

Revision ID: 0057
Revises: 0056
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "manual_read",
        sa.Column("person_id", text(), nullable=False),
        sa.Column("chapter_id", text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "chapter_id"),
    )
    op.create_table(
        "manual_unmarked",
        sa.Column("person_id", text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "manual_receipt",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("office_id", text(), nullable=False),
        sa.Column("by", text(), nullable=True),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"]),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"]),
        sa.PrimaryKeyConstraint("edition", "member"),
    )
    for column in ("by", "office_id"):
        op.create_index(
            op.f(f"ix_manual_receipt_{column}"), "manual_receipt", [column], unique=False
        )


def downgrade() -> None:
    for column in ("office_id", "by"):
        op.drop_index(op.f(f"ix_manual_receipt_{column}"), table_name="manual_receipt")
    op.drop_table("manual_receipt")
    op.drop_table("manual_unmarked")
    op.drop_table("manual_read")
