"""Open seats: courses, visits and webinars with places, and who applies for them

Revision ID: 0089
Revises: 0088
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

_KIND = "open-seat"


def _text(length: int | None = None) -> sa.types.TypeEngine[str]:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    _seats()
    _applications()
    op.create_table(
        "seat_wish",
        sa.Column("office_id", _text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("regions", sa.Text(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_seat_wish_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_seat_wish")),
    )


def _seats() -> None:
    op.create_table(
        "open_seat",
        sa.Column("item_id", _text(), nullable=False),
        sa.Column("member", _text(), nullable=False),
        sa.Column("title", _text(120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("kind", _text(12), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("place", _text(120), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("apply_by", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("cost", _text(160), nullable=False),
        sa.Column("contact_office", _text(), nullable=True),
        sa.Column("example", _text(), nullable=True),
        sa.Column("link", _text(300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "taken >= 0 AND taken <= places", name=op.f("ck_open_seat_never_oversold")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_open_seat_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_open_seat_member")),
        sa.ForeignKeyConstraint(
            ["contact_office"], ["office.id"], name=op.f("fk_open_seat_contact_office")
        ),
        sa.ForeignKeyConstraint(
            ["example"],
            ["practice.item_id"],
            name=op.f("fk_open_seat_example"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_open_seat")),
    )
    op.create_index("ix_open_seat_apply_by", "open_seat", ["apply_by", "item_id"], unique=False)
    for column in ("contact_office", "ends", "example", "member", "published_at"):
        op.create_index(op.f(f"ix_open_seat_{column}"), "open_seat", [column], unique=False)


def _applications() -> None:
    op.create_table(
        "seat_application",
        sa.Column("id", _text(12), nullable=False),
        sa.Column("seat_id", _text(), nullable=False),
        sa.Column("member", _text(), nullable=False),
        sa.Column("office_id", _text(), nullable=False),
        sa.Column("state", _text(12), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("needs", sa.LargeBinary(), nullable=True),
        sa.Column("word", sa.LargeBinary(), nullable=True),
        sa.Column("language", _text(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("destroyed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["open_seat.item_id"],
            name=op.f("fk_seat_application_seat_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["member.code"], name=op.f("fk_seat_application_member")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_seat_application_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_application")),
    )
    for column in ("member", "office_id", "seat_id", "state"):
        op.create_index(
            op.f(f"ix_seat_application_{column}"), "seat_application", [column], unique=False
        )


def downgrade() -> None:
    for rows in ("waiting", "waiting_excused", "notice", "digest_line"):
        op.execute(sa.text(f"DELETE FROM {rows} WHERE what LIKE 'seat-%'"))  # noqa: S608 - names of this module
    keys = "DELETE FROM record_key WHERE record IN (SELECT id FROM seat_application)"
    op.execute(sa.text(keys))
    for table in ("seat_wish", "seat_application", "open_seat"):
        op.drop_table(table)
    gone = "(SELECT id FROM item WHERE kind = :kind)"
    op.execute(sa.text("DELETE FROM search_entry WHERE kind = :kind").bindparams(kind=_KIND))
    for rows in ("item_label", "item_owner", "item_revision"):
        op.execute(
            sa.text(f"DELETE FROM {rows} WHERE item_id IN {gone}").bindparams(kind=_KIND)  # noqa: S608 - names of this module
        )
    op.execute(sa.text("DELETE FROM item WHERE kind = :kind").bindparams(kind=_KIND))
