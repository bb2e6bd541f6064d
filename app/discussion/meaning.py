"""How something is meant that a member says: as an expert, or as the position of a government.

Comments, suggestions, submissions and what comes back from clearance ask it in the same way.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.access.viewer import Viewer
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.web.forms import Reader


class Stance(StrEnum):
    """For whom somebody speaks."""

    EXPERT = "expert"
    POSITION = "position"


STANCES: Mapping[Stance, str] = {
    Stance.EXPERT: N_("As an expert, not a position"),
    Stance.POSITION: N_("Position of my government"),
}
"""How its author chooses it."""
MEANT: Mapping[Stance, str] = {
    Stance.EXPERT: N_("Said as an expert; not the position of a government"),
    Stance.POSITION: N_("Position of the government"),
}
"""How its readers read it."""


class NoPosition(Conflict):
    """The office came into the interim while its form was open."""

    message = N_("Nobody states the position of a government while its office has no Focal Point.")


def stances(viewer: Viewer) -> Sequence[Stance]:
    """Return how the viewer can mean it; in the interim and in the Secretariat as no position."""
    return (Stance.EXPERT,) if viewer.in_interim or viewer.in_secretariat else tuple(Stance)


def ensure_stance(viewer: Viewer, stance: Stance) -> None:
    """Let pass what the viewer, as the office is now, can mean.

    Raises:
        NoPosition: for a position, where the office came into the interim meanwhile.
    """
    if stance not in stances(viewer):
        raise NoPosition


def offered(viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return how the viewer can mean it, as the options of a form."""
    return [(one, gettext(STANCES[one])) for one in stances(viewer)]


def read_stance(reader: Reader, known: Sequence[Stance]) -> Stance:
    """Read how something is meant: as an expert, if not told."""
    return Stance(reader.choice("stance", known) or Stance.EXPERT)
