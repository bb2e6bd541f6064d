"""Who can see a request, said in words: a sign, its name, and the sentence beside it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from app.access.audience import Audience, Circle, knows_readers
from app.access.viewer import Viewer
from app.assistance.queries import Asked
from app.assistance.rules import CIRCULATED, Stage
from app.core.i18n import N_, gettext, listed
from app.directory.audiences import Names, names_of, words
from app.directory.reader_form import CHOSEN
from app.web.audiences import CHOSEN as CHOSEN_SIGN
from app.web.audiences import SIGNS, Seen, sign_of

CHOICES: Mapping[str, tuple[str, str, str]] = {
    Circle.NETWORK: (
        SIGNS[Circle.NETWORK][0],
        N_("All members"),
        N_("Every appointed Focal Point and alternate, and the Secretariat"),
    ),
    CHOSEN: (
        CHOSEN_SIGN[0],
        CHOSEN_SIGN[1],
        N_("The groups, members and offices you name, and the Secretariat"),
    ),
    Circle.SECRETARIAT: (
        SIGNS[Circle.SECRETARIAT][0],
        N_("Secretariat only"),
        N_("No other member: the Secretariat looks for help or answers itself"),
    ),
}
"""Whom a request can be addressed to. The public is not among them, ever."""


def seen_now(  # noqa: PLR0913 - what decides who sees it
    stage: str,
    owner: str,
    audience: Audience,
    names: Names,
    *,
    was_out: bool,
    known: bool,
) -> Seen:
    """Return who can see a request of ``owner`` (a msgid) in ``stage``."""
    asks = gettext(owner)
    if stage in CIRCULATED:
        return seen_once_open(owner, audience, names, known=known)
    if stage == Stage.DRAFT or (stage == Stage.WITHDRAWN and not was_out):
        return Seen(
            "office",
            gettext("Your office"),
            gettext("The Focal Point and alternate of %(member)s. Nobody else.", member=asks),
        )
    if stage in {Stage.WITHDRAWN, Stage.LAPSED}:
        sentence = gettext(
            "%(member)s, the members that had offered, and the Secretariat. Never public.",
            member=asks,
        )
    else:
        sentence = gettext("%(member)s and the Secretariat. Never public.", member=asks)
    return Seen("secretariat", gettext("Secretariat"), sentence)


def seen_once_open(owner: str, audience: Audience, names: Names, *, known: bool) -> Seen:
    """Return who can see a request of ``owner`` once it is open.

    ``known`` when it is said to those who know whom the owner chose: itself, the Secretariat.
    """
    sentence = _sentence(gettext(owner), audience, names, known=known)
    return Seen(*sign_of(audience, known=known), sentence)


def _sentence(asks: str, audience: Audience, names: Names, *, known: bool) -> str:
    match audience.circle:
        case Circle.SECRETARIAT:
            return gettext("%(member)s and the Secretariat. Never public.", member=asks)
        case Circle.NETWORK:
            return gettext(
                "%(member)s, every appointed Focal Point and alternate, and the Secretariat."
                " Never public.",
                member=asks,
            )
    if known or audience.told:
        readers = [asks, *words(audience, names), gettext("the Secretariat")]
        return gettext("%(members)s. Never public.", members=listed(readers))
    return gettext(
        "%(member)s, you and others whom it chose, and the Secretariat. Never public.",
        member=asks,
    )


def readers_of(conn: Connection, viewer: Viewer, asked: Asked) -> tuple[Seen, Seen]:
    """Return who sees a request now, and who will once it is open."""
    audience = Audience.parse(asked.matter.audience)
    known = knows_readers(viewer, asked.matter.owners)
    names = names_of(conn, audience) if known or audience.told else Names()
    stage, was_out, owner = asked.matter.stage, asked.opened_on is not None, asked.owner_name
    now = seen_now(stage, owner, audience, names, was_out=was_out, known=known)
    return now, seen_once_open(owner, audience, names, known=known)
