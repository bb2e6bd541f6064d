"""The lineage of a practice: what it came of, what others made of it, and what came of that.

The cost does not follow the number of adaptations: one statement for each level, three at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core.i18n import gettext
from app.practices.adapting import queries, shown
from app.practices.adapting.queries import PAGE
from app.practices.adapting.rules import TAKEN_OVER, Result
from app.practices.adapting.values import Adapted, Named
from app.web.components import date_words

LEVELS = 3
"""So many levels stand below a practice on its page; what is deeper stands on the next."""


@dataclass(frozen=True, slots=True)
class Node:
    """What one member made of a practice, and what others made of the practice it led to."""

    href: str
    tile: str
    member: str
    verdict: str
    sign: str
    meta: Sequence[str]
    led_to: Named | None
    below: Sequence["Node"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which conditions it worked somewhere, with the record that says so."""

    member: str
    href: str
    language: str
    words: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The part of a practice's page that tells of adaptations, as far as the viewer sees them.

    ``mine`` is what the own member recorded; ``total`` how many there are for this viewer.
    """

    origins: Sequence[tuple[Named, str, str]]
    nodes: Sequence[Node]
    conditions: Sequence[Condition]
    total: int
    mine: str
    more: str


ALONE = Lineage((), (), (), 0, "", "")
"""The lineage of a practice of which nobody made anything."""


def lineage(conn: Connection, viewer: Viewer, practice_id: str) -> Lineage:
    """Return the lineage of a published practice that the viewer was found to see."""
    origins, mine = queries.beside(conn, viewer, practice_id)
    found, total = queries.of_practice(conn, viewer, practice_id)
    return Lineage(
        origins=[(one.about, one.href, gettext(one.member_name)) for one in origins if one.about],
        nodes=nodes(conn, viewer, practice_id, found),
        conditions=conditions(found),
        total=total,
        mine=mine.href if mine else "",
        more=f"/practices/{practice_id}/adaptations" if total > PAGE else "",
    )


def nodes(
    conn: Connection, viewer: Viewer, practice_id: str, found: Sequence[Adapted]
) -> Sequence[Node]:
    """Return ``found`` with what stands below each; a practice stands in it once."""
    known, level = {practice_id}, found
    under: dict[str, list[Adapted]] = {}
    for _ in range(LEVELS - 1):
        wanted = sorted({one.led_to.id for one in level if one.led_to} - known)
        known.update(wanted)
        level = queries.below(conn, viewer, wanted)
        for one in level:
            under.setdefault(one.practice_id, []).append(one)
    return [_node(one, under, frozenset({practice_id})) for one in found]


def _node(one: Adapted, under: Mapping[str, Sequence[Adapted]], above: frozenset[str]) -> Node:
    led = one.led_to
    next_ones = under.get(led.id, ()) if led and led.id not in above else ()
    path = above | {led.id} if led else above
    meta = (shown.outcome(one), date_words(one.recorded_at))
    sign, verdict = shown.sign(one)
    return Node(
        href=one.href,
        tile=one.member,
        member=gettext(one.member_name),
        verdict=verdict,
        sign=sign,
        meta=[part for part in meta if part],
        led_to=led,
        below=[_node(next_one, under, path) for next_one in next_ones],
    )


def conditions(found: Sequence[Adapted]) -> Sequence[Condition]:
    """Return under which conditions it worked where it was taken over; not where it failed."""
    return [
        Condition(
            gettext(one.member_name),
            one.href,
            one.matter.language,
            one.conditions,
            shown.outcome(one) if one.result else "",
        )
        for one in found
        if one.conditions and one.verdict in TAKEN_OVER and one.result != Result.FAILED
    ]
