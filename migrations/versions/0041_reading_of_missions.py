"""Reading of missions for a time

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "mission_reading",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("office_id", text(), nullable=False),
        sa.Column("granted_by", text(), nullable=True),
        sa.Column("granted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("ended_by", text(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"]),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_mission_reading_office_id"), "mission_reading", ["office_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_mission_reading_office_id"), table_name="mission_reading")
    op.drop_table("mission_reading")
