"""Practices like one as HTML: the row of a list is made once for what is shared, and filled."""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from app.core import i18n
from app.practices.alike import Like
from app.web.moulds import Mould
from app.web.render import Renderer

TEMPLATE = "components/lists.html"


def rows(renderer: Renderer, likes: Iterable[Like]) -> Markup:
    """Return a row for each practice; nothing where there is none."""
    speaks = i18n.language()
    made = (
        _row(renderer, speaks, tuple(one.shared)).fill(
            title=one.title, address=one.address, lang=one.language
        )
        for one in likes
    )
    return Markup("".join(made))  # noqa: S704 - every part is safe


@lru_cache(maxsize=256)
def _row(renderer: Renderer, _speaks: str, shared: tuple[str, ...]) -> Mould:
    """Return the row of a practice that shares this, said in the language now spoken."""
    macro = renderer.macro(TEMPLATE, "row")
    return Mould(
        lambda title, address, lang: macro(title, address, meta=shared, lang=lang),
        ("title", "address", "lang"),
    )
