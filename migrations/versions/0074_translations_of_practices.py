"""Translations of practices

Revision ID: 0074
Revises: 0073
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

PRACTICE, VIEW = "practice", "practice_view"
SHOWN, WRITING = "practice_translation", "practice_translating"
_text = sqlmodel.sql.sqltypes.AutoString
_moment = sqlmodel.sql.sqltypes.UTCDateTime
_ITEM = "practice.item_id"
_FIRST_FORM = "UPDATE {} SET template = 1 WHERE template = 2"
"""Before, there was one form of a practice."""


_THERE = """
CREATE FUNCTION search_text_there(wanted text[])
RETURNS SETOF integer LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
DECLARE
    one tsquery;
BEGIN
    FOR n IN 1 .. coalesce(array_length(wanted, 1), 0) LOOP
        one := wanted[n]::tsquery;
        PERFORM 1 FROM search_text AS s WHERE s.vector @@ one LIMIT 1;
        IF FOUND THEN
            RETURN NEXT n;
        END IF;
    END LOOP;
END $$
"""
"""Which of some expressions fit anything: always by the index, one after the other."""


def _views(*more: sa.Column[object], key: tuple[str, ...]) -> None:
    """Make the stored pages anew: they are made of the rest whenever they are asked for."""
    op.drop_table(VIEW)
    op.create_table(
        VIEW,
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("language", _text(length=12), nullable=False),
        *more,
        sa.Column("look", _text(length=16), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [_ITEM], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key),
    )


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_THERE)
    op.add_column(PRACTICE, sa.Column("second_language", _text(length=12), nullable=True))
    op.add_column(PRACTICE, sa.Column("second_summary", sa.Text(), nullable=True))
    _views(
        sa.Column("reads", _text(length=12), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        key=("item_id", "language", "reads"),
    )
    op.create_table(
        SHOWN,
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("language", _text(length=12), nullable=False),
        sa.Column("made_for", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("member", _text(), nullable=False),
        sa.Column("agreed_by", _text(), nullable=True),
        sa.Column("shown_at", _moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [_ITEM], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.ForeignKeyConstraint(["agreed_by"], ["member.code"]),
        sa.PrimaryKeyConstraint("item_id", "language"),
    )
    op.create_index(f"ix_{SHOWN}_agreed_by", SHOWN, ["agreed_by"], unique=False)
    op.create_index(f"ix_{SHOWN}_member", SHOWN, ["member"], unique=False)
    op.create_table(
        WRITING,
        sa.Column("id", _text(), nullable=False),
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("language", _text(length=12), nullable=False),
        sa.Column("member", _text(), nullable=False),
        sa.Column("stage", _text(length=8), nullable=False),
        sa.Column("made_for", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("changed_at", _moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [_ITEM], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "language", "member"),
    )
    op.create_index(f"ix_{WRITING}_item_id", WRITING, ["item_id"], unique=False)
    op.create_index(f"ix_{WRITING}_member", WRITING, ["member"], unique=False)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_text_there")
    for name in (PRACTICE, "practice_version"):
        op.execute(_FIRST_FORM.format(name))
    op.drop_table(WRITING)
    op.drop_table(SHOWN)
    _views(key=("item_id", "language"))
    op.drop_column(PRACTICE, "second_summary")
    op.drop_column(PRACTICE, "second_language")
