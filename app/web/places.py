"""Where the reader of an answer may come back to: an address that can be asked for."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

TOP = "/"


def page_above(path: str, routes: Sequence[BaseRoute]) -> str:
    """Return ``path``, or the nearest address above it, that is a page and not only a form's."""
    pages = [r.path_regex for r in routes if isinstance(r, Route) and "GET" in (r.methods or ())]
    while path and not any(page.match(path) for page in pages):
        path = path.rpartition("/")[0]
    return path or TOP
