"""Whom a comment on a practice can name and ask: among those who read it, and no word of others."""

from collections.abc import Sequence

from app.access.audience import Audience, knows_readers
from app.access.labels import SECRETARIAT_CODE
from app.core.errors import Forbidden
from app.discussion import mentioning, queries
from app.discussion.answering import answerers, reads
from app.discussion.forms import Mention, Written
from app.discussion.mentioning import Reach
from app.discussion.readership import would_read
from app.discussion.rules import For, Readers, chosen_of, offered
from app.discussion.saying import Around
from app.discussion.tree import everything
from app.items.queries import Matter, readers
from app.practices.talking.beginning import names
from app.web.ask import Ask


def around_of(ask: Ask, matter: Matter, of: str = "") -> Around:
    """Return what the form of a comment on ``matter`` is held against.

    Of a comment that is changed (``of`` is its id) the readers stay.

    Raises:
        Forbidden: without an office.
    """
    office = ask.viewer.office
    if office is None:
        raise Forbidden
    conn, own = ask.conn, office.member
    said = everything(queries.thread(conn, ask.viewer, matter.id).said)
    plain = None if _known(ask, matter) else _plain(matter, [one.member for one in said], own)

    def read_by(written: Written) -> Readers:
        if of:
            return Readers("", readers(conn, of), readers(conn, matter.id))
        return would_read(conn, matter, written, own)

    def named(written: Written) -> tuple[Sequence[Mention], str]:
        found = read_by(written)
        return mentioning.named(conn, written.body, Reach((found.of_item, found.labels), plain))

    def heard(written: Written) -> bool:
        codes = answerers(conn, matter.id, matter.owners) - {own}
        return reads(conn, codes, read_by(written).labels)

    return Around(named, heard, names(said, own))


def reach_of(ask: Ask, matter: Matter, answers: str = "", choice: str = "") -> Reach | None:
    """Return whom a comment on ``matter`` can name, as its form stands while it is typed.

    ``answers`` is the comment that it answers, ``choice`` whom it is for. None where the form would
    be refused for one of them.

    Raises:
        Forbidden: without an office.
    """
    office = ask.viewer.office
    if office is None:
        raise Forbidden
    if answers and queries.answered(ask.conn, ask.viewer, matter.id, answers) is None:
        return None
    if choice and choice not in offered(matter.audience, matter.owners, office):
        return None
    audience = chosen_of(For(choice), matter.owners, office.group) if choice else None
    read = would_read(ask.conn, matter, Written("", answers or None, "", audience), office.member)
    plain = None
    if not _known(ask, matter):
        said = everything(queries.thread(ask.conn, ask.viewer, matter.id).said)
        plain = _plain(matter, [one.member for one in said], office.member)
    return Reach((read.of_item, read.labels), plain)


def _known(ask: Ask, matter: Matter) -> bool:
    """Whether the viewer may know who reads the practice: all do, or were told, or it is theirs."""
    audience = Audience.parse(matter.audience)
    return not audience.sets or audience.told or knows_readers(ask.viewer, matter.owners)


def _plain(matter: Matter, taking_part: Sequence[str], own: str) -> frozenset[str]:
    return frozenset({*matter.owners, *taking_part, own, SECRETARIAT_CODE})
