"""What is known of the members that could help, read in few statements however much there is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.matching.evidence import Declared, Helped, Known, Wish
from app.matching.stock import NO_OFFERS, about
from app.practices.shelf import of_members
from app.standing import journal
from app.standing import queries as standing
from app.standing.queries import Standing
from app.standing.rules import State
from app.vocabulary import themes

member = table(Member)
_MEMBERS = Reading(
    select(member.c.code, member.c.name, member.c.regional_group, journal.LATEST.label("latest"))
)
"""Two hundred small rows: choosing among them would take longer."""


def declared(one: Standing) -> Declared:
    """Return a standing offer as a matcher takes it."""
    return Declared(
        id=one.matter.id,
        title=one.summary,
        language=one.matter.language,
        themes=frozenset(one.themes),
        modalities=frozenset(one.modalities),
        languages=frozenset(one.languages),
        full=one.full,
    )


def helpers(
    conn: Connection,
    viewer: Viewer,
    wish: Wish,
    owner: str,
    helped: Mapping[str, Sequence[Helped]],
) -> tuple[Wish, Sequence[Known]]:
    """Return the members other than ``owner`` of which something speaks for one of the themes.

    Before them what is asked for, with the region of ``owner``. ``helped`` has what each gave to
    ``owner`` before. Whether somebody could answer today is not asked yet (``answering``).
    Practices are counted as far as the viewer reads them.
    """
    if not wish.themes:
        return wish, []
    rows = {row.code: row for row in _MEMBERS.all(conn, {})}
    latest = next((row.latest for row in rows.values()), None)
    offers = about(conn, viewer, wish.themes, latest)
    practices = by_member(of_members(conn, viewer, wish.themes))
    codes = {*offers, *practices, *helped} - {owner}
    if not codes:
        return wish, []
    region = rows[owner].regional_group if owner in rows else None
    known = [
        Known(
            member=code,
            name=rows[code].name,
            region=rows[code].regional_group,
            declared=offers.get(code, NO_OFFERS).free,
            full=offers.get(code, NO_OFFERS).full,
            practices=practices.get(code, {}),
            helped=tuple(helped.get(code, ())),
        )
        for code in codes & rows.keys()
    ]
    return replace(wish, region=region), known


def own(conn: Connection, viewer: Viewer) -> Known:
    """Return what speaks for the viewer's own member."""
    code = viewer.member or ""
    offers = [declared(one) for one in standing.own(conn, viewer) if one.state == State.STANDING]
    counted = by_member(of_members(conn, viewer, themes.codes(), only=code))
    practices = {theme: number for theme, number in counted.get(code, {}).items() if number}
    region = viewer.office.group if viewer.office else None
    free, full = _of(offers, full=False), _of(offers, full=True)
    return Known(code, code, region, free, full, practices)


def _of(offers: Iterable[Declared], *, full: bool) -> tuple[Declared, ...]:
    """Return the offers that are full for this year, or those that can be taken up."""
    return tuple(one for one in offers if one.full == full)


def by_member(counted: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[str, int]]:
    """Return, by member and theme, what is counted by theme and member."""
    found: dict[str, dict[str, int]] = {}
    for theme, members in counted.items():
        for code, number in members.items():
            found.setdefault(code, {})[theme] = number
    return found
