"""Practices that several members own, and who wrote what of a draft

Revision ID: 0076
Revises: 0075
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_text = sqlmodel.sql.sqltypes.AutoString
_moment = sqlmodel.sql.sqltypes.UTCDateTime
JOINING, PROPOSAL = "practice_joining", "practice_proposal"
AGREEMENT, SAVING = "practice_agreement", "practice_saving"
ENDED = (
    "DELETE FROM notice WHERE what IN ('practice-joined', 'practice-not-joined', 'practice-left',"
    " 'practice-parted', 'practice-agreed', 'practice-objected', 'practice-confirmed-too',"
    " 'practice-handed-too', 'practice-narrowed-too')",
    "DELETE FROM waiting WHERE what IN ('practice-joining', 'practice-agree')",
    "DELETE FROM waiting_excused WHERE what IN ('practice-joining', 'practice-agree')",
    "DELETE FROM item WHERE kind = 'practice-joining'",
)
"""What an earlier state of the portal would not know how to say."""


def upgrade() -> None:
    op.create_table(
        JOINING,
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("practice_id", _text(), nullable=False),
        sa.Column("member", _text(), nullable=False),
        sa.Column("by_member", _text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("asked_again_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.ForeignKeyConstraint(["by_member"], ["member.code"]),
        sa.PrimaryKeyConstraint("item_id"),
    )
    for name in ("practice_id", "member", "by_member"):
        op.create_index(f"ix_{JOINING}_{name}", JOINING, [name], unique=False)
    op.create_table(
        PROPOSAL,
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("act", _text(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_member", _text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("refused_by", _text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_member"], ["member.code"]),
        sa.ForeignKeyConstraint(["refused_by"], ["member.code"]),
        sa.PrimaryKeyConstraint("item_id"),
    )
    for name in ("by_member", "refused_by"):
        op.create_index(f"ix_{PROPOSAL}_{name}", PROPOSAL, [name], unique=False)
    op.create_table(
        AGREEMENT,
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("member", _text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [f"{PROPOSAL}.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.code"]),
        sa.PrimaryKeyConstraint("item_id", "member"),
    )
    op.create_table(
        SAVING,
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", _text(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", _text(), nullable=True),
        sa.Column("office_id", _text(), nullable=True),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["practice.item_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"]),
        sa.PrimaryKeyConstraint("item_id", "number"),
    )
    for name in ("person_id", "office_id"):
        op.create_index(f"ix_{SAVING}_{name}", SAVING, [name], unique=False)


def downgrade() -> None:
    for said in ENDED:
        op.execute(said)
    for name in (SAVING, AGREEMENT, PROPOSAL, JOINING):
        op.drop_table(name)
