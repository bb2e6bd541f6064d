"""Offices under review

Revision ID: 0028
Revises: 0026
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None

PEOPLE = ("proposed_by", "began_by", "ending_by", "ended_by")


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "office_review",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("office_id", text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", text(), nullable=True),
        sa.Column("proposed_at", moment(), nullable=False),
        sa.Column("begins_at", moment(), nullable=True),
        sa.Column("began_by", text(), nullable=True),
        sa.Column("began_at", moment(), nullable=True),
        sa.Column("ground", text(length=16), nullable=True),
        sa.Column("ending_by", text(), nullable=True),
        sa.Column("ending_at", moment(), nullable=True),
        sa.Column("ends_at", moment(), nullable=True),
        sa.Column("ended_by", text(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_office_review_office_id")
        ),
        *(
            sa.ForeignKeyConstraint([by], ["person.id"], name=op.f(f"fk_office_review_{by}"))
            for by in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_review")),
    )
    op.create_index(op.f("ix_office_review_office_id"), "office_review", ["office_id"])
    op.create_index(
        "ix_office_review_open",
        "office_review",
        ["office_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_office_review_open", table_name="office_review")
    op.drop_index(op.f("ix_office_review_office_id"), table_name="office_review")
    op.drop_table("office_review")
