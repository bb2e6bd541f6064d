"""Removals and additions suggested

Revision ID: 0067
Revises: 0066
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

SUGGESTED, OUT, ON = "manual_suggestion", "manual_clearance", "manual_consultation"
BORN = "fk_manual_suggestion_born_id"
INDEXES = (
    ("ix_manual_suggestion_born_id", SUGGESTED, ["born_id"]),
    ("ix_manual_suggestion_consultation_id", SUGGESTED, ["consultation_id"]),
    ("ix_manual_clearance_consultation_id", OUT, ["consultation_id"]),
)
WHICH = (
    "SELECT item_id FROM manual_suggestion WHERE asks <> 'reword' OR consultation_id IS NOT NULL"
    " UNION SELECT item_id FROM manual_clearance WHERE consultation_id IS NOT NULL"
)
"""What the tables before cannot say: it goes as a whole."""
AROUND = (
    "waiting", "waiting_excused", "notice", "digest_line", "search_entry", "item_label",
    "item_owner", "item_revision", "manual_cleared", OUT, SUGGESTED,
)  # fmt: skip


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    with op.batch_alter_table(SUGGESTED) as suggested:
        suggested.add_column(
            sa.Column("asks", text(length=8), server_default="reword", nullable=False)
        )
        suggested.add_column(sa.Column("born_id", text(), nullable=True))
        suggested.add_column(sa.Column("consultation_id", text(), nullable=True))
        suggested.create_foreign_key(BORN, "manual_block", ["born_id"], ["id"])
        suggested.create_foreign_key(_key(SUGGESTED), ON, ["consultation_id"], ["item_id"])
    with op.batch_alter_table(OUT) as out:
        out.add_column(sa.Column("consultation_id", text(), nullable=True))
        out.create_foreign_key(_key(OUT), ON, ["consultation_id"], ["item_id"])
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    _forget()
    for name, table, _columns in reversed(INDEXES):
        op.drop_index(name, table_name=table)
    with op.batch_alter_table(OUT) as out:
        out.drop_constraint(_key(OUT), type_="foreignkey")
        out.drop_column("consultation_id")
    with op.batch_alter_table(SUGGESTED) as suggested:
        suggested.drop_constraint(_key(SUGGESTED), type_="foreignkey")
        suggested.drop_constraint(BORN, type_="foreignkey")
        for name in ("consultation_id", "born_id", "asks"):
            suggested.drop_column(name)


def _forget() -> None:
    gone = {"ids": list(op.get_bind().execute(sa.text(WHICH)).scalars())}
    if not gone["ids"]:
        return
    within = sa.bindparam("ids", expanding=True)
    letters = sa.text("UPDATE letter SET item_id = NULL WHERE item_id IN :ids")
    op.get_bind().execute(letters.bindparams(within), gone)
    for name in (*AROUND, "item"):
        rows = sa.table(name, sa.column("id"), sa.column("item_id"))
        key = rows.c.id if name == "item" else rows.c.item_id
        op.get_bind().execute(sa.delete(rows).where(key.in_(gone["ids"])))


def _key(table: str) -> str:
    return f"fk_{table}_consultation_id"
