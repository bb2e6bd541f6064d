"""Reading adaptations, always from what the viewer may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.items.models import Item, Kind
from app.items.queries import Matter, labels_given, seen
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import VERDICTS, Stage
from app.practices.adapting.values import Adapted, Named
from app.practices.adapting.wording import named
from app.practices.models import Practice
from app.practices.rules import OUT

item = table(Item)
member = table(Member)
adaptation = table(Adaptation)
about = table(Practice)
_about_item = item.alias("about_item")
_led = about.alias("led")
_led_item = item.alias("led_item")

PAGE = 10
MOST_BELOW = 60
"""So many further adaptations stand below those of a page: the rest have pages of their own."""


_OWN = tuple(
    name
    for name in Adaptation.model_fields
    if name not in {"item_id", "standing", "led_to", "result_due"}
)
_SHOWN: tuple[Any, ...] = (
    item,
    *(adaptation.c[name] for name in _OWN),
    adaptation.c.result_due,
    adaptation.c.led_to.label("led_id"),
    member.c.name.label("member_name"),
    _about_item.c.language.label("about_language"),
    about.c.title.label("about_title"),
    _led_item.c.language.label("led_language"),
    _led.c.title.label("led_title"),
)


def _readable(one: Any, column: Any) -> Any:
    """Return that ``one`` is the practice of ``column``, and that the viewer reads it published."""
    return (one.c.id == column) & (one.c.stage.in_(sorted(OUT))) & seen(one.c.id)


def _all(*more: Any) -> Select[Any]:
    """Return the statement for adaptations that the viewer may see."""
    led = _readable(_led_item, adaptation.c.led_to)
    return (
        select(*_SHOWN, *more)
        .join_from(adaptation, item, item.c.id == adaptation.c.item_id)
        .join(member, member.c.code == adaptation.c.member)
        .join(_about_item, _readable(_about_item, adaptation.c.practice_id), isouter=True)
        .join(about, about.c.item_id == _about_item.c.id, isouter=True)
        .join(_led_item, led, isouter=True)
        .join(_led, _led.c.item_id == _led_item.c.id, isouter=True)
        .where(seen(item.c.id))
    )


_NEWEST = (item.c.created_at.desc(), item.c.id.desc())
_RECORDED = item.c.stage == Stage.RECORDED
_ONE = Reading(_all().where(item.c.id == bindparam("id")))
_OF_PRACTICE = Reading(
    _all(func.count().over().label("total"))
    .where(adaptation.c.practice_id == bindparam("practice"), _RECORDED)
    .where(_about_item.c.id.is_not(None))
    .order_by(*_NEWEST)
    .limit(PAGE)
    .offset(bindparam("skip"))
)
_BELOW = Reading(
    _all()
    .where(adaptation.c.practice_id.in_(bindparam("practices", expanding=True)), _RECORDED)
    .where(_about_item.c.id.is_not(None))
    .order_by(*_NEWEST)
    .limit(MOST_BELOW)
)
_BESIDE = Reading(
    _all()
    .where(
        or_(
            (adaptation.c.led_to == bindparam("practice")) & _RECORDED,
            (adaptation.c.practice_id == bindparam("practice"))
            & (adaptation.c.standing == bindparam("member")),
        )
    )
    .order_by(*_NEWEST)
    .limit(MOST_BELOW)
)
_TITLES = Reading(
    select(
        item.c.id,
        item.c.number,
        adaptation.c.verdict,
        member.c.name.label("member_name"),
        about.c.title.label("about_title"),
    )
    .join_from(adaptation, item, item.c.id == adaptation.c.item_id)
    .join(member, member.c.code == adaptation.c.member)
    .join(_about_item, _readable(_about_item, adaptation.c.practice_id), isouter=True)
    .join(about, about.c.item_id == _about_item.c.id, isouter=True)
    .where(item.c.id.in_(bindparam("ids", expanding=True)), seen(item.c.id))
)


def one(conn: Connection, viewer: Viewer, item_id: str) -> Adapted | None:
    """Return an adaptation if the viewer may see it, None otherwise."""
    row = _ONE.first(conn, {"id": item_id, **labels_given(viewer.reads_by)})
    return _adapted(row) if row else None


def of_practice(
    conn: Connection, viewer: Viewer, practice_id: str, at: int = 1
) -> tuple[Sequence[Adapted], int]:
    """Return page ``at`` of what was made of a practice, the newest first, and how many there are.

    Only what the viewer may see is counted; a page after the last holds nothing, and says nothing.
    """
    given = {"practice": practice_id, "skip": (at - 1) * PAGE, **labels_given(viewer.reads_by)}
    rows = _OF_PRACTICE.all(conn, given)
    return [_adapted(row) for row in rows], rows[0].total if rows else 0


def below(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> Sequence[Adapted]:
    """Return what was made of any of these practices, the newest first."""
    given = {"practices": list(ids), **labels_given(viewer.reads_by)}
    return [_adapted(row) for row in _BELOW.all(conn, given)] if ids else []


def beside(
    conn: Connection, viewer: Viewer, practice_id: str
) -> tuple[Sequence[Adapted], Adapted | None]:
    """Return the adaptations that a practice came of, and what the own member made of it."""
    own = viewer.member or ""
    given = {"practice": practice_id, "member": own, **labels_given(viewer.reads_by)}
    found = [_adapted(row) for row in _BESIDE.all(conn, given)]
    origins = [one for one in found if one.practice_id != practice_id and one.about]
    mine = [one for one in found if one.practice_id == practice_id and one.member == own]
    return origins, next(iter(mine), None)


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that are adaptations the viewer may see."""
    rows = _TITLES.all(conn, {"ids": list(ids), **labels_given(viewer.reads_by)})
    return {
        row.id: (named(VERDICTS[row.verdict], row.about_title, row.member_name), _href(row.id))
        for row in rows
    }


def _href(item_id: str) -> str:
    return f"/adaptations/{item_id}"


def _adapted(row: Any) -> Adapted:
    return Adapted(
        matter=Matter(
            id=row.id,
            kind=Kind.ADAPTATION,
            number=row.number,
            stage=row.stage,
            audience=row.audience,
            language=row.language,
            office_id=row.office_id,
            owners=frozenset({row.member}),
            version=row.version,
        ),
        about=_named(row.practice_id, row.about_title, row.about_language),
        led_to=_named(row.led_id, row.led_title, row.led_language),
        led_id=row.led_id,
        member_name=row.member_name,
        result_due=row.result_due,
        recorded_at=row.created_at,
        **{name: getattr(row, name) for name in _OWN},
    )


def _named(key: str | None, title: str | None, language: str | None) -> Named | None:
    return Named(key, title, language or "") if key and title else None
