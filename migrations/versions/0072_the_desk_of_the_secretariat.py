"""The desk of the secretariat

Revision ID: 0072
Revises: 0071
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_record_office_id", "audit_record", ["office_id"], unique=False)
    op.create_table(
        "canned_answer",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name="fk_canned_answer_changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_answer"),
    )
    op.create_index("ix_canned_answer_changed_by", "canned_answer", ["changed_by"], unique=False)
    op.create_table(
        "check_word",
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_check_word_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_check_word"),
    )
    op.create_table(
        "desk_hold",
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_desk_hold_person_id"),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_desk_hold"),
    )
    op.create_index("ix_desk_hold_person_id", "desk_hold", ["person_id"], unique=False)
    op.create_index("ix_desk_hold_until", "desk_hold", ["until"], unique=False)
    op.create_table(
        "desk_batch",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("acting_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("proof", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("act", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["acting_id"], ["office.id"], name="fk_desk_batch_acting_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_desk_batch_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_batch"),
    )
    op.create_index("ix_desk_batch_acting_id", "desk_batch", ["acting_id"], unique=False)
    op.create_index("ix_desk_batch_due_at", "desk_batch", ["due_at"], unique=False)
    op.create_index("ix_desk_batch_person_id", "desk_batch", ["person_id"], unique=False)
    op.create_table(
        "desk_batch_row",
        sa.Column("batch_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["desk_batch.id"], name="fk_desk_batch_row_batch_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", "key", name="pk_desk_batch_row"),
    )
    op.create_index("ix_desk_batch_row_key", "desk_batch_row", ["key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_desk_batch_row_key", table_name="desk_batch_row")
    op.drop_table("desk_batch_row")
    op.drop_index("ix_desk_batch_person_id", table_name="desk_batch")
    op.drop_index("ix_desk_batch_due_at", table_name="desk_batch")
    op.drop_index("ix_desk_batch_acting_id", table_name="desk_batch")
    op.drop_table("desk_batch")
    op.drop_index("ix_desk_hold_until", table_name="desk_hold")
    op.drop_index("ix_desk_hold_person_id", table_name="desk_hold")
    op.drop_table("desk_hold")
    op.drop_table("check_word")
    op.drop_index("ix_canned_answer_changed_by", table_name="canned_answer")
    op.drop_table("canned_answer")
    op.drop_index("ix_audit_record_office_id", table_name="audit_record")
