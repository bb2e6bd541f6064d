"""Note verbales of appointments as files

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

OWNERS = ("nomination", "invitation", "appointment")


def upgrade() -> None:
    with op.batch_alter_table("attachment") as batch:
        batch.alter_column(
            "item_id", existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=True
        )
    op.create_table(
        "evidence",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("attachment_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        *(
            sa.Column(f"{owner}_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True)
            for owner in OWNERS
        ),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("removed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("removed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("why_removed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_evidence_attachment_id"),
            ondelete="SET NULL",
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_evidence_{owner}_id")
            )
            for owner in OWNERS
        ),
        sa.ForeignKeyConstraint(["removed_by"], ["person.id"], name=op.f("fk_evidence_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_evidence_attachment_id")),
    )
    for owner in OWNERS:
        op.create_index(op.f(f"ix_evidence_{owner}_id"), "evidence", [f"{owner}_id"], unique=False)


def downgrade() -> None:
    op.drop_table("evidence")
    op.execute(sa.text("DELETE FROM attachment WHERE item_id IS NULL"))
    with op.batch_alter_table("attachment") as batch:
        batch.alter_column(
            "item_id", existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=False
        )
