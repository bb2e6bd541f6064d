"""The course of requests: authenticated, let out, reminded of, paused

Revision ID: 0080
Revises: 0079
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

REQUEST, OFFER = "assistance_request", "assistance_offer"
_TERMS = ("terms_number", "terms_asker", "terms_helper")
_moment = sqlmodel.sql.sqltypes.UTCDateTime
_NEW = ("paused_until", "reminders", "reminded_at", "authenticated_at")
_WERE_OPENED = "UPDATE assistance_request SET authenticated_at = opened_at"
"""Until now the secretariat opened what it had authenticated, in one act."""
_BACK = (
    "UPDATE item SET stage = 'submitted' WHERE kind = 'request' AND stage = 'authenticated'",
    "UPDATE item SET stage = 'withdrawn' WHERE kind = 'request' AND stage = 'lapsed'",
    "UPDATE item SET stage = 'withdrawn' WHERE kind = 'offer' AND stage = 'ended'",
    "UPDATE waiting SET label = 'secretariat', what = 'request-submitted', due = NULL"
    " WHERE what = 'request-authenticated'",
)
"""What the portal knew before: it leads each thing to the nearest state of then."""


def upgrade() -> None:
    op.add_column(REQUEST, sa.Column("authenticated_at", _moment(), nullable=True))
    op.add_column(REQUEST, sa.Column("reminded_at", _moment(), nullable=True))
    op.add_column(REQUEST, sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(REQUEST, sa.Column("paused_until", sa.Date(), nullable=True))
    op.execute(_WERE_OPENED)
    op.add_column(OFFER, sa.Column("terms", sa.LargeBinary(), nullable=True))
    for name in _TERMS:
        op.add_column(OFFER, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for sentence in _BACK:
        op.execute(sentence)
    for name in (*_TERMS, "terms"):
        op.drop_column(OFFER, name)
    for name in _NEW:
        op.drop_column(REQUEST, name)
