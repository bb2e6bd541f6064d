"""States of the manual's draft, and who writes where

Revision ID: 0050
Revises: 0049
"""

import hashlib

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

STATEMENTS = {
    "sqlite": (
        "CREATE TRIGGER manual_draft_revision_no_update BEFORE UPDATE ON manual_draft_revision "
        "BEGIN SELECT RAISE(ABORT, 'What the draft has said is never changed.'); END",
        "CREATE TRIGGER manual_draft_revision_no_delete BEFORE DELETE ON manual_draft_revision "
        "BEGIN SELECT RAISE(ABORT, 'What the draft has said is never changed.'); END",
        "CREATE TRIGGER manual_draft_revision_no_insert BEFORE INSERT ON manual_draft_revision "
        "WHEN EXISTS (SELECT 1 FROM manual_draft_revision WHERE chapter_id = NEW.chapter_id "
        "AND version = NEW.version) BEGIN SELECT "
        "RAISE(ABORT, 'What the draft has said is never changed.'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER manual_draft_revision_no_change BEFORE UPDATE OR DELETE ON "
        "manual_draft_revision FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_draft_revision_no_truncate BEFORE TRUNCATE ON "
        "manual_draft_revision FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
    ),
}


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    time = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "manual_draft_revision",
        sa.Column("chapter_id", text(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", time(), nullable=False),
        sa.Column("hash", text(length=64), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.PrimaryKeyConstraint("chapter_id", "version"),
    )
    op.create_table(
        "manual_writing",
        sa.Column("person_id", text(), nullable=False),
        sa.Column("chapter_id", text(length=12), nullable=False),
        sa.Column("section", text(length=8), nullable=False),
        sa.Column("began_at", time(), nullable=False),
        sa.Column("seen_at", time(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.PrimaryKeyConstraint("person_id", "chapter_id", "section"),
    )
    op.create_index("ix_manual_writing_chapter_id", "manual_writing", ["chapter_id"])
    _keep_what_is()
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def _keep_what_is() -> None:
    """Keep the draft of each chapter as its first state."""
    conn = op.get_bind()
    chapters = conn.execute(
        sa.text("SELECT chapter_id, version, changed_at FROM manual_draft_chapter")
    ).all()
    for chapter_id, version, at in chapters:
        rows = conn.execute(
            sa.text(
                "SELECT block_id, body_hash FROM manual_draft_block"
                " WHERE chapter_id = :chapter ORDER BY position"
            ),
            {"chapter": chapter_id},
        )
        blocks = "\n".join(f"{block_id} {body_hash}" for block_id, body_hash in rows)
        conn.execute(
            sa.text(
                "INSERT INTO manual_draft_revision (chapter_id, version, at, hash, blocks)"
                " VALUES (:chapter, :version, :at, :hash, :blocks)"
            ),
            {
                "chapter": chapter_id,
                "version": version,
                "at": at,
                "hash": hashlib.sha256(blocks.encode()).hexdigest(),
                "blocks": blocks,
            },
        )


def downgrade() -> None:
    op.drop_table("manual_writing")
    op.drop_table("manual_draft_revision")
