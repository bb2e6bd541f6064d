"""Find the standing offers that are valid still, and the requests of a year

Revision ID: 0081
Revises: 0080
"""

from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_standing_offer_valid_until"), "standing_offer", ["valid_until"], unique=False
    )
    op.create_index(
        op.f("ix_assistance_request_opened_at"), "assistance_request", ["opened_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_assistance_request_opened_at"), table_name="assistance_request")
    op.drop_index(op.f("ix_standing_offer_valid_until"), table_name="standing_offer")
