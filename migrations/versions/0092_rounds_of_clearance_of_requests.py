"""Rounds of clearance of requests

Revision ID: 0092
Revises: 0091
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import app.core.seal

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

ROUND = "request_round"
_FORGET_KEYS = """DELETE FROM record_key WHERE record IN
(SELECT id FROM item WHERE kind = 'request-round')"""
_FORGET = "DELETE FROM item WHERE kind = 'request-round'"
"""Before, it was not known that a request is out; its file is with its readers."""


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        ROUND,
        sa.Column("item_id", text(), nullable=False),
        sa.Column("request_id", text(), nullable=False),
        sa.Column("member", text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("marking", app.core.seal.Sealed(), nullable=True),
        sa.Column("readers", app.core.seal.Sealed(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("back_at", moment(), nullable=True),
        sa.Column("came", text(length=12), nullable=True),
        sa.Column("closed_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_request_round_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_round_request_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_request_round_member")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_request_round")),
        sa.UniqueConstraint("request_id", "count", name=op.f("uq_request_round_request_id_count")),
    )
    op.create_index(op.f("ix_request_round_deadline"), ROUND, ["deadline"], unique=False)
    op.create_index(op.f("ix_request_round_member"), ROUND, ["member"], unique=False)


def downgrade() -> None:
    for rows in ("waiting", "notice", "digest_line"):
        op.execute(sa.text(f"DELETE FROM {rows} WHERE what = 'request-out'"))  # noqa: S608 - names of this module
    op.drop_index(op.f("ix_request_round_member"), table_name=ROUND)
    op.drop_index(op.f("ix_request_round_deadline"), table_name=ROUND)
    op.drop_table(ROUND)
    op.execute(_FORGET_KEYS)
    op.execute(_FORGET)
