"""What waits and what happened, as people read it: each feature is asked for its own matters."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance import offer_lists
from app.assistance.clearance import queries as requests_out
from app.assistance.clearance.rules import WAITS as OUT_WAITS
from app.assistance.waits import NEWS
from app.assistance.waits import WAITS as REQUEST_WAITS
from app.core.i18n import gettext
from app.core.seal import Seal
from app.directory.rules import NOTICES as DIRECTORY_NOTICES
from app.discussion.rules import NOTICES as COMMENT_NOTICES
from app.discussion.rules import WAITS as COMMENT_WAITS
from app.following.rules import NOTICES as FOLLOWED_NOTICES
from app.guests.rules import NOTICES as GUEST_NOTICES
from app.manual import queries as manual
from app.manual.clearing import queries as clearances
from app.manual.clearing.rules import WAITS as CLEARANCE_WAITS
from app.manual.consulting import queries as consultations
from app.manual.consulting.rules import NOTICES as CONSULTATION_NOTICES
from app.manual.consulting.rules import WAITS as CONSULTATION_WAITS
from app.manual.discussing import queries as discussions
from app.manual.discussing.rules import NOTICES as DISCUSSION_NOTICES
from app.manual.rules import NOTICES as MANUAL_NOTICES
from app.manual.suggesting import queries as suggestions
from app.manual.suggesting.rules import NOTICES as SUGGESTION_NOTICES
from app.manual.suggesting.rules import WAITS as SUGGESTION_WAITS
from app.nomination.letters import NOTICES as NOMINATION_NOTICES
from app.practices import queries as practices
from app.practices.adapting import queries as adaptations
from app.practices.adapting.rules import NOTICES as ADAPTATION_NOTICES
from app.practices.adapting.rules import WAITS as ADAPTATION_WAITS
from app.practices.clearing import queries as rounds
from app.practices.clearing.rules import WAITS as ROUND_WAITS
from app.practices.joining import queries as joining
from app.practices.joining.rules import NOTICES as OWNER_NOTICES
from app.practices.joining.rules import WAITS as OWNER_WAITS
from app.practices.rules import NOTICES as PRACTICE_NOTICES
from app.practices.rules import WAITS as PRACTICE_WAITS
from app.practices.rules import What as Practice
from app.practices.talking import titles as comments
from app.seats import queries as seats
from app.seats.rules import NOTICES as SEAT_NOTICES
from app.seats.rules import WAITS as SEAT_WAITS
from app.standing import queries as standing
from app.standing.rules import NOTICES as STANDING_NOTICES
from app.standing.rules import WAITS as STANDING_WAITS

SAID_BY_COMMENTS = frozenset({*COMMENT_NOTICES, Practice.COMMENTED})
"""What happened by a comment on a practice: it leads to that comment."""
Titles = Mapping[str, tuple[str, str]]
TitlesOf = Callable[[Connection, Viewer, Seal, Sequence[str]], Titles]


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its sentences for what waits and what happened, and the titles of its things."""

    waits: Mapping[str, str]
    notices: Mapping[str, str]
    titles: TitlesOf

    def speaks_of(self, what: str) -> bool:
        """Whether ``what`` is a code of this feature."""
        return what in self.waits or what in self.notices


FEATURES: Mapping[str, Feature] = {
    "practices": Feature(
        PRACTICE_WAITS,
        PRACTICE_NOTICES,
        lambda conn, viewer, _seal, ids: practices.titles(conn, viewer, ids),
    ),
    "adaptations": Feature(
        ADAPTATION_WAITS,
        ADAPTATION_NOTICES,
        lambda conn, viewer, _seal, ids: adaptations.titles(conn, viewer, ids),
    ),
    "owners": Feature(
        OWNER_WAITS,
        OWNER_NOTICES,
        lambda conn, viewer, _seal, ids: {
            **practices.titles(conn, viewer, ids),
            **joining.titles(conn, viewer, ids),
        },
    ),
    "comments": Feature(
        COMMENT_WAITS,
        COMMENT_NOTICES,
        lambda conn, viewer, _seal, ids: comments.titles(conn, viewer, ids),
    ),
    "requests": Feature(REQUEST_WAITS, NEWS, offer_lists.titles),
    "guests": Feature(
        {},
        GUEST_NOTICES,
        lambda conn, viewer, seal, ids: {
            **practices.titles(conn, viewer, ids),
            **offer_lists.titles(conn, viewer, seal, ids),
        },
    ),
    "standing": Feature(
        STANDING_WAITS,
        STANDING_NOTICES,
        lambda conn, viewer, _seal, ids: standing.titles(conn, viewer, ids),
    ),
    "seats": Feature(
        SEAT_WAITS,
        SEAT_NOTICES,
        lambda conn, viewer, _seal, ids: seats.titles(conn, viewer, ids),
    ),
    "suggestions": Feature(
        SUGGESTION_WAITS,
        SUGGESTION_NOTICES,
        lambda conn, viewer, _seal, ids: suggestions.titles(conn, viewer, ids),
    ),
    "discussions": Feature(
        {},
        DISCUSSION_NOTICES,
        lambda conn, viewer, _seal, ids: discussions.titles(conn, viewer, ids),
    ),
    "consultations": Feature(
        CONSULTATION_WAITS,
        CONSULTATION_NOTICES,
        lambda conn, viewer, _seal, ids: consultations.titles(conn, viewer, ids),
    ),
    "clearances": Feature(
        CLEARANCE_WAITS,
        {},
        lambda conn, viewer, _seal, ids: clearances.titles(conn, viewer, ids),
    ),
    "rounds": Feature(
        ROUND_WAITS,
        {},
        lambda conn, viewer, _seal, ids: rounds.titles(conn, viewer, ids),
    ),
    "requests out": Feature(OUT_WAITS, {}, requests_out.titles),
    "manual": Feature(
        {},
        {str(what): said for what, said in MANUAL_NOTICES.items()},
        lambda conn, viewer, _seal, ids: manual.titles(conn, viewer, ids),
    ),
}


@lru_cache(maxsize=512)
def feature_of(what: str) -> str | None:
    """Return the key of the feature that uses the code ``what``."""
    return next((key for key, found in FEATURES.items() if found.speaks_of(what)), None)


def titles(
    conn: Connection, viewer: Viewer, seal: Seal, matters: Collection[tuple[str, str]]
) -> Titles:
    """Return title and address of each ``(item id, what)`` that the viewer may see.

    What is missing in the answer is not for this viewer: it is neither shown nor counted.
    """
    found: dict[str, tuple[str, str]] = {}
    of_feature: dict[str | None, set[str]] = {}
    for item_id, what in matters:
        of_feature.setdefault(feature_of(what), set()).add(item_id)
    for key, feature in FEATURES.items():
        if ids := of_feature.get(key):
            found |= feature.titles(conn, viewer, seal, sorted(ids))
    return found


def waits(what: str) -> str:
    """Return the sentence for whoever must act."""
    return _said(what, [feature.waits for feature in FEATURES.values()])


def happened(what: str) -> str:
    """Return the sentence that says what happened."""
    return _said(what, [feature.notices for feature in FEATURES.values()])


def told(what: str) -> str:
    """Return the sentence of a digest: what must be done, else what happened."""
    books = (DIRECTORY_NOTICES, NOMINATION_NOTICES, FOLLOWED_NOTICES)
    return waits(what) or happened(what) or _said(what, books)


def _said(what: str, books: Sequence[Mapping[str, str]]) -> str:
    return next((gettext(book[what]) for book in books if what in book), "")
