"""What stands beside a comment: how it is meant, what it answers or asks, and the ways on."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from app.core import i18n
from app.core.i18n import gettext
from app.discussion.meaning import Stance
from app.discussion.rules import HIDDEN, OPEN, WITHDRAWN
from app.discussion.tree import Said
from app.web.components import moment_words
from app.web.moulds import Mould
from app.web.render import Renderer

TEMPLATE = "discussion/beside.html"


@dataclass(frozen=True, slots=True)
class Where:
    """Where comments stand: the address of their page, and whether the reader writes there."""

    href: str
    writes: bool = False


def beside(renderer: Renderer, said: Said, where: Where) -> Markup:
    """Return what stands beside a comment on the page ``where``."""
    speaks = i18n.language()
    ways = _ways(renderer, speaks, writes=where.writes and bool(said.html), by=bool(said.html))
    links = ways.fill(href=where.href, id=said.id, by=said.by)
    return _marks(renderer, said, where.href) + links


def trace(said: Said) -> str:
    """Return what stands in place of the words of a comment that are not read."""
    if said.stage == HIDDEN:
        return gettext("Hidden by the Secretariat")
    return gettext("Taken back") if said.stage == WITHDRAWN else ""


def _marks(renderer: Renderer, said: Said, href: str) -> Markup:
    position = said.stance == Stance.POSITION and bool(said.html)
    known = (said.to, said.question, said.settles, said.changed_at, said.new, said.reason)
    if not (position or any(known)):
        return Markup()
    if said.new and not (position or any(known[:4]) or said.reason):
        return _only_new(renderer, i18n.language())
    return renderer.macro(TEMPLATE, "marks")(
        said,
        position=position,
        open=said.question == OPEN,
        changed=moment_words(said.changed_at) if said.changed_at and said.html else "",
        where=href,
    )


@lru_cache(maxsize=64)
def _only_new(renderer: Renderer, _speaks: str) -> Markup:
    """Return what stands beside a comment of which nothing is told but that it is new."""
    nothing = dict.fromkeys(("to", "question", "settles", "reason"))
    return renderer.macro(TEMPLATE, "marks")(
        {**nothing, "new": True}, position=False, open=False, changed="", where=""
    )


@lru_cache(maxsize=64)
def _ways(renderer: Renderer, _speaks: str, *, writes: bool, by: bool) -> Mould:
    macro = renderer.macro(TEMPLATE, "ways")
    return Mould(lambda **marks: macro(writes=writes, more=by, **marks), ("href", "id", "by"))
