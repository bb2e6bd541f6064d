"""A row of a list, the most frequent piece of all: its macro makes a mould for each shape of it."""

from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812 - "date" is the macro's own name of a place
from functools import lru_cache

from markupsafe import Markup

from app.core.i18n import language
from app.web.moulds import Mould, in_html

KEPT = 2_000
"""Shapes of rows that are kept: each language, date and choice of parts is one."""
_PLACES = ("title", "href", "text", "tile", "meta", "id", "lang", "said", "acts")
_BETWEEN = "</span><span>"
Made = Callable[..., Markup]


class Rows:
    """The macro of a row as a function that fills moulds; called as the macro is."""

    def __init__(self, macro: Made) -> None:
        self._macro = macro
        self._mould = lru_cache(KEPT)(self._make)

    def row(  # noqa: PLR0913, PLR0917 - the places of the macro
        self,
        title: object,
        href: object,
        text: object = "",
        tile: object = "",
        date: Date | None = None,
        late: bool = False,  # noqa: FBT001, FBT002 - as the macro has it
        meta: Sequence[object] = (),
        id: object = "",  # noqa: A002 - as the macro has it
        lang: object = "",
        said_in: object = "",
        level: int = 3,
        icon: str = "",
        runs: str = "auto",
        said_runs: str = "auto",
        caller: Made | None = None,
    ) -> Markup:
        """Return a row; what is made once says nothing of who or what stands in it but its date."""
        acts: object = caller().strip() if caller else ""
        tile = "" if date else tile
        said = said_in or lang if text else ""
        there = tuple(map(bool, (text, tile, meta, id, lang, said, acts)))
        icon = "" if tile else icon
        mould = self._mould(language(), there, date, bool(late), level, icon, runs, said_runs)
        return mould.fill(
            title=title, href=href, text=text, tile=tile, id=id, lang=lang, said=said, acts=acts,
            meta=_joined(meta),
        )  # fmt: skip

    def _make(  # noqa: PLR0913, PLR0917 - what a shape is
        self,
        _language: str,
        there: Sequence[bool],
        date: Date | None,
        late: bool,  # noqa: FBT001 - a part of the shape
        level: int,
        icon: str,
        runs: str,
        said_runs: str,
    ) -> Mould:
        has = dict(zip(("text", "tile", "meta", "id", "lang", "said", "acts"), there, strict=True))

        def render(**marks: str) -> str:
            given = {place: marks[place] if has.get(place, True) else "" for place in marks}
            acts = {"caller": lambda: Markup(given["acts"])} if has["acts"] else {}  # noqa: S704 - a mark
            return self._macro(
                given["title"], given["href"], text=given["text"], tile=given["tile"], date=date,
                late=late, meta=(given["meta"],) if has["meta"] else (), id=given["id"],
                lang=given["lang"], said_in=given["said"], level=level, icon=icon, runs=runs,
                said_runs=said_runs, **acts,
            )  # fmt: skip

        return Mould(render, _PLACES)


def _joined(meta: Sequence[object]) -> Markup:
    """Return the small parts below a title, as they stand in one place."""
    return Markup(_BETWEEN.join(map(in_html, meta)))  # noqa: S704 - each is escaped
