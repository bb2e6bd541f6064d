"""The statements of a search, in the words of each database; what is over is in none of them."""

from functools import cache

from sqlalchemy import text

from app.core.reading import Reading

_RANKED_BY = "search_text_ranked(CAST(ARRAY[{}] AS tsquery[]), {}, CAST(:today AS date))"
_LASTS = "rowid NOT IN (SELECT id FROM search_entry WHERE last_day < :today)"
"""What is over is found by nobody, from the day on: few are, until they are swept away."""
COUNTED = {
    "sqlite": Reading(
        text(
            "SELECT rowid & 15 AS kind, count(*) AS number, '' AS ids"  # noqa: S608 - only our own words
            " FROM (SELECT rowid FROM search_text WHERE search_text MATCH :wanted"
            f" AND {_LASTS} ORDER BY rowid LIMIT :most) GROUP BY 1"
        )
    ),
    "postgresql": Reading(
        text(
            "SELECT id & 15 AS kind, count(*) AS number,"  # noqa: S608 - only our own words
            " string_agg(CAST(id AS text), ',') AS ids FROM"
            f" {_RANKED_BY.format(':wanted', ':most')} GROUP BY 1"
        )
    ),
}
"""How many there are of each kind, and on PostgreSQL which: for ``among``."""
ITEMS = {
    "sqlite": Reading(
        text(
            "SELECT e.item_id FROM (SELECT rowid FROM search_text"  # noqa: S608 - only our own words
            f" WHERE search_text MATCH :wanted AND {_LASTS} ORDER BY rowid LIMIT :most) AS found"
            " JOIN search_entry AS e ON e.id = found.rowid"
        )
    ),
    "postgresql": Reading(
        text(
            "SELECT e.item_id FROM"  # noqa: S608 - only our own words
            f" {_RANKED_BY.format(':wanted', ':most')} AS found"
            " JOIN search_entry AS e ON e.id = found.id"
        )
    ),
}
ONE = {
    "sqlite": Reading(
        text(
            "SELECT e.id FROM search_entry AS e JOIN search_text ON search_text.rowid = e.id"
            " WHERE e.item_id = :item AND search_text MATCH :wanted"
        )
    ),
    "postgresql": Reading(
        text(
            "SELECT e.id FROM search_entry AS e JOIN search_text AS s ON s.id = e.id"
            " WHERE e.item_id = :item AND s.vector @@ CAST(:wanted AS tsquery)"
        )
    ),
}
"""Whether one item is among what is found, without looking at any other."""
_TIER = (
    "SELECT * FROM (SELECT rowid AS id, {place} AS place FROM search_text"
    " WHERE search_text MATCH :wanted_{place} AND {lasts} ORDER BY rowid LIMIT :last)"
)


def _sqlite(tiers: int) -> str:
    """SQLite takes the branches in turn and never begins those that the limit leaves out."""
    return " UNION ALL ".join(_TIER.format(place=place, lasts=_LASTS) for place in range(tiers))


def _postgresql(tiers: int) -> str:
    wanted = ", ".join(f":wanted_{place}" for place in range(tiers))
    ranked = _RANKED_BY.format(wanted, ":last")
    return f"SELECT id, place FROM {ranked} ORDER BY place, id"  # noqa: S608 - only our own words


_RANKED = {"sqlite": _sqlite, "postgresql": _postgresql}


_SHOWN = (
    " SELECT e.kind, e.address, e.language, e.title, e.body, e.folded, e.item_id, e.labels,"
    " item.audience FROM ranked JOIN search_entry AS e ON e.id = ranked.id"
    " LEFT JOIN item ON item.id = e.item_id ORDER BY ranked.place, ranked.id"
)


@cache
def ranked(dialect: str, tiers: int) -> Reading:
    """Prebuilt: the hits of so many tiers, best tier first, in it the newest."""
    written = _RANKED[dialect](tiers)
    return Reading(text(f"WITH ranked AS ({written} LIMIT :most OFFSET :after){_SHOWN}"))


@cache
def among(tiers: int) -> Reading:
    """Prebuilt for PostgreSQL: the same, where all hits are few and known by their numbers.

    Each is held against the tiers, who sees it among them, as it is at this moment.
    """
    places = " ".join(
        f"WHEN held.vector @@ CAST(:wanted_{n} AS tsquery) THEN {n}" for n in range(tiers)
    )
    return Reading(
        text(
            "WITH placed AS (SELECT s.id, (SELECT CASE"  # noqa: S608 - only our own words
            f" {places} END FROM (SELECT s.vector || '' AS vector OFFSET 0) AS held) AS place"
            " FROM search_text AS s"
            " WHERE s.id = ANY(CAST(string_to_array(:ids, ',') AS bigint[]))),"
            " ranked AS (SELECT id, place FROM placed WHERE place IS NOT NULL"
            f" ORDER BY place, id LIMIT :most OFFSET :after){_SHOWN}"
        )
    )
