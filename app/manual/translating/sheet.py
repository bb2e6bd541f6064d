"""The page of a chapter on the translator's desk, row by row."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.core.i18n import gettext
from app.manual.actions.publishing import numbers_of
from app.manual.figures.gallery import everywhere
from app.manual.publishing.waiting import Submitted, submitted
from app.manual.translating.desk import Desk
from app.manual.translating.forms import TEXT
from app.manual.translating.offers import name_of
from app.manual.translating.terms import Agreed, linked, warnings
from app.text.blocks import Block
from app.text.clean import clean
from app.text.html import Look, write_blocks
from app.text.labels import RedlineWords
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html
from app.text.tree import parse
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph: the source, what is said of its translation, and the terms that are agreed."""

    name: str
    label: str
    source: Markup
    lines: int
    missing: bool
    stale: bool
    redline: Markup | None
    terms: Sequence[Agreed]
    warnings: Sequence[str]
    theirs: str | None
    differs: Markup | None


@dataclass(frozen=True, kw_only=True)
class Sheet(Page):
    """One chapter being translated."""

    template: ClassVar[str] = "manual/translate.html"
    here: ClassVar[str] = "manual"

    desk: Desk
    name: str
    form: Form
    rows: Sequence[Row]
    clash: bool
    left: Sequence[str]
    saved: bool
    submitted: Submitted | None


def sheet(
    ask: Ask, desk: Desk, form: Form, clashes: Collection[str] = (), left: Sequence[str] = ()
) -> Sheet:
    """Return the page for what was typed; ``clashes`` are those that somebody else wrote too."""
    look = RedlineLook(
        RedlineWords.spoken(gettext), ask.portal.static.url("icons.svg"), gallery=everywhere()
    )
    return Sheet(
        desk=desk,
        name=name_of(desk.language),
        form=form,
        rows=list(_rows(desk, form, clashes, look)),
        clash=bool(clashes),
        left=left,
        saved=False,
        submitted=submitted(ask.conn),
    )


def _rows(desk: Desk, form: Form, clashes: Collection[str], look: RedlineLook) -> Iterator[Row]:
    numbers = numbers_of(desk.head.number, desk.blocks)
    for block in desk.blocks:
        name = block.id or ""
        field = f"{TEXT}{name}"
        typed = "" if field in form.errors else str(form.values.get(field, ""))
        said = desk.of(block)
        theirs = (said.block.source if said else "") if name in clashes else None
        yield Row(
            name=name,
            label=_label(block, numbers),
            source=clean(
                write_blocks(
                    parse(block.source).nodes, Look(resolve=look.text.resolve, gallery=look.gallery)
                )
            ),
            lines=min(14, 2 + len(block.source) // 60),
            missing=said is None,
            stale=desk.stale(block),
            redline=_redline(desk.before(block), block, look) if desk.stale(block) else None,
            terms=linked(block.source, desk.terms),
            warnings=tuple(warnings(block.source, typed, desk.terms)) if typed else (),
            theirs=theirs,
            differs=_differs(block, theirs, typed, look),
        )


def _label(block: Block, numbers: Mapping[str, str]) -> str:
    number = numbers.get(block.id or "")
    return gettext("Paragraph %(number)s", number=number) if number else gettext("Heading")


def _redline(before: Block | None, block: Block, look: RedlineLook) -> Markup | None:
    return to_html(compare([before], [block]), look) if before else None


def _differs(block: Block, theirs: str | None, typed: str, look: RedlineLook) -> Markup | None:
    """Return what differs from their text to what was typed here."""
    if not theirs or not typed:
        return None
    old, new = (Block(block.id, block.kind, text) for text in (theirs, typed))
    return to_html(compare([old], [new]), look)
