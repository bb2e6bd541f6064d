"""More that a token opens: writing as well as reading

Revision ID: 0077
Revises: 0076
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

SHORT = 80
text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    with op.batch_alter_table("access_token") as token:
        token.alter_column(
            "scopes", existing_type=text(length=SHORT), type_=text(length=200), nullable=False
        )


def downgrade() -> None:
    token = sa.table("access_token", sa.column("scopes", sa.String))
    op.execute(sa.delete(token).where(sa.func.length(token.c.scopes) > SHORT))
    with op.batch_alter_table("access_token") as back:
        back.alter_column(
            "scopes", existing_type=text(length=200), type_=text(length=SHORT), nullable=False
        )
