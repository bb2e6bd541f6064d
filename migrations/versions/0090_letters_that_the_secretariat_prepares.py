"""Letters that the Secretariat prepares, and notices of requests by what they are

Whoever chose how letters on its requests come has chosen so for the classes that these became.

Revision ID: 0090
Revises: 0089
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

TABLE = "prepared_letter"
STRING = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
CLASSES = ("answered", "deadlines")
INDEXED = ("member", "changed_by", "changed_at", "sent_by", "sent_at")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", STRING(length=12), nullable=False),
        sa.Column("request_id", STRING(), nullable=False),
        sa.Column("member", STRING(), nullable=False),
        sa.Column("kind", STRING(length=12), nullable=False),
        sa.Column("draft", STRING(length=12), nullable=True),
        sa.Column("language", STRING(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stage", STRING(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", STRING(), nullable=True),
        sa.Column("changed_at", MOMENT(), nullable=False),
        sa.Column("sent_by", STRING(), nullable=True),
        sa.Column("sent_at", MOMENT(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_prepared_letter_request_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["member.code"], name=op.f("fk_prepared_letter_member")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_prepared_letter_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["person.id"], name=op.f("fk_prepared_letter_sent_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_letter")),
        sa.UniqueConstraint(
            "request_id", "member", "draft", name=op.f("uq_prepared_letter_request_id_member_draft")
        ),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])
    for name in CLASSES:
        copied = sa.text(
            "INSERT INTO notice_choice (person_id, notice_class, how)"
            " SELECT person_id, :name, how FROM notice_choice WHERE notice_class = 'matters'"
        )
        op.execute(copied.bindparams(name=name))


def downgrade() -> None:
    for name in CLASSES:
        gone = sa.text("DELETE FROM notice_choice WHERE notice_class = :name")
        op.execute(gone.bindparams(name=name))
        told = sa.text("UPDATE digest_line SET notice_class = 'matters' WHERE notice_class = :name")
        op.execute(told.bindparams(name=name))
    op.drop_table(TABLE)
