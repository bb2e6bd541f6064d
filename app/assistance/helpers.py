"""Members that say they could help with a request, and requests that begin from such an offer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance.queries import Asked
from app.assistance.rules import ENDED
from app.core.i18n import gettext, listed
from app.standing import queries
from app.standing.fitting import SHARED, matching
from app.standing.queries import Standing
from app.standing.rules import State
from app.standing.shown import last_said
from app.text.normalise import normalise
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, named


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A member that could help by its standing offer, with the reason in words."""

    code: str
    member: str
    title: str
    href: str
    language: str
    reason: str
    last_said: str


def could_help(conn: Connection, viewer: Viewer, asked: Asked) -> Sequence[Helper]:
    """Return the members whose offers fit a request that goes on, by their names in the alphabet.

    An offer fits by a theme, a form of help and a language. Whoever has nobody in office today
    is not named: it could not answer.
    """
    if asked.matter.stage in ENDED:
        return []
    wanted = {name: getattr(asked, name) for name in SHARED}
    fits = matching(conn, viewer, asked.owner, wanted)
    found = [_helper(one, asked) for one in fits]
    return sorted(found, key=lambda one: (normalise(one.member), one.title, one.href))


def offered(conn: Connection, viewer: Viewer, item_id: str) -> Standing | None:
    """Return the offer of another member that stands and is seen, for a request to begin from."""
    found = queries.one(conn, viewer, item_id) if item_id else None
    if found is None or found.state != State.STANDING or found.member == viewer.member:
        return None
    return found


def _helper(one: Standing, asked: Asked) -> Helper:
    return Helper(
        code=one.member,
        member=gettext(one.member_name),
        title=one.summary,
        href=f"/standing-offers/{one.matter.id}",
        language=one.matter.language,
        reason=gettext(
            "Same theme (%(themes)s), form of help (%(forms)s) and language (%(languages)s)",
            themes=_both(one.themes, asked.themes, THEMES),
            forms=_both(one.modalities, asked.modalities, MODALITIES),
            languages=_both(one.languages, asked.languages, LANGUAGES),
        ),
        last_said=last_said(one),
    )


def _both(first: Collection[str], other: Collection[str], label: Mapping[str, str]) -> str:
    return listed(named([code for code in first if code in other], label))
