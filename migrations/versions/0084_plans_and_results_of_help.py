"""Plans of agreed help, and what both sides say of it after

Revision ID: 0084
Revises: 0083
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assistance_after",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("side", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("delivered", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("helped", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("year_due", sa.Date(), nullable=True),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("remains", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("year_words", sa.LargeBinary(), nullable=True),
        sa.Column("year_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_offer.item_id"],
            name=op.f("fk_assistance_after_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_after")),
        sa.UniqueConstraint("item_id", "side", name=op.f("uq_assistance_after_item_id_side")),
    )
    op.create_index(
        op.f("ix_assistance_after_year_due"), "assistance_after", ["year_due"], unique=False
    )
    op.create_index(
        op.f("ix_assistance_after_year_on"), "assistance_after", ["year_on"], unique=False
    )
    op.create_table(
        "assistance_note",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("readers", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asker", sa.Integer(), nullable=False),
        sa.Column("helper", sa.Integer(), nullable=False),
        sa.Column("shared_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_offer.item_id"],
            name=op.f("fk_assistance_note_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_note")),
    )
    op.create_index(op.f("ix_assistance_note_item_id"), "assistance_note", ["item_id"], unique=True)
    op.create_index(
        op.f("ix_assistance_note_shared_at"), "assistance_note", ["shared_at"], unique=False
    )
    op.create_table(
        "assistance_task",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("side", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("what", sa.LargeBinary(), nullable=True),
        sa.Column("word", sa.LargeBinary(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_offer.item_id"],
            name=op.f("fk_assistance_task_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_assistance_task_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_task")),
    )
    op.create_index(op.f("ix_assistance_task_due"), "assistance_task", ["due"], unique=False)
    op.create_index(
        op.f("ix_assistance_task_item_id"), "assistance_task", ["item_id"], unique=False
    )
    op.create_index(
        op.f("ix_assistance_task_office_id"), "assistance_task", ["office_id"], unique=False
    )
    with op.batch_alter_table("practice_origin") as batch:
        batch.add_column(sa.Column("needs", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.create_foreign_key(op.f("fk_practice_origin_needs"), "member", ["needs"], ["code"])
        batch.create_index(op.f("ix_practice_origin_needs"), ["needs"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("practice_origin") as batch:
        batch.drop_index(op.f("ix_practice_origin_needs"))
        batch.drop_constraint(op.f("fk_practice_origin_needs"), type_="foreignkey")
        batch.drop_column("needs")
    op.drop_index(op.f("ix_assistance_task_office_id"), table_name="assistance_task")
    op.drop_index(op.f("ix_assistance_task_item_id"), table_name="assistance_task")
    op.drop_index(op.f("ix_assistance_task_due"), table_name="assistance_task")
    op.drop_table("assistance_task")
    op.drop_index(op.f("ix_assistance_note_shared_at"), table_name="assistance_note")
    op.drop_index(op.f("ix_assistance_note_item_id"), table_name="assistance_note")
    op.drop_table("assistance_note")
    op.drop_index(op.f("ix_assistance_after_year_on"), table_name="assistance_after")
    op.drop_index(op.f("ix_assistance_after_year_due"), table_name="assistance_after")
    op.drop_table("assistance_after")
