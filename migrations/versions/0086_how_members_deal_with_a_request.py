"""How members deal with a request they were asked: a no, or an office that answers

Revision ID: 0086
Revises: 0085
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

TABLE = "request_answering"
_NEWS = ("request-handed", "request-passed")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("request_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("passed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_request_answering_request_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["member.code"], name=op.f("fk_request_answering_member")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_request_answering_office_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "member", name=op.f("pk_request_answering")),
    )


def downgrade() -> None:
    for rows in ("waiting", "notice", "digest_line"):
        for what in _NEWS:
            op.execute(sa.text(f"DELETE FROM {rows} WHERE what = :what").bindparams(what=what))  # noqa: S608 - names of this module
    op.drop_table(TABLE)
