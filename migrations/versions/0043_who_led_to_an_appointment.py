"""Which invitation led to an appointment, and who renewed it

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

LED_TO = """
UPDATE invitation SET appointment_id = (
    SELECT appointment.id FROM appointment
    WHERE appointment.office_id = invitation.office_id
    AND appointment.person_id = invitation.redeemed_by
    AND appointment.created_at >= invitation.redeemed_at
    ORDER BY appointment.created_at LIMIT 1
) WHERE redeemed_by IS NOT NULL
"""
"""Redeeming notes the moment first, then writes the appointment."""


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    with op.batch_alter_table("invitation") as batch:
        for column, what in (("renewed_by", "person"), ("appointment_id", "appointment")):
            batch.add_column(sa.Column(column, text(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_invitation_{column}"), what, [column], ["id"])
    op.create_index(
        op.f("ix_invitation_appointment_id"), "invitation", ["appointment_id"], unique=False
    )
    op.execute(LED_TO)


def downgrade() -> None:
    op.drop_index(op.f("ix_invitation_appointment_id"), table_name="invitation")
    with op.batch_alter_table("invitation") as batch:
        for column in ("appointment_id", "renewed_by"):
            batch.drop_constraint(op.f(f"fk_invitation_{column}"), type_="foreignkey")
            batch.drop_column(column)
