"""What a person has read of the manual, what changed since, and how to follow it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.core import i18n
from app.core.errors import BadRequest
from app.manual import queries
from app.manual.following import marks
from app.manual.following.marks import Marks
from app.manual.following.news import ChapterNews, news
from app.manual.following.showing import redline
from app.manual.opening import address
from app.manual.pages.room import room
from app.manual.values import ChapterHead, EditionInfo
from app.web.ask import Ask
from app.web.render import Page

HERE = "/manual/reading"


@dataclass(frozen=True, slots=True)
class Row:
    """A chapter: where it is, in which edition it was read, and what changed since."""

    head: ChapterHead
    href: str
    read: int
    news: ChapterNews | None
    redline: str


@dataclass(frozen=True, kw_only=True)
class Following(Page):
    """What somebody has read; ``kept`` is false where the person wants nothing kept."""

    template: ClassVar[str] = "manual/following.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo | None
    kept: bool
    chosen: bool
    rows: Sequence[Row]
    feed: str
    receives: bool


@room.get(HERE, P.ACCOUNT)
def show(ask: Ask, chosen: str = "") -> Response:
    """Show what the reader has read of the current edition, and what changed since."""
    edition = queries.current(ask.conn)
    found = marks.marks_of(ask.conn, ask.viewer)
    rows: Sequence[Row] = ()
    if edition:
        heads = queries.heads(ask.conn, edition.number)
        told = news(ask.conn, found, edition.number, [head.chapter_id for head in heads])
        rows = [_row(edition, head, found, told) for head in heads]
    return ask.page(
        Following(
            edition=edition,
            kept=found.kept,
            chosen=bool(chosen),
            rows=rows,
            feed=f"/manual/feed/{i18n.language()}",
            receives=allows(ask.viewer, P.MANUAL_RECEIVE),
        )
    )


@room.post(HERE, P.ACCOUNT)
def choose(ask: Ask) -> Response:
    """Keep from now on what the person reads, or forget it and keep nothing more.

    Raises:
        BadRequest: for anything but one of the two.
    """
    if ask.field("keep") not in {"yes", "no"}:
        raise BadRequest
    with ask.unit_of_work() as db:
        marks.choose(db, ask.viewer.person_id or "", kept=ask.field("keep") == "yes")
        return ask.go(f"{HERE}?chosen=1", db)


def _row(
    edition: EditionInfo, head: ChapterHead, found: Marks, told: Mapping[str, ChapterNews]
) -> Row:
    mark, changed = found.chapters.get(head.chapter_id), told.get(head.chapter_id)
    return Row(
        head=head,
        href=address(edition.number, i18n.language(), head.slug),
        read=mark.edition if mark else 0,
        news=changed,
        redline=redline(changed.since, edition.number, head.slug) if changed else "",
    )
