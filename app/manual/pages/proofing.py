"""Before publication: what in the draft leads nowhere, and where it leads out of the manual."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection
from starlette.responses import Response

from app.access.policy import P
from app.core.i18n import gettext
from app.manual import queries
from app.manual.editing.sections import cut
from app.manual.pages.room import room
from app.manual.proofing.judging import SENTENCES
from app.manual.proofing.proof import Finding, Proof, proof
from app.manual.proofing.uses import Means
from app.manual.rules import LANGUAGE
from app.manual.translating.offers import name_of
from app.manual.values import DRAFT
from app.web.ask import Ask
from app.web.render import Page

MOST_SHOWN = 200
"""So many findings of a language are shown; whoever has more mends these first."""


@dataclass(frozen=True, slots=True)
class Row:
    """What leads nowhere, with the way to where it is written."""

    place: str
    href: str
    words: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """What is wrong in one language; ``more`` stands below the rows that are shown."""

    name: str
    code: str
    rows: Sequence[Row]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


@dataclass(frozen=True, kw_only=True)
class Links(Page):
    """Links and references of the draft."""

    template: ClassVar[str] = "manual/links.html"
    here: ClassVar[str] = "manual"

    groups: Sequence[Group]
    outside: Sequence[tuple[str, int, bool]]


@room.get("/manual/links", P.MANUAL_EDIT)
def links(ask: Ask) -> Response:
    """Show what in the draft leads nowhere."""
    found = proof(ask.conn)
    outside = [
        (name, times, not name.startswith("mailto:")) for name, times in found.outside.items()
    ]
    return ask.page(Links(groups=list(_groups(ask.conn, found)), outside=outside))


def _groups(conn: Connection, found: Proof) -> Iterator[Group]:
    sections = _sections(conn, found)
    for code, all_ in found.wrong.items():
        rows = [_row(one, code, sections) for one in all_[:MOST_SHOWN]]
        yield Group(name_of(code), code, rows, len(all_))


def _sections(conn: Connection, found: Proof) -> dict[str, str]:
    """Return in which section of its chapter each block stands, of chapters with findings."""
    wanted = {one.head.chapter_id for all_ in found.wrong.values() for one in all_}
    texts = queries.texts(conn, DRAFT, wanted)
    return {
        block.id or "": section.name
        for text in texts.values()
        for section in cut(text.blocks)
        for block in section.blocks
    }


def _row(one: Finding, code: str, sections: dict[str, str]) -> Row:
    slug, note = one.head.slug, one.use.means != Means.LINK
    if code == LANGUAGE:
        href = f"/manual/edit/{slug}/sections/{sections[one.block_id]}"
    else:
        href = f"/manual/translate/{code}/{slug}#f-t-{one.block_id}"
    return Row(
        place=f"{one.number or one.head.number} {one.head.title}",
        href=href,
        words="" if note else one.use.words,
        target=f"[^{one.use.name}]" if note else one.use.name,
        why=gettext(SENTENCES[one.verdict.why], now=one.verdict.now),
    )
