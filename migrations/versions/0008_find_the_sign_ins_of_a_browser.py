"""Find the sign-ins of a browser

Revision ID: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_sign_in_browser_hash"), "sign_in", ["browser_hash"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sign_in_browser_hash"), table_name="sign_in")
