"""Keys of records, wrapped for the parties that may read them

Revision ID: 0023
Revises: 0022

What was sealed before goes on opening with the installation's key; ``portal rotate-keys`` seals it
anew.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "party_key",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("party", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("current", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=True),
        sa.Column("master", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_key")),
        sa.UniqueConstraint("current", name=op.f("uq_party_key_current")),
    )
    op.create_table(
        "record_key",
        sa.Column("record", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("party", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("key_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["party_key.id"], name=op.f("fk_record_key_key_id")),
        sa.PrimaryKeyConstraint("record", "party", name=op.f("pk_record_key")),
    )
    op.create_index(op.f("ix_record_key_key_id"), "record_key", ["key_id"], unique=False)


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM record_key")).scalar():
        raise RuntimeError("Texts are sealed by keys of records: without these they are lost.")
    op.drop_index(op.f("ix_record_key_key_id"), table_name="record_key")
    op.drop_table("record_key")
    op.drop_table("party_key")
