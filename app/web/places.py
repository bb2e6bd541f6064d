"""Where the reader of an answer may come back to: an address that can be asked for."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from app.web.letters import UNKNOWN

TOP = "/"
LONGEST_WAY = 300
"""A way back is kept in a column of this length."""


def page_above(path: str, routes: Sequence[BaseRoute]) -> str:
    """Return ``path``, or the nearest address above it, that is a page and not only a form's."""
    pages = [r.path_regex for r in routes if isinstance(r, Route) and "GET" in (r.methods or ())]
    while path and not any(page.match(path) for page in pages):
        path = path.rpartition("/")[0]
    return path or TOP


def safe_way_back(target: str) -> str:
    """Return ``target`` if it is a plain path of this site, otherwise the front page."""
    inside = target.startswith("/") and not target.startswith("//")
    clean = target.isprintable() and not {" ", "\\", UNKNOWN} & set(target)
    return target if inside and clean and len(target) <= LONGEST_WAY else "/"
