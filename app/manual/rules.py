"""What is true of editions: their two kinds, when "minor" is a fair word, what is announced."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.core.errors import Conflict, Refusal
from app.core.i18n import N_

TITLE = N_("Manual for R2P Focal Points")
LANGUAGE = "en"
"""The language the manual is written in; translations hang on its blocks (part C)."""

MINOR_AT_MOST = 0.02
"""An edition that changes a larger share of the words than this is measured as major."""

MOST_CHAPTER = 200_000
MOST_NOTE = 1_000


class Weight(StrEnum):
    """How much an edition changes, as its publisher says."""

    MINOR = "minor"
    MAJOR = "major"


class What(StrEnum):
    """What the manual tells the network."""

    EDITION = "edition-published"
    WITHDRAWN = "edition-withdrawn"
    CORRECTED = "edition-corrected"


NOTICES: Mapping[What, str] = MappingProxyType(
    {
        What.EDITION: N_("A new edition of the manual was published."),
        What.WITHDRAWN: N_("An edition of the manual was withdrawn."),
        What.CORRECTED: N_("A correction was added to an edition of the manual."),
    }
)


class Note(StrEnum):
    """What can be added to a published edition, which itself never changes."""

    ERRATUM = "erratum"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class NothingChanged(Refusal):
    """The draft says what the current edition says."""

    message = N_("Nothing has changed since the current edition, so there is nothing to publish.")


class ChapterChanged(Conflict):
    """Somebody saved the chapter after it was opened for editing."""

    message = N_("Someone else saved this chapter while you were writing.")


class DraftChanged(Conflict):
    """The draft, or the current edition, is not what the publisher looked at."""

    message = N_("The manual was changed after you opened this page. Look at it once more.")


def measured(share: float) -> Weight:
    """Return what the measured share of changed words (0 to 1) says about the weight."""
    return Weight.MINOR if share <= MINOR_AT_MOST else Weight.MAJOR
