"""Where a discussed paragraph stands: in the current edition, or in the last one that has it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.core import i18n
from app.core.db import table
from app.core.reading import Reading
from app.manual import noted, queries
from app.manual.discussing.rules import address as discussion
from app.manual.models import EditionBlock, ManualBody
from app.manual.opening import address
from app.manual.suggesting.placing import Place, in_edition
from app.manual.suggesting.values import titled
from app.manual.values import EditionInfo

edition_block = table(EditionBlock)
body = table(ManualBody)
_EDITIONS = Reading(
    select(edition_block.c.edition).where(edition_block.c.block_id == bindparam("block"))
)
_THERE = Reading(
    select(edition_block.c.block_id, edition_block.c.number, body.c.source)
    .join_from(edition_block, body, body.c.hash == edition_block.c.body_hash)
    .where(
        edition_block.c.edition == bindparam("current"),
        edition_block.c.block_id.in_(bindparam("blocks", expanding=True)),
    )
    .order_by(edition_block.c.chapter_id, edition_block.c.position)
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph as an edition has it; ``current`` is the number of the current edition."""

    place: Place
    edition: EditionInfo
    current: int
    editions: Sequence[EditionInfo]

    @property
    def block(self) -> str:
        """The id of the paragraph."""
        return str(self.place.block.id)

    @property
    def now(self) -> bool:
        """Whether the current edition has it."""
        return self.edition.number == self.current

    @property
    def title(self) -> str:
        """How the paragraph is named."""
        return titled(self.place.number, self.place.block.source)

    @property
    def href(self) -> str:
        """The address of the paragraph in its chapter."""
        where = address(self.edition.number, i18n.language(), self.place.head.slug)
        return f"{where}#{self.block}"


def spot(conn: Connection, block: str) -> Spot | None:
    """Return where a paragraph stands; None where no edition has it, whatever the draft says."""
    every = queries.editions(conn)
    editions = {one.number: one for one in every}
    known = {row.edition for row in _EDITIONS.all(conn, {"block": block})} & editions.keys()
    current = noted.current_of(every)
    if not known or current is None:
        return None
    edition = current if current.number in known else editions[max(known)]
    place = in_edition(conn, edition, block)
    return Spot(place, edition, current.number, every) if place else None


def ways(conn: Connection, current: int, blocks: Collection[str]) -> Sequence[tuple[str, str]]:
    """Return (how it is named, address of its discussion) of those the current edition has."""
    if not blocks:
        return []
    rows = _THERE.all(conn, {"current": current, "blocks": sorted(blocks)})
    return [(titled(row.number, row.source), discussion(row.block_id)) for row in rows]
