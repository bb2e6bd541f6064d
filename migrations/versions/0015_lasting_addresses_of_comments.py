"""Lasting addresses of comments

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE search_entry SET address = replace(address, '#c-', '?comment=' || item_id || '#c-')"
        " WHERE kind = 'comment'"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE search_entry SET address = replace(address, '?comment=' || item_id, '')"
        " WHERE kind = 'comment'"
    )
