"""The filter panel as HTML: made by ``ui.facet`` once per word and language, then only joined.

A panel can hold 250 boxes; running the macro for each would cost more than the rest of the page.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2.runtime import Macro
from markupsafe import Markup

from app.core.i18n import gettext, language, use_language
from app.practices import facets
from app.practices.facets import Facet
from app.practices.filters import Chosen
from app.practices.shelf import Found
from app.web.components import number

_BOX = re.compile(r'(<label .*?)( checked)(>.*<span class="num">)\d+(</span></label>)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the boxes of a facet, folded up and unfolded."""

    shut: tuple[str, str]
    open: tuple[str, str]


@lru_cache(maxsize=8192)
def _box(macro: Macro, _speaks: str, facet: str, value: str, name: str) -> tuple[str, str, str]:
    """Return one box: up to the mark, up to the number, and the rest."""
    html = str(macro(facet, "", [(value, gettext(name), 0, True)]))
    found = _BOX.search(html)
    if found is None:
        raise ValueError("The component of a filter has changed its form.")
    before, _checked, between, after = found.groups()
    return before, between, after


@lru_cache(maxsize=256)
def _frame(macro: Macro, _speaks: str, facet: Facet) -> _Frame:
    def around(*, chosen: bool) -> tuple[str, str]:
        made = macro(facet.code, gettext(facet.legend), [("", "", 0, chosen)], facet.folded)
        first, _box, last = re.split(r"(<label .*</label>)", str(made), flags=re.DOTALL)
        return first, last

    return _Frame(around(chosen=False), around(chosen=True))


@lru_cache(maxsize=64)
def _state_order(speaks: str, members: tuple[tuple[str, str], ...]) -> Sequence[tuple[str, str]]:
    """Return code and name (a msgid) of every member, by the name in the reader's language."""
    with use_language(speaks):
        return sorted(members, key=lambda pair: gettext(pair[1]))


@lru_cache(maxsize=4096)
def _number(_speaks: str, value: int) -> str:
    return number(value)


def write(macro: Macro, found: Found) -> Markup:
    """Return the panel, each box as ``macro`` (``ui.facet``) makes it.

    Words without a count are left out unless they are chosen.
    """
    speaks = language()
    return Markup("").join(
        Markup(html)  # noqa: S704 - made by our own component
        for facet in facets.FACETS
        if (html := _facet(macro, speaks, facet, found))
    )


def _facet(macro: Macro, speaks: str, facet: Facet, found: Found) -> str:
    counts = found.counts.get(facet.code, {})
    chosen = found.chosen.values.get(facet.code, ())
    boxes = []
    for value, name in _words(speaks, facet, found.members):
        count = counts.get(value, 0)
        if not count and value not in chosen:
            continue
        before, between, after = _box(macro, speaks, facet.code, value, name)
        mark = " checked" if value in chosen else ""
        boxes.append(f"{before}{mark}{between}{_number(speaks, count)}{after}")
    if not boxes:
        return ""
    frame = _frame(macro, speaks, facet)
    first, last = frame.open if chosen else frame.shut
    return f"{first}{''.join(boxes)}{last}"


def _words(speaks: str, facet: Facet, members: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    if facet.words is not None:
        return facet.words
    return _state_order(speaks, tuple(members.items()))


def chips(chosen: Chosen, members: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the chosen words and filters, each with the address that removes it."""
    if chosen.q:
        yield gettext("“%(words)s”", words=chosen.q), chosen.without_words()
    for facet in facets.FACETS:
        for value in chosen.values.get(facet.code, ()):
            name = facets.name_of(facet, value, members.get) or value
            yield gettext(name), chosen.without(facet.code, value)
