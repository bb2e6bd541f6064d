"""Accounts of guests

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

CAME_AS_GUESTS = """
UPDATE person SET came_by = (
    SELECT max(guest.id) FROM guest WHERE guest.person_id = person.id
) WHERE NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.person_id = person.id)
"""
"""Without an appointment there was no other way to an account of which something is lent."""


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.add_column("sign_in", sa.Column("guest_hash", text(length=64), nullable=True))
    op.add_column("person", sa.Column("came_by", text(length=12), nullable=True))
    op.create_index(op.f("ix_person_came_by"), "person", ["came_by"], unique=False)
    op.add_column("guest", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.add_column("letter", sa.Column("lent", text(length=12), nullable=True))
    op.execute(CAME_AS_GUESTS)


def downgrade() -> None:
    op.drop_column("letter", "lent")
    op.drop_column("guest", "reminded_on")
    op.drop_index(op.f("ix_person_came_by"), table_name="person")
    op.drop_column("person", "came_by")
    op.drop_column("sign_in", "guest_hash")
