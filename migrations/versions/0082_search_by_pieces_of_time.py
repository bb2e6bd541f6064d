"""Search by pieces of time, and words that are one slip away

Revision ID: 0082
Revises: 0081
"""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

# A piece of time is a term of the index: w0_ is a piece of nine minutes, each next one four times
# as long, the last one of four years. An id counts milliseconds backwards above its twenty bits.
PIECES = """
CREATE FUNCTION search_text_pieces(number bigint)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg('w' || size || '_' || (number >> (39 + 2 * size)))
    FROM generate_series(0, 9) AS size
$$
"""
# Where to begin: the newest moment, how long five hundred entries last, how many there are about.
# Moments and times are counted in the smallest pieces.
BEGUN = """
CREATE FUNCTION search_text_begun(OUT newest bigint, OUT lasting bigint, OUT whole bigint)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
BEGIN
    SELECT s.id >> 39 INTO newest FROM search_text AS s ORDER BY s.id LIMIT 1;
    SELECT (s.id >> 39) - newest + 1 INTO lasting FROM search_text AS s
        ORDER BY s.id OFFSET 500 LIMIT 1;
    SELECT c.reltuples INTO whole FROM pg_class AS c WHERE c.oid = 'search_text'::regclass;
END $$
"""
# The first moment from one on at which there is anything.
SINCE = """
CREATE FUNCTION search_text_since(moment bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
BEGIN
    RETURN (SELECT s.id >> 39 FROM search_text AS s
        WHERE s.id >= moment << 39 ORDER BY s.id LIMIT 1);
END $$
"""
# Always by the index: the planner takes reading a vector for free and would read all. The newest
# some thousands are looked at first, by asking for two pieces of time together with the words: then
# the index passes over all the rest. Where that is not enough, the next pieces are as much longer
# as what was found lets expect, and half of all is all.
RANKED = """
CREATE FUNCTION search_text_ranked(wanted tsquery[], most integer, today date)
RETURNS TABLE (id bigint, place integer) LANGUAGE plpgsql STABLE ROWS 100
SET enable_seqscan = off SET enable_indexscan = off SET jit = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    had integer := 0;
    now integer;
    begun record;
    since bigint;
    until bigint;
    wide bigint;
    size integer;
    first bigint;
    piece tsquery;
BEGIN
    SELECT * INTO begun FROM search_text_begun();
    FOR n IN 1 .. array_length(wanted, 1) LOOP
        since := begun.newest;
        wide := begun.lasting * 2;
        WHILE since IS NOT NULL LOOP
            size := 0;
            WHILE size < 10 AND 4::bigint << (2 * size) < wide LOOP
                size := size + 1;
            END LOOP;
            IF size = 10 OR wide IS NULL
                OR wide / begun.lasting * 1000 > begun.whole AND begun.whole > 0
            THEN
                until := NULL;
                RETURN QUERY SELECT s.id, n FROM search_text AS s
                    WHERE s.vector @@ wanted[n] AND s.id + 0 >= since << 39{lasts}
                    ORDER BY s.id LIMIT most - had;
            ELSE
                first := since >> (2 * size);
                until := ((since + wide) >> (2 * size)) + 1;
                piece := (SELECT string_agg(format($q$'w%s_%s'$q$, size, one), ' | ')
                    FROM generate_series(first, until - 1) AS one);
                until := until << (2 * size);
                RETURN QUERY SELECT s.id, n FROM search_text AS s
                    WHERE s.vector @@ piece AND s.vector @@ wanted[n]
                    AND s.id + 0 >= since << 39{lasts}
                    ORDER BY s.id LIMIT most - had;
            END IF;
            GET DIAGNOSTICS now = ROW_COUNT;
            had := had + now;
            IF had >= most THEN
                RETURN;
            END IF;
            wide := (until - since) * least(64, greatest(1, 1.3 * (most - had) / greatest(now, 1)));
            since := search_text_since(until);
        END LOOP;
    END LOOP;
END $$
"""
LASTS = " AND s.id NOT IN (SELECT e.id FROM search_entry AS e WHERE e.last_day < today)"
ALL_AT_ONCE = """
CREATE FUNCTION search_text_ranked(wanted tsquery[], most integer, today date)
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
THERE = """
CREATE OR REPLACE FUNCTION search_text_there(wanted text[])
RETURNS SETOF integer LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
DECLARE
    one tsquery;
BEGIN
    FOR n IN 1 .. coalesce(array_length(wanted, 1), 0) LOOP
        one := wanted[n]::tsquery;
        PERFORM 1 FROM {there} LIMIT 1;
        IF FOUND THEN
            RETURN NEXT n;
        END IF;
    END LOOP;
END $$
"""
RANKED_FIRST = "search_text_ranked(ARRAY[one], 1, NULL)"
ANY_AT_ALL = "search_text AS s WHERE s.vector @@ one"
NAMES = "search_text_ranked", "search_text_since", "search_text_begun", "search_text_pieces"
INDEX = (
    "CREATE INDEX ix_search_text_vector ON search_text USING gin (vector) WITH (fastupdate = off)"
)
WITH_PIECES = "UPDATE search_text SET vector = vector || array_to_tsvector(search_text_pieces(id))"
WITHOUT = "UPDATE search_text SET vector = ts_delete(vector, search_text_pieces(id))"

NEAR = "search_text_near"
"""The words of public texts, each by two halves: one slip leaves one of them whole."""
PUBLIC_WORDS = {
    "sqlite": "SELECT title || ' ' || tags || ' ' || body FROM search_text"
    " WHERE search_text MATCH '\"l_public\"'",
    "postgresql": "SELECT word FROM ts_stat("
    "$$SELECT vector FROM search_text WHERE vector @@ 'l_public'::tsquery$$)",
}
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤ",
)


def upgrade() -> None:
    bind = op.get_bind()
    op.create_table(
        NEAR,
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
    )
    texts = bind.execute(sa.text(PUBLIC_WORDS[bind.dialect.name])).scalars()
    words = sorted({word for one in texts for word in one.split() if _can_be_mended(word)})
    for word in words:
        half = len(word) // 2
        for near in (f"{len(word)}<{word[:half]}", f"{len(word)}>{word[-half:]}"):
            bind.execute(sa.text(f"INSERT INTO {NEAR} VALUES (:a, :b)"), {"a": near, "b": word})  # noqa: S608 - only our own words
    op.create_index(f"ix_{NEAR}_near", NEAR, ["near", "word"])
    op.create_index(f"ix_{NEAR}_word", NEAR, ["word"])
    if bind.dialect.name == "postgresql":
        _anew(PIECES, WITH_PIECES)
        op.execute("DROP FUNCTION search_text_ranked")
        for made in (BEGUN, SINCE, RANKED.replace("{lasts}", LASTS)):
            op.execute(made)
        op.execute(THERE.replace("{there}", RANKED_FIRST))


def downgrade() -> None:
    op.drop_table(NEAR)
    if op.get_bind().dialect.name == "postgresql":
        _anew(WITHOUT)
        for name in NAMES:
            op.execute(f"DROP FUNCTION {name}")
        op.execute(ALL_AT_ONCE.replace("{lasts}", LASTS))
        op.execute(THERE.replace("{there}", ANY_AT_ALL))


def _anew(*statements: str) -> None:
    """Change every vector without keeping the index up to date meanwhile."""
    op.execute("DROP INDEX ix_search_text_vector")
    for one in statements:
        op.execute(one)
    op.execute(INDEX)


def _can_be_mended(word: str) -> bool:
    return len(word) in range(3, 26) and any(set(word) <= set(letters) for letters in ALPHABETS)
