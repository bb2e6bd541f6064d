"""UN entities that requests ask, and how much of standing offers is promised

Revision ID: 0094
Revises: 0093
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_entity",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_entity_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_request_entity_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_entity")),
        sa.UniqueConstraint("item_id", "member", name=op.f("uq_request_entity_item_id_member")),
    )
    op.create_index(op.f("ix_request_entity_member"), "request_entity", ["member"], unique=False)
    op.create_table(
        "request_entity_letter",
        sa.Column("attachment_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_request_entity_letter_attachment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["request_entity.id"],
            name=op.f("fk_request_entity_letter_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_request_entity_letter")),
    )
    op.create_index(
        op.f("ix_request_entity_letter_item_id"), "request_entity_letter", ["item_id"], unique=False
    )
    op.create_table(
        "standing_promise",
        sa.Column("offer_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("standing_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("request_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["item.id"], name=op.f("fk_standing_promise_offer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["item.id"],
            name=op.f("fk_standing_promise_request_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standing_id"],
            ["standing_offer.item_id"],
            name=op.f("fk_standing_promise_standing_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_standing_promise")),
    )
    op.create_index(
        op.f("ix_standing_promise_request_id"), "standing_promise", ["request_id"], unique=False
    )
    op.create_index(
        op.f("ix_standing_promise_standing_id"), "standing_promise", ["standing_id"], unique=False
    )
    op.add_column("standing_offer", sa.Column("per_year", sa.Integer(), nullable=True))


def downgrade() -> None:
    for rows in ("waiting", "notice", "digest_line"):
        op.execute(sa.text(f"DELETE FROM {rows} WHERE what = 'request-entity'"))  # noqa: S608 - names of this module
    op.execute(sa.text("DELETE FROM prepared_letter WHERE kind = 'entity'"))
    op.drop_column("standing_offer", "per_year")
    op.drop_index(op.f("ix_standing_promise_standing_id"), table_name="standing_promise")
    op.drop_index(op.f("ix_standing_promise_request_id"), table_name="standing_promise")
    op.drop_table("standing_promise")
    op.drop_index(op.f("ix_request_entity_letter_item_id"), table_name="request_entity_letter")
    op.drop_table("request_entity_letter")
    op.drop_index(op.f("ix_request_entity_member"), table_name="request_entity")
    op.drop_table("request_entity")
