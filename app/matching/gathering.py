"""What is known of the members that could help, read in three statements however much there is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.matching.evidence import Declared, Helped, Known, Wish
from app.practices.shelf import of_members
from app.standing import queries as standing
from app.standing.fitting import about, answers
from app.standing.queries import Standing
from app.standing.rules import State
from app.vocabulary import themes
from app.vocabulary.packed import unpacked

member = table(Member)
_MEMBERS = Reading(
    select(
        member.c.code,
        member.c.name,
        member.c.regional_group,
        answers(member.c.code).label("answers"),
    ).where(member.c.code.in_(bindparam("codes", expanding=True)))
)


def _of_row(row: Any) -> Declared:
    """Return a standing offer of a row; its codes are kept, since many offers have the same."""
    return Declared(
        row.id, row.summary, row.language,
        _codes(row.themes), _codes(row.modalities), _codes(row.languages), bool(row.full),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _codes(text: str) -> frozenset[str]:
    return frozenset(unpacked(text))


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
    ``owner`` before. Whoever has nobody in office today is left out: it could not answer.
    Practices are counted as far as the viewer reads them.
    """
    offers: dict[str, list[Declared]] = {}
    for one in about(conn, viewer, wish.themes, owner):
        offers.setdefault(one.member, []).append(_of_row(one))
    practices = by_member(of_members(conn, viewer, wish.themes))
    codes = {*offers, *practices, *helped} - {owner}
    if not codes:
        return wish, []
    given = {"codes": sorted({*codes, owner}), "today": clock.today()}
    rows = {row.code: row for row in _MEMBERS.all(conn, given)}
    region = rows[owner].regional_group if owner in rows else None
    known = [
        Known(
            member=row.code,
            name=row.name,
            region=row.regional_group,
            declared=_of(offers.get(row.code, ()), full=False),
            full=_of(offers.get(row.code, ()), full=True),
            practices=practices.get(row.code, {}),
            helped=tuple(helped.get(row.code, ())),
        )
        for row in rows.values()
        if row.answers and row.code != owner
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
