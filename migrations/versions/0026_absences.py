"""Absences of holders

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

INDEXED = ("appointment_id", "ends", "stand_in")


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "absence",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("appointment_id", text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("stand_in", text(), nullable=True),
        sa.Column("said_by", text(), nullable=True),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_absence_appointment_id")
        ),
        sa.ForeignKeyConstraint(["stand_in"], ["appointment.id"], name=op.f("fk_absence_stand_in")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_absence_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_absence_{column}"), "absence", [column], unique=False)


def downgrade() -> None:
    for column in INDEXED:
        op.drop_index(op.f(f"ix_absence_{column}"), table_name="absence")
    op.drop_table("absence")
