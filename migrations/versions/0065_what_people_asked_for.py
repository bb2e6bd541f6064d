"""What people asked for

Revision ID: 0065
Revises: 0064
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

ORDER = "work_order"
INDEXED = ("acting_id", "office_id", "state", "until")


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        ORDER,
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("person_id", text(), nullable=False),
        sa.Column("kind", text(length=8), nullable=False),
        sa.Column("office_id", text(), nullable=True),
        sa.Column("acting_id", text(), nullable=True),
        sa.Column("provider", text(length=40), nullable=False),
        sa.Column("proof", sa.Integer(), nullable=False),
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("state", text(length=8), nullable=False),
        sa.Column("part", text(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease", text(length=12), nullable=True),
        sa.Column("leased_until", moment(), nullable=True),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("name", text(length=120), nullable=False),
        sa.Column("media", text(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("place", text(length=32), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("secret_hash", text(length=64), nullable=True),
        sa.ForeignKeyConstraint(["acting_id"], ["office.id"]),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id"),
        sa.UniqueConstraint("place"),
        sa.UniqueConstraint("secret_hash"),
    )
    for name in INDEXED:
        op.create_index(f"ix_{ORDER}_{name}", ORDER, [name], unique=False)


def downgrade() -> None:
    """Take the keys of what waits away too: nobody asks for it any more."""
    op.execute(f"DELETE FROM record_key WHERE record IN (SELECT id FROM {ORDER})")  # noqa: S608 - our own name
    for name in reversed(INDEXED):
        op.drop_index(f"ix_{ORDER}_{name}", table_name=ORDER)
    op.drop_table(ORDER)
