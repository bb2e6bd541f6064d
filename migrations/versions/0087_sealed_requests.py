"""Requests that go out without a name: their cards, who could help, and the weeks of release

Revision ID: 0087
Revises: 0086
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

REQUEST = "assistance_request"
_NEWS = ("sealed-opened", "sealed-released", "sealed-answered", "sealed-met")
_STRING = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.add_column(REQUEST, sa.Column("card_audience", sa.Text(), nullable=True))
    shows = sa.Column("card_shows", _STRING(length=40), nullable=False, server_default="")
    op.add_column(REQUEST, shows)
    op.create_table(
        "sealed_card",
        sa.Column("id", _STRING(length=12), nullable=False),
        sa.Column("request_id", _STRING(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("modalities", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("region", _STRING(length=24), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_sealed_card_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_card")),
    )
    op.create_index(op.f("ix_sealed_card_request_id"), "sealed_card", ["request_id"])
    op.create_index(op.f("ix_sealed_card_listed"), "sealed_card", ["listed"])
    op.create_table(
        "sealed_card_label",
        sa.Column("card_id", _STRING(), nullable=False),
        sa.Column("label", _STRING(length=48), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["sealed_card.id"],
            name=op.f("fk_sealed_card_label_card_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("card_id", "label", name=op.f("pk_sealed_card_label")),
    )
    op.create_index(op.f("ix_sealed_card_label_label"), "sealed_card_label", ["label"])
    op.create_table(
        "sealed_word",
        sa.Column("id", _STRING(length=12), nullable=False),
        sa.Column("card_id", _STRING(), nullable=False),
        sa.Column("member", _STRING(), nullable=False),
        sa.Column("office_id", _STRING(), nullable=False),
        sa.Column("modalities", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("capacity", _STRING(length=12), nullable=False),
        sa.Column("stage", _STRING(length=16), nullable=False),
        sa.Column("passed_on", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("offer_id", _STRING(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"], ["sealed_card.id"], name=op.f("fk_sealed_word_card_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_sealed_word_member")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_sealed_word_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["item.id"], name=op.f("fk_sealed_word_offer_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_word")),
        sa.UniqueConstraint("card_id", "member"),
    )
    op.create_index(op.f("ix_sealed_word_card_id"), "sealed_word", ["card_id"])
    op.create_index(op.f("ix_sealed_word_member"), "sealed_word", ["member"])
    op.create_table(
        "sealed_week",
        sa.Column("week", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_sealed_week")),
    )


def downgrade() -> None:
    for rows in ("notice", "digest_line"):
        for what in _NEWS:
            op.execute(sa.text(f"DELETE FROM {rows} WHERE what = :what").bindparams(what=what))  # noqa: S608 - names of this module
    for name in ("sealed_week", "sealed_word", "sealed_card_label", "sealed_card"):
        op.drop_table(name)
    op.drop_column(REQUEST, "card_shows")
    op.drop_column(REQUEST, "card_audience")
