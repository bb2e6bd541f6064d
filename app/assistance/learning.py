"""A request that begins from a practice, a chapter of the manual, or words of the fixed lists."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance.forms import MOST_THEMES
from app.core.i18n import gettext
from app.manual.queries import current, heads
from app.practices import facets, queries
from app.practices.rules import Stage
from app.vocabulary import practical_steps, risk_factors, themes

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


def from_chapter(conn: Connection, slug: str) -> dict[str, str | list[str]]:
    """Return the first page of a request filled from a chapter of the current edition.

    Empty where there is none of that name: nothing of the address is taken over but through it.
    """
    edition = current(conn) if slug else None
    if edition is None:
        return {}
    title = next((one.title for one in heads(conn, edition.number) if one.slug == slug), "")
    if not title:
        return {}
    words = gettext("Manual, edition %(number)s: %(chapter)s", number=edition.number, chapter=title)
    return {"origin": words}


def from_words(chosen: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """Return the first page of a request filled with words of the fixed lists, by facet."""
    known = {
        "themes": (facets.THEME, themes.codes()),
        "risk_factors": (facets.FACTOR, risk_factors.codes()),
        "practical_steps": (facets.STEP, [step.code for step in practical_steps.offered()]),
    }
    found = {
        name: [code for code in dict.fromkeys(chosen.get(facet, ())) if code in codes]
        for name, (facet, codes) in known.items()
    }
    found["themes"] = found["themes"][:MOST_THEMES]
    return {name: codes for name, codes in found.items() if codes}
