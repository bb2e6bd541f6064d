"""What waits for the agreement of all owners, as the page of the practice shows it to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.audience import Audience
from app.access.policy import P, allows
from app.core.i18n import gettext, listed
from app.directory.audiences import names_of
from app.items.queries import Matter
from app.practices import readers
from app.practices.joining import queries
from app.practices.joining.rules import PERMISSIONS, WANTED, Act
from app.web.ask import Ask


@dataclass(frozen=True, slots=True)
class Joint:
    """What one owner wants, for the owners alone.

    ``words`` is what it is done with, ``missing`` who has not answered, ``vacant`` those of them
    whose offices nobody holds. ``mine`` is whether the viewer's office wants it or has agreed,
    ``refused`` who said no and why; ``answers`` and ``agrees`` are what the viewer can do.
    """

    wanted: str
    words: str
    reason: str
    agreed: str
    missing: str
    vacant: str
    refused: tuple[str, str] | None
    proposer: bool
    mine: bool
    answers: bool
    agrees: bool


def joint(ask: Ask, matter: Matter) -> Joint | None:
    """Return what is proposed for a practice of several owners, None for everybody else."""
    viewer = ask.viewer
    if len(matter.owners) < 2 or viewer.member not in matter.owners:  # noqa: PLR2004 - several
        return None
    found = queries.proposed(ask.conn, viewer, matter.id)
    if found is None or found.version != matter.version:
        return None
    owners = queries.owners(ask.conn, viewer, matter.id)
    names = {one.code: gettext(one.name) for one in owners}
    missing = [one for one in owners if one.code not in found.agreed]
    answers = found.refused_by is None and allows(viewer, P.PRACTICE_AGREE, matter)
    mine = viewer.member in found.agreed
    no = found.refused_by
    return Joint(
        wanted=gettext(WANTED[found.act], member=names.get(found.by, found.by)),
        words=_readers(ask, matter, found.words or "") if found.act == Act.WIDEN else "",
        reason=found.words or "" if found.act == Act.RETIRE else "",
        agreed=listed([names[one.code] for one in owners if one.code in found.agreed]),
        missing=listed([names[one.code] for one in missing]),
        vacant=listed([names[one.code] for one in missing if not one.held]),
        refused=(names.get(no, no), found.reason or "") if no else None,
        proposer=found.by == viewer.member,
        mine=mine,
        answers=answers,
        agrees=answers and not mine and allows(viewer, PERMISSIONS[found.act], matter),
    )


def _readers(ask: Ask, matter: Matter, words: str) -> str:
    audience = Audience.parse(words)
    names = names_of(ask.conn, audience)
    called: Sequence[str] = sorted(matter.owners)
    return readers.sentence(audience, called, names, known=True)
