"""Readers who are chosen for a practice of several owners include each owner."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from app.access.audience import Audience, Circle
from app.core.i18n import gettext, listed
from app.directory.queries import member_names
from app.directory.widening import wider
from app.practices.joining.refusals import OwnerLeftOut


def left_out(conn: Connection, audience: Audience, members: Collection[str]) -> Sequence[str]:
    """Return those of ``members`` that are not among chosen readers.

    Where nobody was chosen (everybody, the network, the Secretariat alone) nobody is left out.
    """
    if not audience.sets:
        return ()
    alone = {code: Audience.of(Circle.MEMBERS, [code]) for code in sorted(members)}
    return [code for code, own in alone.items() if wider(conn, audience, own)]


def ensure_covers(
    conn: Connection, audience: Audience, owners: Collection[str], mine: str | None
) -> None:
    """Pass where chosen readers include every owner but the one that chooses.

    Raises:
        OwnerLeftOut: with the names of those who are not among them.
    """
    if len(owners) < 2 or not audience.sets:  # noqa: PLR2004 - one owner reads what is its own
        return
    if found := left_out(conn, audience, set(owners) - {mine}):
        names = member_names(conn)
        called = listed([gettext(names.get(code, code)) for code in found])
        raise OwnerLeftOut(None, members=called)
