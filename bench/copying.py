"""The largest data: practices that acts made, copied by SQL with new ids, moments and members.

Each copy has members of its own wherever the practice has one: whose it is, who reads it, in the
labels, the index and the audience. So what was made by acts is right in each copy too, and the
audiences are as many as practices for chosen members. A copy is older than the one before it.
Not copied is the record of events, which is a chain.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, text

from app.core.db import Database
from app.core.ids import ALPHABET
from app.search.terms import label_terms
from app.tables import metadata
from bench.population import Progress

STEP = 4_000
"""So many minutes older is each copy: as many as there are practices made by acts."""
AT_ONCE = 16
"""So many copies are one transaction: the index of words is written at each commit."""
_ID = "c.code || substr({}, 4)"
_MEMBER = "coalesce((SELECT new FROM many_codes WHERE k = c.k AND old = {0}), {0})"
_AUDIENCE = "coalesce((SELECT new FROM many_audiences WHERE k = c.k AND old = {0}), {0})"
_LABEL = (
    "CASE WHEN {0} LIKE 'member:%' THEN 'member:' || coalesce((SELECT new FROM many_codes"
    " WHERE k = c.k AND old = substr({0}, 8)), substr({0}, 8)) ELSE {0} END"
)
_LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', {0}, '-' || c.minutes || ' minutes')"
    " || substr({0}, 20)",
    "postgresql": "{0} - make_interval(mins => CAST(c.minutes AS integer))",
}
_PLACE = "{} - c.minutes * 60000000"
_NUMBER = "{} + c.minutes * 60000 * 1048576"
"""An entry of the index counts milliseconds backwards, above twenty bits (``search.writing``)."""
_LABELS = (
    "(SELECT {} FROM (SELECT l.label FROM item_label AS l WHERE l.item_id = "  # noqa: S608 - only our own words
    f"{_ID.format('t.item_id')} ORDER BY l.label) AS held)"
)
_TERMS = (
    "(SELECT {} FROM item_label AS l JOIN many_terms AS m ON m.label = l.label"
    " WHERE l.item_id = {})"
)
_FACET = (
    f"CASE t.facet WHEN 'state' THEN {_MEMBER.format('t.value')} WHEN 'group' THEN"  # noqa: S608 - only our own words
    " coalesce((SELECT m.regional_group FROM item_owner AS o JOIN member AS m ON m.code = o.member"
    f" WHERE o.item_id = {_ID.format('t.item_id')}), t.value) ELSE t.value END"
)

TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "item": ("id", {
        "id": _ID, "number": "{} || '-' || c.k", "audience": _AUDIENCE,
        "created_at": "later", "changed_at": "later",
    }),
    "item_owner": ("item_id", {"item_id": _ID, "member": _MEMBER}),
    "item_label": ("item_id", {"item_id": _ID, "label": _LABEL, "sort_key": _PLACE}),
    "item_revision": ("item_id", {"item_id": _ID, "at": "later"}),
    "practice": ("item_id", {"item_id": _ID}),
    "practice_facet": ("item_id", {"item_id": _ID, "value": _FACET}),
    "practice_source": ("item_id", {"item_id": _ID}),
    "practice_version": ("item_id", {"item_id": _ID, "audience": _AUDIENCE}),
    "happening": ("item_id", {
        "id": _ID, "item_id": _ID, "with_id": _ID, "by_member": _MEMBER, "at": "later",
    }),
    "comment": ("item_id", {
        "item_id": _ID, "about": _ID, "answers": _ID, "replies_to": _ID, "member": _MEMBER,
        "at": "later",
    }),
    "search_entry": ("item_id", {
        "id": _NUMBER, "item_id": _ID, "key": f"t.kind || ':' || {_ID.format('t.item_id')}",
        "labels": "labels",
        "address": "replace(replace({}, t.item_id, " + _ID.format("t.item_id") + "), coalesce("
        "k.about, '-'), coalesce(" + _ID.format("k.about") + ", '-'))",
    }),
}  # fmt: skip
"""By table: the column that names the item, and how the columns that differ come about."""
_JOINED = {"search_entry": "LEFT JOIN many_comment AS k ON k.item_id = t.item_id"}
_WORDS = {
    "sqlite": "INSERT INTO search_text (rowid, title, tags, body, terms, labels)"
    " SELECT {number}, t.title, t.tags, t.body, t.terms, {terms} FROM many_search_text AS t"
    " CROSS JOIN many_copies AS c WHERE c.k = :k ORDER BY 1",
    "postgresql": "INSERT INTO search_text (id, vector)"
    " SELECT {number}, ts_delete(t.vector, {old} || search_text_pieces(t.id))"
    " || array_to_tsvector({terms} || search_text_pieces({number}))"
    " FROM many_search_text AS t CROSS JOIN many_copies AS c WHERE c.k = :k",
}
_OF_WORDS = {
    "sqlite": "SELECT t.id, t.item_id, s.title, s.tags, s.body, s.terms FROM search_text AS s"
    " JOIN many_search_entry AS t ON t.id = s.rowid",
    "postgresql": "SELECT t.id, t.item_id, s.vector FROM search_text AS s"
    " JOIN many_search_entry AS t ON t.id = s.id",
}
_GATHERED = {
    "sqlite": ("group_concat(label, ' ')", "group_concat(m.term, ' ')"),
    "postgresql": ("string_agg(label, ' ')", "array_agg(DISTINCT m.term)"),
}
_HELPERS = (
    "CREATE TABLE many_base (id VARCHAR(12) PRIMARY KEY)",
    "CREATE TABLE many_copies (k INTEGER PRIMARY KEY, code VARCHAR(3), minutes BIGINT)",
    "CREATE TABLE many_codes (k INTEGER, old VARCHAR(12), new VARCHAR(12), PRIMARY KEY (k, old))",
    "CREATE TABLE many_audiences (k INTEGER, old TEXT, new TEXT, PRIMARY KEY (k, old))",
    "CREATE TABLE many_terms (label VARCHAR(48), term TEXT, PRIMARY KEY (label, term))",
)
_NAMES = (
    "many_base", "many_copies", "many_codes", "many_audiences", "many_terms", "many_search_text",
    *(f"many_{name}" for name in TABLES),
)  # fmt: skip
_OUR_OWN = (
    (
        "INSERT INTO many_base SELECT id FROM item WHERE kind = 'practice' AND number LIKE"
        " 'R2P/2026/PRA/%' AND created_by IS NOT NULL"
    ),
    "INSERT INTO many_base SELECT item_id FROM comment WHERE about IN (SELECT id FROM many_base)",
)


def copy_practices(database: Database, copies: int) -> None:
    """Let each practice that acts made stand ``copies`` times in all, with all that is about it."""
    with database.engine.connect() as conn:
        if not database.is_sqlite:
            conn.execute(text("SET session_replication_role = replica"))
            conn.execute(text("SET maintenance_work_mem = '1GB'"))
        dropped = list(_hurry(conn))
        _prepare(conn, copies)
        statements = list(_statements(conn.dialect.name))
        progress = Progress("copies", copies)
        for k in range(1, copies):
            for one in statements:
                conn.execute(text(one), {"k": k})
            if not k % AT_ONCE or k == copies - 1:
                conn.commit()
                progress.at(k + 1)
        for name in _NAMES:
            conn.execute(text(f"DROP TABLE {name}"))
        conn.commit()
        for one in dropped:
            conn.execute(text(one))
            conn.commit()
    _settle(database)


def _settle(database: Database) -> None:
    """Bring the index and what the planner knows up to what is there."""
    with database.engine.connect() as conn:
        if database.is_sqlite:
            tune = "INSERT INTO search_text (search_text, rank) VALUES (:name, :value)"
            for name, value in (("hashsize", 1 << 20), ("automerge", 4)):
                conn.execute(text(tune), {"name": name, "value": value})
            conn.execute(text("INSERT INTO search_text (search_text) VALUES ('optimize')"))
            conn.commit()
            conn.execute(text("PRAGMA analysis_limit = 2000"))
        conn.execute(text("ANALYZE"))
        conn.commit()


def _hurry(conn: Connection) -> Iterator[str]:
    """Take away what slows down writing; give the statements that make it again."""
    known = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name = :name",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :name"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
    }[conn.dialect.name]
    if conn.dialect.name == "sqlite":
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-1000000"):
            conn.connection.execute(f"PRAGMA {pragma}")
        for name, value in (("hashsize", 1 << 28), ("automerge", 0)):
            tune = "INSERT INTO search_text (search_text, rank) VALUES (:name, :value)"
            conn.execute(text(tune), {"name": name, "value": value})
    for name in (*TABLES, "search_text"):
        needed = {"ix_search_entry_item_id"}
        for index, sql in conn.execute(text(known), {"name": name}).all():
            if index not in needed:
                conn.execute(text(f"DROP INDEX {index}"))
                yield sql
    conn.commit()


def _prepare(conn: Connection, copies: int) -> None:
    """Make the tables that say what becomes of what in which copy."""
    for one in (*_HELPERS, *_OUR_OWN, *_set_aside(conn.dialect.name)):
        conn.execute(text(one))
    rows = conn.execute(text("SELECT code FROM member WHERE kind = 'state' ORDER BY code"))
    codes = list(rows.scalars())
    found = conn.execute(text("SELECT DISTINCT audience FROM item WHERE audience LIKE 'members:%'"))
    audiences = list(found.scalars())
    turns = {k: turned(codes, k) for k in range(1, copies)}
    _put(
        conn,
        "many_copies",
        [
            (k, code, k * STEP)
            for k, code in zip(turns, free_beginnings(conn, copies), strict=False)
        ],
    )
    _put(conn, "many_codes", [(k, a, b) for k, turn in turns.items() for a, b in turn.items()])
    _put(conn, "many_audiences", [
        (k, old, _renamed(old, turn)) for k, turn in turns.items() for old in audiences
    ])  # fmt: skip
    labels = conn.execute(text("SELECT DISTINCT label FROM item_label")).scalars()
    held = {*labels, *(f"member:{code}" for code in codes)}
    _put(conn, "many_terms", [(one, term) for one in held for term in label_terms([one])])
    conn.commit()


def _set_aside(dialect: str) -> Iterator[str]:
    """Give the statements that set aside what is copied: no copy looks through all before it."""
    for name, (item, _changed) in TABLES.items():
        yield (
            f"CREATE TABLE many_{name} AS SELECT * FROM {name}"  # noqa: S608 - only our own words
            f" WHERE {item} IN (SELECT id FROM many_base)"
        )
    yield f"CREATE TABLE many_search_text AS {_OF_WORDS[dialect]}"
    yield "CREATE UNIQUE INDEX many_comment_by_item ON many_comment (item_id)"


def _put(conn: Connection, name: str, rows: Sequence[tuple[object, ...]]) -> None:
    columns = [f"v{n}" for n in range(len(rows[0]))]
    places = ", ".join(f":{one}" for one in columns)
    given = [dict(zip(columns, row, strict=True)) for row in rows]
    conn.execute(text(f"INSERT INTO {name} VALUES ({places})"), given)  # noqa: S608 - only our own words


def turned(codes: Sequence[str], k: int) -> Mapping[str, str]:
    """Return which member stands for which in a copy: another step and another start each."""
    whole = len(codes)
    step = 1 + k // whole
    return {code: codes[(place * step + k) % whole] for place, code in enumerate(codes)}


def _renamed(audience: str, turn: Mapping[str, str]) -> str:
    kind, _, names = audience.partition(":")
    return f"{kind}:{','.join(sorted(turn.get(one, one) for one in names.split(',')))}"


def free_beginnings(conn: Connection, taken: int) -> Iterator[str]:
    """Give first three letters of ids for copies, rising; no id that was made begins with them."""
    begun = set(
        conn.execute(
            text(
                " UNION ".join(
                    f"SELECT substr(id, 1, 3) FROM {name}"  # noqa: S608 - only our own words
                    for name in ("item", "happening", "assistance_task", "assistance_after")
                )
            )
        ).scalars()
    )
    free = (f"{a}{b}{c}" for a, b, c in itertools.product(sorted(ALPHABET), repeat=3))
    return itertools.islice((one for one in free if one not in begun), taken)


def _statements(dialect: str) -> Iterator[str]:
    """Give the statements of one copy, in an order in which each finds what it needs."""
    gathered, terms = _GATHERED[dialect]
    for name, (_item, changed) in TABLES.items():
        columns = [column.name for column in metadata.tables[name].columns]
        made = []
        for column in columns:
            how = changed.get(column, "{}")
            how = _LATER[dialect] if how == "later" else how
            how = _LABELS.format(gathered) if how == "labels" else how
            made.append(how.format(f't."{column}"') if "{" in how else how)
        named = ", ".join(f'"{column}"' for column in columns)
        yield (
            f"INSERT INTO {name} ({named}) SELECT {', '.join(made)} FROM many_{name} AS t"  # noqa: S608 - only our own words
            f" CROSS JOIN many_copies AS c {_JOINED.get(name, '')} WHERE c.k = :k ORDER BY 1"
        )
    yield _WORDS[dialect].format(
        number=_NUMBER.format("t.id"),
        terms=_TERMS.format(terms, _ID.format("t.item_id")),
        old=_TERMS.format(terms, "t.item_id"),
    )
