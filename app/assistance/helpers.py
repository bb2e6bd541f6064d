"""Members that say they could help with a request, and requests that begin from such an offer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance import given
from app.assistance.lists import Listed
from app.assistance.queries import Asked
from app.assistance.rules import ENDED, Stage
from app.core.i18n import gettext
from app.matching.evidence import Known, Wish
from app.matching.gathering import helpers
from app.matching.rules import Fit, best, ordered
from app.matching.words import reasons
from app.standing import queries
from app.standing.fitting import answering
from app.standing.queries import Standing
from app.standing.rules import State
from app.text.normalise import normalise

HELPED_OR_OVER = (Stage.AGREED, Stage.UNDER_WAY, *ENDED)
MOST_WEIGHED = 12
"""Of so many it is asked how much help they give already, before the five are chosen."""
ASKED_AT_ONCE = 20
"""Of so many, the likeliest first, it is asked whether somebody holds an office of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A member that could help, with the reasons in words; ``title`` of its standing offer."""

    code: str
    member: str
    title: str
    href: str
    language: str
    reasons: Sequence[str]


def could_help(conn: Connection, viewer: Viewer, asked: Asked) -> Sequence[Helper]:
    """Return the members that could most likely help with a request that still looks for help.

    At most five, by their names in the alphabet: they are chosen, not ranked. Whoever has nobody
    in office today is not named, and who gives much help already comes after the others.
    """
    if asked.matter.stage in HELPED_OR_OVER:
        return []
    wish, known = helpers(
        conn, viewer, wish_of(asked), asked.owner, given.helped(conn, asked.owner)
    )
    first = _there(conn, ordered(wish, known))
    if not first:
        return []
    busy = given.busy(conn, [one.member for one in first])
    weighed = [replace(one, busy=busy.get(one.member, 0)) for one in first]
    found = [_helper(one, wish) for one in best(wish, weighed)]
    return sorted(found, key=lambda one: (normalise(one.member), one.href))


def _there(conn: Connection, likely: Sequence[Known]) -> Sequence[Known]:
    """Return the first of ``likely`` that somebody answers for today; most are there."""
    found: list[Known] = []
    for start in range(0, len(likely), ASKED_AT_ONCE):
        part = likely[start : start + ASKED_AT_ONCE]
        there = answering(conn, [one.member for one in part])
        found += [one for one in part if one.member in there]
        if len(found) >= MOST_WEIGHED:
            break
    return found[:MOST_WEIGHED]


def wish_of(asked: Asked | Listed) -> Wish:
    """Return what a request asks for as a matcher takes it."""
    return Wish(
        themes=frozenset(asked.themes),
        modalities=frozenset(asked.modalities),
        languages=frozenset(asked.languages),
    )


def offered(conn: Connection, viewer: Viewer, item_id: str) -> Standing | None:
    """Return the offer of another member that stands and is seen, for a request to begin from."""
    found = queries.one(conn, viewer, item_id) if item_id else None
    if found is None or found.state != State.STANDING or found.member == viewer.member:
        return None
    return found


def _helper(fit: Fit, wish: Wish) -> Helper:
    offer = fit.declared[0] if fit.declared else None
    return Helper(
        code=fit.known.member,
        member=gettext(fit.known.name),
        title=offer.title if offer else "",
        href=f"/standing-offers/{offer.id}" if offer else f"/directory/{fit.known.member}",
        language=offer.language if offer else "",
        reasons=reasons(fit, wish),
    )
