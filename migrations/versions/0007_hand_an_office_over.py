"""Hand an office over: the note for the next holder, and whether it was read

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import app.core.seal

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Words = sqlmodel.sql.sqltypes.AutoString
Moment = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", Words(length=12), nullable=False),
        sa.Column("office_id", Words(), nullable=False),
        sa.Column("person_id", Words(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("note", app.core.seal.Sealed(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_hand_over_office_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_hand_over_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over"),
    )
    op.create_index("ix_hand_over_office_id", "hand_over", ["office_id"], unique=False)
    op.create_index("ix_hand_over_person_id", "hand_over", ["person_id"], unique=False)
    op.add_column("appointment", sa.Column("welcomed_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("appointment", "welcomed_at")
    op.drop_table("hand_over")
