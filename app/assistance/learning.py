"""A request that begins from a practice: to learn from whoever did it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance.forms import MOST_THEMES
from app.practices import facets, queries
from app.practices.rules import Stage

LEARNED: Mapping[str, str] = {
    "themes": facets.THEME,
    "risk_factors": facets.FACTOR,
    "practical_steps": facets.STEP,
}
"""The words of the fixed lists that a request takes over from a practice, by field."""


def begun(conn: Connection, viewer: Viewer, practice: str) -> dict[str, str | list[str]]:
    """Return the first page of a request filled from a practice; empty where the viewer sees none.

    A practice that is not published is named and nothing of it taken over.
    """
    found = queries.entries(conn, viewer, [practice], files=False) if practice else {}
    values: dict[str, str | list[str]] = {"practices": list(found)}
    for name, facet in LEARNED.items():
        out = [one for one in found.values() if one.stage == Stage.PUBLISHED]
        values[name] = [code for one in out for code in one.of(facet)]
    values["themes"] = values["themes"][:MOST_THEMES]
    return values
