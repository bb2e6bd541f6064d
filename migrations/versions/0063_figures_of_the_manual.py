"""Figures of the manual

Revision ID: 0063
Revises: 0062
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

FIGURE, USE = "manual_figure", "manual_figure_use"
INDEXES = (
    ("ix_manual_figure_at", FIGURE, ["at"]),
    ("ix_manual_figure_use_figure", USE, ["figure"]),
)
STATEMENTS = {
    "sqlite": (
        "CREATE TRIGGER manual_figure_no_update BEFORE UPDATE OF name, sha256, size, content ON "
        "manual_figure BEGIN SELECT RAISE(ABORT, 'A figure is never changed.'); END",
        "CREATE TRIGGER manual_figure_no_delete BEFORE DELETE ON manual_figure WHEN EXISTS "
        "(SELECT 1 FROM manual_figure_use WHERE figure = OLD.name) BEGIN SELECT "
        "RAISE(ABORT, 'A text of the manual shows this figure.'); END",
        "CREATE TRIGGER manual_figure_no_insert BEFORE INSERT ON manual_figure WHEN EXISTS "
        "(SELECT 1 FROM manual_figure WHERE name = NEW.name AND content <> NEW.content) "
        "BEGIN SELECT RAISE(ABORT, 'A figure is never changed.'); END",
        "CREATE TRIGGER manual_figure_use_no_update BEFORE UPDATE ON manual_figure_use "
        "BEGIN SELECT RAISE(ABORT, 'What a text shows is never changed.'); END",
        "CREATE TRIGGER manual_figure_use_no_delete BEFORE DELETE ON manual_figure_use "
        "BEGIN SELECT RAISE(ABORT, 'What a text shows is never changed.'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER manual_figure_no_update BEFORE UPDATE OF name, sha256, size, content ON "
        "manual_figure FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_figure_no_truncate BEFORE TRUNCATE ON manual_figure "
        "FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_figure_use_no_change BEFORE UPDATE OR DELETE ON "
        "manual_figure_use FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_figure_use_no_truncate BEFORE TRUNCATE ON manual_figure_use "
        "FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
    ),
}


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        FIGURE,
        sa.Column("name", text(length=46), nullable=False),
        sa.Column("sha256", text(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        USE,
        sa.Column("body_hash", text(length=64), nullable=False),
        sa.Column("figure", text(length=46), nullable=False),
        sa.ForeignKeyConstraint(["body_hash"], ["manual_body.hash"]),
        sa.ForeignKeyConstraint(["figure"], [f"{FIGURE}.name"]),
        sa.PrimaryKeyConstraint("body_hash", "figure"),
    )
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    op.drop_table(USE)
    op.drop_table(FIGURE)
