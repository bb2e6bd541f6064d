"""What is known of comments on the manual: their words then, how many there are, the own ones."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.discussion.models import Comment
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.manual.discussing.heirs import Lines, lines
from app.manual.discussing.models import ManualComment, ManualThread
from app.manual.discussing.rules import address
from app.manual.discussing.values import Detail, Own, detail_of, own_of
from app.manual.models import EditionBlock, ManualBody
from app.manual.opening import Opened
from app.manual.suggesting.values import titled

thread = table(ManualThread)
said = table(ManualComment)
comment = table(Comment)
item = table(Item)
body = table(ManualBody)
edition_block = table(EditionBlock)

_KNOWN = (
    select(
        said,
        comment.c.body.label("written"),
        comment.c.at,
        edition_block.c.number,
        body.c.kind,
        body.c.source,
        thread.c.block_id,
    )
    .join_from(said, comment, comment.c.item_id == said.c.item_id)
    .join(thread, thread.c.item_id == comment.c.about)
    .join(body, body.c.hash == said.c.base_hash)
    .outerjoin(
        edition_block,
        and_(
            edition_block.c.edition == said.c.edition,
            edition_block.c.block_id == thread.c.block_id,
        ),
    )
    .where(seen(said.c.item_id))
)
_DETAILS = Reading(_KNOWN.where(said.c.item_id.in_(bindparam("ids", expanding=True))))
_SPOKEN = Reading(
    _KNOWN.where(comment.c.member == bindparam("member"))
    .order_by(comment.c.at.desc(), said.c.item_id)
    .limit(bindparam("most"))
)
_TALLY = Reading(
    select(thread.c.block_id, said.c.edition, func.count().label("number"))
    .join_from(thread, comment, comment.c.about == thread.c.item_id)
    .join(said, said.c.item_id == comment.c.item_id)
    .where(
        thread.c.block_id.in_(bindparam("blocks", expanding=True)),
        said.c.withdrawn_at.is_(None),
        seen(comment.c.item_id),
        seen(thread.c.item_id),
    )
    .group_by(thread.c.block_id, said.c.edition)
)
_OWN = Reading(
    select(
        said.c.item_id,
        said.c.stance,
        comment.c.about,
        comment.c.member,
        comment.c.body,
        thread.c.block_id,
        *(item.c[name] for name in ("stage", "office_id", "version", "language")),
    )
    .join_from(said, comment, comment.c.item_id == said.c.item_id)
    .join(item, item.c.id == said.c.item_id)
    .join(thread, thread.c.item_id == comment.c.about)
    .where(
        said.c.item_id == bindparam("id"),
        thread.c.block_id == bindparam("block"),
        seen(said.c.item_id),
    )
)


def details(conn: Connection, viewer: Viewer, ids: Collection[str]) -> Mapping[str, Detail]:
    """Return what is known of comments beside their words, by their ids."""
    given = {"ids": sorted(ids), **labels_given(viewer.reads_by)}
    return {row.item_id: detail_of(row) for row in _DETAILS.all(conn, given)}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A comment of a member on the manual with all that is known of it."""

    body: str
    at: datetime
    detail: Detail

    @property
    def title(self) -> str:
        """The paragraph it is about."""
        return titled(self.detail.number, self.detail.base.source)


def spoken(conn: Connection, viewer: Viewer, member: str, most: int) -> Sequence[Spoken]:
    """Return what a member said of the manual, the newest first."""
    given = {"member": member, "most": most, **labels_given(viewer.reads_by)}
    return [Spoken(row.written, row.at, detail_of(row)) for row in _SPOKEN.all(conn, given)]


def own(conn: Connection, viewer: Viewer, block: str, item_id: str) -> Own | None:
    """Return a comment on a paragraph, to be changed; None where the viewer sees no such one."""
    given = {"id": item_id, "block": block, **labels_given(viewer.reads_by)}
    row = _OWN.first(conn, given)
    return own_of(row) if row else None


def tally(
    conn: Connection, viewer: Viewer, blocks: Collection[str], lines: Lines
) -> Mapping[str, int]:
    """Return how many comments each of these paragraphs has, with those that came with its words.

    Paragraphs without any are left out.
    """
    came = {block: lines.came(block) for block in blocks}
    wanted = {*blocks, *(old for olds in came.values() for old in olds)}
    given = {"blocks": sorted(wanted), **labels_given(viewer.reads_by)}
    counted: dict[str, dict[int, int]] = defaultdict(dict)
    for row in _TALLY.all(conn, given):
        counted[row.block_id][row.edition] = row.number
    found = {
        block: sum(counted[block].values())
        + sum(n for old, until in came[block].items() for e, n in counted[old].items() if e < until)
        for block in blocks
    }
    return {block: number for block, number in found.items() if number}


def counts(conn: Connection, viewer: Viewer, opened: Opened) -> Mapping[str, int]:
    """Return how many comments each paragraph of a chapter has that has any."""
    blocks = [str(block.id) for block in opened.text.blocks]
    return tally(conn, viewer, blocks, lines(conn, opened.editions))


def discussed(conn: Connection, viewer: Viewer, opened: Opened) -> Sequence[tuple[str, str, int]]:
    """Return (how it is named, address, comments) of what is discussed in a chapter, for readers.

    To everybody else nothing is.
    """
    if not allows(viewer, P.DISCUSSION_READ):
        return []
    counted, numbers = counts(conn, viewer, opened), opened.text.numbers
    return [
        (titled(numbers.get(str(one.id), ""), one.source), address(str(one.id)), number)
        for one in opened.text.blocks
        if (number := counted.get(str(one.id), 0))
    ]
