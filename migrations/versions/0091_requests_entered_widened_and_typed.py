"""Requests entered for an office, widened, and what is typed into them kept

Revision ID: 0091
Revises: 0090
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import app.core.seal

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

_NEWS = (
    "request-entered",
    "request-wider",
    "request-vouched",
    "request-refused",
    "request-dropped",
    "request-widened",
)
_BACK = """UPDATE item SET stage = 'returned'
WHERE kind = 'request' AND stage IN ('on_behalf', 'entered')"""


def upgrade() -> None:
    op.create_table(
        "request_aside",
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("typed", app.core.seal.Sealed(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_request_aside_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_request_aside_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "place", "step", name=op.f("pk_request_aside")),
        sa.UniqueConstraint("id", name=op.f("uq_request_aside_id")),
    )
    op.create_index(op.f("ix_request_aside_at"), "request_aside", ["at"], unique=False)
    op.create_index(op.f("ix_request_aside_item_id"), "request_aside", ["item_id"], unique=False)
    op.create_table(
        "request_behalf",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("refused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_behalf_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_request_behalf_office_id")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_request_behalf")),
    )
    op.create_index(
        op.f("ix_request_behalf_office_id"), "request_behalf", ["office_id"], unique=False
    )
    op.create_table(
        "request_letter",
        sa.Column("attachment_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_request_letter_attachment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_letter_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_request_letter")),
    )
    op.create_index(op.f("ix_request_letter_item_id"), "request_letter", ["item_id"], unique=False)
    op.create_table(
        "request_widening",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("audience", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_widening_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_request_widening")),
    )


def downgrade() -> None:
    for rows in ("waiting", "notice", "digest_line"):
        for what in _NEWS:
            op.execute(sa.text(f"DELETE FROM {rows} WHERE what = :what").bindparams(what=what))  # noqa: S608 - names of this module
    op.execute(sa.text(_BACK))
    op.drop_table("request_widening")
    op.drop_index(op.f("ix_request_letter_item_id"), table_name="request_letter")
    op.drop_table("request_letter")
    op.drop_index(op.f("ix_request_behalf_office_id"), table_name="request_behalf")
    op.drop_table("request_behalf")
    op.drop_index(op.f("ix_request_aside_item_id"), table_name="request_aside")
    op.drop_index(op.f("ix_request_aside_at"), table_name="request_aside")
    op.drop_table("request_aside")
