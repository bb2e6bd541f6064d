"""Lives of appointments: stages, evidence, how they ended; who vouched for an invitation

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Words = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    # Whoever holds an office at this moment was invited by the Secretariat: it is verified.
    op.add_column(
        "appointment", sa.Column("stage", Words(16), nullable=False, server_default="verified")
    )
    op.add_column("appointment", sa.Column("evidence", Words(200), nullable=True))
    # Written out: only so does SQLite add a column with its reference and keep the table.
    op.execute(
        "ALTER TABLE appointment ADD COLUMN ended_by VARCHAR"
        " CONSTRAINT fk_appointment_ended_by REFERENCES person (id)"
    )
    op.add_column(
        "appointment", sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
    )
    op.add_column("appointment", sa.Column("why_ended", sa.Text(), nullable=True))
    op.create_index("ix_appointment_stage", "appointment", ["stage"], unique=False)
    op.add_column("invitation", sa.Column("authority", Words(200), nullable=True))
    op.add_column("invitation", sa.Column("evidence", Words(200), nullable=True))
    op.add_column(
        "invitation", sa.Column("vouched", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column(
        "invitation", sa.Column("withdrawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
    )


def downgrade() -> None:
    for column in ("withdrawn_at", "vouched", "evidence", "authority"):
        op.drop_column("invitation", column)
    op.drop_index("ix_appointment_stage", table_name="appointment")
    for column in ("why_ended", "ended_at", "ended_by", "evidence", "stage"):
        op.drop_column("appointment", column)
