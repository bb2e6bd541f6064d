"""Consultations that were withdrawn, and who their guests are

Revision ID: 0066
Revises: 0065

The hourly duty ``look after guests`` seals who is a guest already.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
ASKED, NAMES = "manual_consultation", "guest_name"
WITHDRAWN = "ix_manual_consultation_withdrawn_at"
SINCE = (
    "UPDATE manual_consultation SET withdrawn_at = :at WHERE item_id IN"
    " (SELECT id FROM item WHERE kind = 'consultation' AND stage = 'withdrawn')"
)
"""What was sent to those that were withdrawn before goes back after the same time."""


def upgrade() -> None:
    with op.batch_alter_table(ASKED) as asked:
        asked.add_column(sa.Column("withdrawn_at", MOMENT(), nullable=True))
    op.create_index(WITHDRAWN, ASKED, ["withdrawn_at"], unique=False)
    op.create_table(
        NAMES,
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("known", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["guest.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    since = sa.text(SINCE).bindparams(sa.bindparam("at", type_=MOMENT()))
    op.get_bind().execute(since, {"at": datetime.now(UTC)})


def downgrade() -> None:
    if op.get_bind().execute(sa.text(f"SELECT count(*) FROM {NAMES}")).scalar():  # noqa: S608 - our own name
        raise RuntimeError("Who guests are is sealed: without these rows nobody knows it.")
    op.drop_table(NAMES)
    op.drop_index(WITHDRAWN, table_name=ASKED)
    with op.batch_alter_table(ASKED) as asked:
        asked.drop_column("withdrawn_at")
