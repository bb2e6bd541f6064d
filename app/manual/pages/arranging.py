"""The pages that move, split and put together: buttons that a keyboard reaches, no dragging."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.manual.actions.drafting import Step
from app.manual.editing import structure
from app.manual.editing.forms import number
from app.manual.editing.saving import rearrange
from app.manual.editing.sections import Section, find
from app.manual.pages.room import room
from app.manual.pages.section_form import title_of
from app.manual.pages.section_list import drafted
from app.manual.publishing.waiting import Submitted, submitted
from app.manual.rules import ChapterChanged
from app.manual.values import ChapterHead
from app.text.blocks import Block
from app.text.markdown import to_text
from app.web.ask import Ask
from app.web.forms import Reader
from app.web.render import Page

STEPS = {"up": -1, "down": 1}
MOST_SHOWN = 300
MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Movable:
    """A block in the list; ``parts`` are where it can be split."""

    name: str
    words: str
    parts: Sequence[str]
    up: bool
    down: bool
    joins: bool


@dataclass(frozen=True, kw_only=True)
class Arrange(Page):
    """The blocks of a section, to be moved, split and put together."""

    template: ClassVar[str] = "manual/arrange.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    section: str
    title: str
    rows: Sequence[Movable]
    at: str
    problem: str
    submitted: Submitted | None


@room.post("/manual/edit/{chapter}/sections", P.MANUAL_EDIT)
def move_section(ask: Ask, chapter: str) -> Response:
    """Move a section one place up or down in its chapter."""
    head, blocks = drafted(ask, chapter)
    name = ask.field("section")
    if find(blocks, name) is None or ask.field("do") not in STEPS:
        raise NotFound
    seen = number(Reader(ask.sent), "version")
    with ask.unit_of_work() as db:
        new = structure.section_moved(blocks, name, STEPS[ask.field("do")])
        rearrange(db, ask.viewer, Step(head.chapter_id, seen, blocks, new))
        return ask.go(f"/manual/edit/{head.slug}/sections?at={name}", db)


@room.get("/manual/edit/{chapter}/sections/{section}/arrange", P.MANUAL_EDIT)
def arrange(ask: Ask, chapter: str, section: str, at: str = "") -> Response:
    """Show the blocks of a section with what can be done to each."""
    head, blocks = drafted(ask, chapter)
    return ask.page(_page(ask, head, _found(blocks, section), at))


@room.post("/manual/edit/{chapter}/sections/{section}/arrange", P.MANUAL_EDIT)
def rearranged(ask: Ask, chapter: str, section: str) -> Response:
    """Move, split or put together blocks of a section."""
    head, blocks = drafted(ask, chapter)
    found = _found(blocks, section)
    name = ask.field("block")
    try:
        with ask.unit_of_work() as db:
            made = _made(ask, found, name)
            new = (*blocks[: found.start], *made, *blocks[found.stop :])
            seen = number(Reader(ask.sent), "version")
            rearrange(db, ask.viewer, Step(head.chapter_id, seen, blocks, new))
            here = f"/manual/edit/{head.slug}/sections/{section}/arrange"
            return ask.go(f"{here}?at={name}", db)
    except (ChapterChanged, structure.CannotSplit, structure.CannotJoin) as refusal:
        head, blocks = drafted(ask, chapter)
        page = _page(ask, head, _found(blocks, section), name)
        return ask.page(replace(page, problem=refusal.sentence), status=409)


def _made(ask: Ask, found: Section, name: str) -> Sequence[Block]:
    do = ask.field("do")
    if do in STEPS:
        return structure.block_moved(found, name, STEPS[do])
    if do == "join":
        return structure.block_joined(found, name)
    return structure.block_split(found, name, number(Reader(ask.sent), "after"))


def _found(blocks: Sequence[Block], name: str) -> Section:
    found = find(blocks, name)
    if found is None:
        raise NotFound
    return found


def _page(ask: Ask, head: ChapterHead, section: Section, at: str) -> Arrange:
    blocks = section.blocks
    first = 1 if section.heading else 0
    rows = [
        Movable(
            name=str(block.id),
            words=_short(block.source),
            parts=[_short(part) for part in structure.parts(block)[:MOST_PARTS]],
            up=n > first,
            down=first <= n < len(blocks) - 1,
            joins=block.kind in structure.JOINS and block.kind == _kind(blocks, n + 1),
        )
        for n, block in enumerate(blocks)
    ]
    return Arrange(
        head=head,
        section=section.name,
        title=title_of(section.heading),
        rows=rows,
        at=at,
        problem="",
        submitted=submitted(ask.conn),
    )


def _kind(blocks: Sequence[Block], place: int) -> str:
    return blocks[place].kind if place < len(blocks) else ""


def _short(source: str) -> str:
    words = to_text(source).strip() or gettext("Without words")
    return words if len(words) <= MOST_SHOWN else words[:MOST_SHOWN] + "…"
