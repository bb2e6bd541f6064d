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
from app.matching.evidence import Wish
from app.matching.gathering import helpers
from app.matching.rules import Fit, best
from app.matching.words import reasons
from app.standing import queries
from app.standing.queries import Standing
from app.standing.rules import State
from app.text.normalise import normalise

HELPED_OR_OVER = (Stage.AGREED, Stage.UNDER_WAY, *ENDED)
MOST_WEIGHED = 12
"""Of so many it is asked how much help they give already, before the five are chosen."""


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
    first = best(wish, known, MOST_WEIGHED)
    if not first:
        return []
    busy = given.busy(conn, [one.known.member for one in first])
    weighed = [replace(one.known, busy=busy.get(one.known.member, 0)) for one in first]
    found = [_helper(one, wish) for one in best(wish, weighed)]
    return sorted(found, key=lambda one: (normalise(one.member), one.href))


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
