"""What search no longer finds from a day on

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION search_text_ranked({given})
RETURNS TABLE (id bigint, place integer) LANGUAGE plpgsql STABLE ROWS 100
SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
DECLARE
    had integer := 0;
    now integer;
BEGIN
    FOR n IN 1 .. array_length(wanted, 1) LOOP
        RETURN QUERY SELECT s.id, n FROM search_text AS s
            WHERE s.vector @@ wanted[n]{lasts} ORDER BY s.id LIMIT most - had;
        GET DIAGNOSTICS now = ROW_COUNT;
        had := had + now;
        EXIT WHEN had >= most;
    END LOOP;
END $$
"""
GIVEN = "wanted tsquery[], most integer"
LASTS = " AND s.id NOT IN (SELECT e.id FROM search_entry AS e WHERE e.last_day < today)"
KNOWN = (
    "UPDATE search_entry SET last_day = (SELECT valid_until FROM standing_offer"
    " WHERE standing_offer.item_id = search_entry.item_id) WHERE kind = 'standing-offer'"
)


def upgrade() -> None:
    op.add_column("search_entry", sa.Column("last_day", sa.Date(), nullable=True))
    op.create_index(op.f("ix_search_entry_last_day"), "search_entry", ["last_day"])
    op.execute(KNOWN)
    _ranked(GIVEN, f"{GIVEN}, today date", LASTS)


def downgrade() -> None:
    _ranked(f"{GIVEN}, today date", GIVEN, "")
    op.drop_index(op.f("ix_search_entry_last_day"), table_name="search_entry")
    with op.batch_alter_table("search_entry") as entry:
        entry.drop_column("last_day")


def _ranked(old: str, new: str, lasts: str) -> None:
    """Let PostgreSQL's function leave out what is over, or no longer."""
    if op.get_bind().dialect.name == "postgresql":
        types = ", ".join(one.split()[1] for one in old.split(", "))
        op.execute(f"DROP FUNCTION search_text_ranked({types})")
        op.execute(FUNCTION.format(given=new, lasts=lasts))
