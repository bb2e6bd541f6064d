"""The part of a page that is the same for many: rendered once, kept, filled in for each reader.

What stands around ``main`` depends on few things (language, office, menu entry, how much waits). It
is rendered with marks in the places that differ, cut there, and joined anew for every page.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus

from jinja2 import Environment
from markupsafe import escape

from app.web.chrome import Chrome, Tongue

KEPT = 2_000
PARTS = ("title", "head", "main")
_MARK = "qq{}qq"
_CUT = re.compile(r"qq(TITLE|HEAD|MAIN|PATH|CANONICAL|CSRF|ONCE|SEARCH)qq")
_SOURCE = '{% extends "base.html" %}' + "".join(
    f"{{% block {part} %}}{_MARK.format(part.upper())}{{% endblock %}}" for part in PARTS
)


class _Marked(Chrome):
    """A chrome with marks where readers differ."""

    def once(self) -> str:
        return _MARK.format("ONCE")


class Shells:
    """Keeps the shells of one environment."""

    def __init__(self, env: Environment) -> None:
        self._template = env.from_string(_SOURCE)
        self._cut = lru_cache(KEPT)(self._render)

    def fill(self, chrome: Chrome, parts: Mapping[str, str]) -> str:
        """Return the page with ``parts`` (title, head, main: safe HTML) in their places."""
        places = {
            **{part.upper(): html for part, html in parts.items()},
            "PATH": quote_plus(chrome.path),
            "CANONICAL": str(escape(chrome.canonical)),
            "CSRF": chrome.csrf,
            "ONCE": chrome.once(),
            "SEARCH": str(escape(chrome.search_query)),
        }
        pieces = self._cut(_shared(chrome))
        return "".join(places[p] if n % 2 else p for n, p in enumerate(pieces))

    def _render(self, chrome: Chrome) -> tuple[str, ...]:
        return tuple(_CUT.split(self._template.render(page=chrome)))


def _shared(chrome: Chrome) -> Chrome:
    """Return what the shell depends on: the chrome with marks for the rest."""
    mark = _MARK.format("PATH")
    here = quote_plus(chrome.path)
    languages = tuple(
        Tongue(t.code, t.own_name, t.href.replace(f"?next={here}", f"?next={mark}"), t.current)
        for t in chrome.languages
    )
    fields = {name: getattr(chrome, name) for name in Chrome.__slots__}
    return _Marked(
        **{
            **fields,
            "path": mark,
            "languages": languages,
            "csrf": _MARK.format("CSRF") if chrome.csrf else "",
            "canonical": _MARK.format("CANONICAL") if chrome.canonical else "",
            "search_query": _MARK.format("SEARCH"),
        }
    )
