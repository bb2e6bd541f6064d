"""Reading pictures, and who may: everybody what an edition shows, the editors what is drafted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, bindparam, select

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.db import table
from app.manual.consulting import reads
from app.manual.figures.drawing import MARK
from app.manual.figures.keeping import UNNAMED, figure, use
from app.manual.models import DraftBlock, EditionBlock
from app.manual.translating.models import EditionTranslatedBlock
from app.text.blocks import Block
from app.text.figures import names

edition_block = table(EditionBlock)
translated_block = table(EditionTranslatedBlock)
draft_block = table(DraftBlock)
MOST_RECENT = 24
_SIZES = select(figure.c.name, figure.c.size).where(
    figure.c.name.in_(bindparam("names", expanding=True))
)
_CONTENT = select(figure.c.content).where(figure.c.name == bindparam("name"))
_BODIES = select(use.c.body_hash).where(use.c.figure == bindparam("name"))
_PUBLISHED = tuple(
    select(one.c.edition).join_from(use, one, one.c.body_hash == use.c.body_hash)
    .where(use.c.figure == bindparam("name")).limit(1)
    for one in (edition_block, translated_block)
)  # fmt: skip
_RECENT = select(figure.c.name, figure.c.size).where(UNNAMED).order_by(figure.c.at.desc())


@dataclass(frozen=True, slots=True)
class Stored:
    """A picture without its bytes."""

    name: str
    size: int


def named_in(texts: Iterable[Block]) -> frozenset[str]:
    """Return the names of the pictures of some texts."""
    return frozenset(name for block in texts for name in names(block.source))


def sizes(conn: Connection, wanted: Collection[str]) -> Mapping[str, int]:
    """Return how many bytes each of these pictures has; one that is missing is left out."""
    if not wanted:
        return {}
    rows = conn.execute(_SIZES, {"names": sorted(wanted)})
    return {row.name: row.size for row in rows}


def recent(conn: Connection) -> Sequence[Stored]:
    """Return the pictures that no text shows yet, the newest first and not more than some."""
    return [Stored(*row) for row in conn.execute(_RECENT.limit(MOST_RECENT))]


def content(conn: Connection, name: str) -> bytes | None:
    """Return a picture as it was stored, None where it is missing or damaged."""
    found = conn.execute(_CONTENT, {"name": name}).scalar()
    whole = found is not None and sha256(found).hexdigest()[:MARK] == name[:MARK]
    return bytes(found) if found is not None and whole else None


def is_there(conn: Connection, name: str) -> bool:
    """Whether there is a picture of this name, damaged or not."""
    return bool(sizes(conn, [name]))


def is_published(conn: Connection, name: str) -> bool:
    """Whether an edition shows a picture, in any language."""
    return any(conn.execute(asked, {"name": name}).first() for asked in _PUBLISHED)


def may_read(conn: Connection, viewer: Viewer, name: str) -> bool:
    """Whether the viewer may see a picture: who reads a text that shows it does."""
    if is_published(conn, name) or allows(viewer, P.MANUAL_EDIT):
        return True
    bodies = conn.execute(_BODIES, {"name": name}).scalars().all()
    return reads.shows(conn, viewer, bodies)
