"""Editions by two people

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

STATEMENTS = {
    "sqlite": (
        "CREATE TRIGGER manual_edition_note_no_update BEFORE UPDATE ON manual_edition_note BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_edition_note_no_delete BEFORE DELETE ON manual_edition_note BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_edition_note_no_insert BEFORE INSERT ON manual_edition_note WHEN "
        "EXISTS (SELECT 1 FROM manual_edition_note WHERE id = NEW.id) BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER manual_edition_note_no_change BEFORE UPDATE OR DELETE ON "
        "manual_edition_note FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_note_no_truncate BEFORE TRUNCATE ON manual_edition_note "
        "FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
    ),
}


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "manual_edition_note",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("kind", text(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", text(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"]),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_manual_edition_note_by"), "manual_edition_note", ["by"])
    op.create_index(op.f("ix_manual_edition_note_edition"), "manual_edition_note", ["edition"])
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "manual_submission",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("slot", text(length=12), nullable=True),
        sa.Column("kind", text(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", text(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("weight", text(length=8), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("draft_hash", text(length=64), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("publish_at", moment(), nullable=True),
        sa.Column("proposed_by", text(), nullable=True),
        sa.Column("proposed_at", moment(), nullable=False),
        sa.Column("alone_at", moment(), nullable=True),
        sa.Column("agreed_by", text(), nullable=True),
        sa.Column("agreed_at", moment(), nullable=True),
        sa.Column("outcome", text(length=12), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended_by", text(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slot"),
    )
    for name in ("agreed_by", "ended_by", "proposed_by"):
        op.create_index(op.f(f"ix_manual_submission_{name}"), "manual_submission", [name])


def downgrade() -> None:
    op.drop_table("manual_submission")
    op.drop_table("manual_edition_note")
