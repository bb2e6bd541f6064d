"""Translations of the manual

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

FROZEN = (
    "manual_edition_language",
    "manual_edition_translation",
    "manual_edition_translated_block",
)
NEVER = "What the manual has published is never changed."
THERE = "(SELECT 1 FROM manual_edition WHERE number = NEW.edition)"
CLOSED = "This edition is closed."


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "manual_translation",
        *_head(),
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("chapter_id", text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("changed_by", text(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        sa.PrimaryKeyConstraint("language", "chapter_id"),
    )
    op.create_index(
        op.f("ix_manual_translation_changed_by"), "manual_translation", ["changed_by"], unique=False
    )
    op.create_table(
        "manual_translated_block", *_block(), sa.PrimaryKeyConstraint("language", "block_id")
    )
    op.create_table(
        "manual_edition_language",
        _edition(),
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("state", text(length=8), nullable=False),
        sa.Column("blocks", sa.Integer(), nullable=False),
        sa.Column("translated", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Integer(), nullable=False),
        _closes(),
        sa.PrimaryKeyConstraint("edition", "language"),
    )
    op.create_table(
        "manual_edition_translation",
        *_head(),
        _edition(),
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("chapter_id", text(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["manual_chapter.id"]),
        _closes(),
        sa.PrimaryKeyConstraint("edition", "language", "chapter_id"),
    )
    op.create_table(
        "manual_edition_translated_block",
        *_block(),
        _edition(),
        _closes(),
        sa.PrimaryKeyConstraint("edition", "language", "block_id"),
    )
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(statement)


def _head() -> list[sa.Column]:
    text = sqlmodel.sql.sqltypes.AutoString
    return [
        sa.Column("title", text(length=200), nullable=False),
        sa.Column("readers", text(length=500), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("source", text(length=64), nullable=False),
        sa.Column("state", text(length=8), nullable=False),
    ]


def _block() -> list[sa.schema.SchemaItem]:
    text = sqlmodel.sql.sqltypes.AutoString
    return [
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("block_id", text(), nullable=False),
        sa.Column("source_hash", text(length=64), nullable=False),
        sa.Column("body_hash", text(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["manual_block.id"]),
        sa.ForeignKeyConstraint(["body_hash"], ["manual_body.hash"]),
    ]


def _edition() -> sa.Column:
    return sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False)


def _closes() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["edition"], ["manual_edition.number"], initially="DEFERRED", deferrable=True
    )


def _triggers(dialect: str) -> list[str]:
    """Return what refuses every change of what was published, and any addition to it."""
    made = []
    for name in FROZEN:
        if dialect == "postgresql":
            each = f"ON {name} FOR EACH"
            made += [
                f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE {each} ROW"
                " EXECUTE FUNCTION manual_refuse()",
                f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE {each} STATEMENT"
                " EXECUTE FUNCTION manual_refuse()",
                f"CREATE TRIGGER {name}_no_insert BEFORE INSERT {each} ROW"
                " EXECUTE FUNCTION manual_closed()",
            ]
            continue
        made += [
            f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name}"
            f" BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
            for act in ("UPDATE", "DELETE")
        ]
        made.append(
            f"CREATE TRIGGER {name}_no_insert BEFORE INSERT ON {name} WHEN EXISTS {THERE}"
            f" BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
        )
    return made


def downgrade() -> None:
    for name in reversed(FROZEN):
        op.drop_table(name)
    op.drop_table("manual_translated_block")
    op.drop_index(op.f("ix_manual_translation_changed_by"), table_name="manual_translation")
    op.drop_table("manual_translation")
