"""Files of requests: their names sealed, who attached them, and how many went with the words

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ATTACHED_BY = sa.text(
    "UPDATE attachment SET member ="
    " (SELECT office.member FROM office WHERE office.id = attachment.office_id)"
)


def upgrade() -> None:
    with op.batch_alter_table("attachment") as batch:
        batch.add_column(sa.Column("sealed_name", sa.LargeBinary(), nullable=True))
        batch.add_column(
            sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        )
        batch.create_foreign_key(op.f("fk_attachment_member"), "member", ["member"], ["code"])
        batch.create_index(op.f("ix_attachment_member"), ["member"], unique=False)
    op.execute(ATTACHED_BY)
    op.add_column(
        "request_ending",
        sa.Column("files", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    with op.batch_alter_table("request_ending") as batch:
        batch.alter_column("files", server_default=None)


def downgrade() -> None:
    op.drop_column("request_ending", "files")
    with op.batch_alter_table("attachment") as batch:
        batch.drop_index(op.f("ix_attachment_member"))
        batch.drop_constraint(op.f("fk_attachment_member"), type_="foreignkey")
        batch.drop_column("member")
        batch.drop_column("sealed_name")
