"""Talks about offers: words, dates, decisions, who reads them, and what is told of offers

Revision ID: 0088
Revises: 0087
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

_WHATS = (
    "offer-dates", "offer-decision", "offer-talk-asks", "offer-group-asks", "offer-written",
    "offer-dates-agreed",
    "offer-date-gone", "offer-talk-changed", "offer-decided", "offer-group",
)  # fmt: skip

_OF_ITEMS = (
    ("comment_read", "about"), ("attachment", "item_id"), ("record_key", "record"),
    ("item_label", "item_id"), ("item_owner", "item_id"), ("item", "id"),
)  # fmt: skip


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "assistance_talk",
        sa.Column("item_id", text(), nullable=False),
        sa.Column("apart_id", text(), nullable=True),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("way", text(length=12), nullable=False),
        sa.Column("asks", text(length=12), nullable=True),
        sa.Column("asks_by", text(length=8), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("grouped", sa.Boolean(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_offer.item_id"],
            name=op.f("fk_assistance_talk_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["apart_id"], ["item.id"], name=op.f("fk_assistance_talk_apart_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_assistance_talk")),
        sa.UniqueConstraint("apart_id", name=op.f("uq_assistance_talk_apart_id")),
    )
    op.create_table(
        "assistance_word",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("item_id", text(), nullable=False),
        sa.Column("side", text(length=8), nullable=False),
        sa.Column("office_id", text(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("language", text(length=12), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("decided_by", text(length=8), nullable=True),
        sa.Column("decided_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_assistance_word_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_assistance_word_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_word")),
    )
    op.create_index("ix_assistance_word_item", "assistance_word", ["item_id", "at", "id"])
    op.create_index(op.f("ix_assistance_word_office_id"), "assistance_word", ["office_id"])
    op.create_table(
        "assistance_moment",
        sa.Column("id", text(length=12), nullable=False),
        sa.Column("offer_id", text(), nullable=False),
        sa.Column("item_id", text(), nullable=False),
        sa.Column("side", text(length=8), nullable=False),
        sa.Column("starts_at", moment(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", text(length=8), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["assistance_offer.item_id"],
            name=op.f("fk_assistance_moment_offer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_assistance_moment_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance_moment")),
    )
    op.create_index(op.f("ix_assistance_moment_offer_id"), "assistance_moment", ["offer_id"])
    op.create_index(op.f("ix_assistance_moment_item_id"), "assistance_moment", ["item_id"])
    op.create_index("ix_assistance_moment_state", "assistance_moment", ["state", "starts_at"])
    op.create_table(
        "request_telling",
        sa.Column("request_id", text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_telling_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_telling")),
    )


def downgrade() -> None:
    for rows in ("waiting", "notice", "digest_line"):
        for what in _WHATS:
            op.execute(sa.text(f"DELETE FROM {rows} WHERE what = :what").bindparams(what=what))  # noqa: S608 - names of this module
    op.drop_table("request_telling")
    op.drop_index("ix_assistance_moment_state", table_name="assistance_moment")
    op.drop_index(op.f("ix_assistance_moment_item_id"), table_name="assistance_moment")
    op.drop_index(op.f("ix_assistance_moment_offer_id"), table_name="assistance_moment")
    op.drop_table("assistance_moment")
    op.drop_index(op.f("ix_assistance_word_office_id"), table_name="assistance_word")
    op.drop_index("ix_assistance_word_item", table_name="assistance_word")
    op.drop_table("assistance_word")
    op.drop_table("assistance_talk")
    alone = sa.text("SELECT id FROM item WHERE kind = 'talk'")
    found = [row[0] for row in op.get_bind().execute(alone)]
    for rows, column in _OF_ITEMS:
        for one in found:
            op.execute(sa.text(f"DELETE FROM {rows} WHERE {column} = :id").bindparams(id=one))  # noqa: S608 - names of this module
