"""Signatures of editions

Revision ID: 0049
Revises: 0047
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0049"
down_revision = "0047"
branch_labels = None
depends_on = None

STATEMENTS = {
    "sqlite": (
        "CREATE TRIGGER manual_signature_no_update BEFORE UPDATE ON manual_signature BEGIN SELECT "
        "RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_signature_no_delete BEFORE DELETE ON manual_signature BEGIN SELECT "
        "RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_signature_no_insert BEFORE INSERT ON manual_signature WHEN EXISTS "
        "(SELECT 1 FROM manual_signature WHERE edition = NEW.edition) BEGIN SELECT "
        "RAISE(ABORT, 'What the manual has published is never changed.'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER manual_signature_no_change BEFORE UPDATE OR DELETE ON manual_signature "
        "FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_signature_no_truncate BEFORE TRUNCATE ON manual_signature "
        "FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
    ),
}


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "manual_signature",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("portal", text(length=300), nullable=False),
        sa.Column("key", text(length=64), nullable=False),
        sa.Column("signature", text(length=128), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["manual_edition.number"]),
        sa.PrimaryKeyConstraint("edition"),
    )
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    op.drop_table("manual_signature")
