"""The part of a page that is the same for many: rendered once, kept, filled in for each reader.

What stands around ``main`` depends on few things (language, menu entry, how much waits). It is
rendered as a mould and filled anew for every page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from jinja2 import Environment
from markupsafe import Markup

from app.web.chrome import Acting, Chrome, Tongue
from app.web.moulds import Mould, mark

KEPT = 500
PARTS = ("title", "head", "main")
_PLACES = (*PARTS, "path", "canonical", "search", "until", "left", "name", "tile", "office")
_SOURCE = '{% extends "base.html" %}' + "".join(
    f"{{% block {part} %}}{mark(part)}{{% endblock %}}" for part in PARTS
)


class Shells:
    """Keeps the shells of one environment."""

    def __init__(self, env: Environment) -> None:
        self._base = env.get_template("base.html")
        self._template = env.from_string(_SOURCE)
        self._mould = lru_cache(KEPT)(self._make)

    def fill(self, chrome: Chrome, parts: Mapping[str, Markup]) -> str:
        """Return the page with ``parts`` (title, head, main) in their places."""
        viewer = chrome.viewer
        return self._mould(_shared(chrome)).fill(
            **parts,
            path=quote_plus(chrome.path),
            canonical=chrome.canonical,
            search=chrome.search_query,
            until=chrome.until,
            left=chrome.left,
            name=viewer.name if viewer else "",
            tile=viewer.acting_tile if viewer else "",
            office=viewer.acting_name if viewer else "",
        )

    def menu(self, chrome: Chrome) -> str:
        """Return the main menu for htmx to put in place of the one that stands on the page."""
        links = "".join(self._base.blocks["menu"](self._base.new_context({"page": chrome})))
        return f'<div data-hx-swap-oob="innerHTML:#menu">{links}</div>'

    def _make(self, chrome: Chrome) -> Mould:
        return Mould(lambda **_marks: self._template.render(page=chrome), _PLACES)


def _shared(chrome: Chrome) -> Chrome:
    """Return what the shell depends on: the chrome with marks for the rest."""
    fields = {name: getattr(chrome, name) for name in Chrome.__slots__}
    here = quote_plus(chrome.path)
    differing = {
        "viewer": chrome.viewer and _anybody(chrome.viewer),
        "path": mark("path"),
        "languages": tuple(_anywhere(tongue, here) for tongue in chrome.languages),
        "csrf": "",
        "office": "",
        "canonical": mark("canonical") if chrome.canonical else "",
        "search_query": mark("search"),
        "until": mark("until") if chrome.until else "",
        "left": mark("left") if chrome.until else "",
    }
    return Chrome(**{**fields, **differing})


@dataclass(frozen=True, slots=True)
class _Anybody:
    """Whoever reads, with marks for their names; satisfies ``chrome.Acting``."""

    acting_tile: str
    is_secretariat: bool
    reads_only: bool
    opens: frozenset[str]
    name: str = mark("name")
    acting_name: str = mark("office")


def _anybody(viewer: Acting) -> _Anybody:
    return _Anybody(
        viewer.acting_tile and mark("tile"), viewer.is_secretariat, viewer.reads_only, viewer.opens
    )


def _anywhere(tongue: Tongue, here: str) -> Tongue:
    """Return the link of a language with a mark for the way back."""
    href = tongue.href.replace(f"?next={here}", f"?next={mark('path')}")
    return Tongue(tongue.code, tongue.own_name, href, tongue.current)
