"""What reading a Word document could not take over, and the changes that it still holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.core.i18n import N_, gettext

MOST_SAMPLES = 5
LONGEST_TRACKED = 500
LONGEST_AUTHOR = 100
LONGEST_SAMPLE = 80


class Lost(StrEnum):
    """What was not taken over as it is."""

    TITLE = "title"
    PICTURE = "picture"
    EQUATION = "equation"
    TABLE = "table"
    MERGED = "merged"
    LINK = "link"
    STRESS = "stress"
    LOOK = "look"
    COMMENT = "comment"
    BELOW = "below"
    OTHER = "other"


SENTENCES: Mapping[Lost, str] = MappingProxyType(
    {
        Lost.TITLE: N_("The title of the document stands only here; write it above if it is new."),
        Lost.PICTURE: N_("Drawings and text boxes that are no picture were left out."),
        Lost.EQUATION: N_("Formulas were left out."),
        Lost.TABLE: N_("A table within a table became text."),
        Lost.MERGED: N_("Joined cells of a table became single ones; look at that table."),
        Lost.LINK: N_("Links within the document, or to addresses of other kinds, became words."),
        Lost.STRESS: N_("Bold or slanted words that Markdown cannot mark became plain."),
        Lost.LOOK: N_("Tracked changes of the look alone were not made."),
        Lost.COMMENT: N_("Comments were not taken over."),
        Lost.BELOW: N_("Lines below a picture that was taken out went with it."),
        Lost.OTHER: N_("Parts of Word that the manual does not know were left out."),
    }
)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A change that the document holds and nobody accepted: what, by whom."""

    inserted: bool
    who: str
    text: str


PUT_IN = N_("%(who)s put in: “%(text)s”")
TAKEN_OUT = N_("%(who)s took out: “%(text)s”")


def said_of(one: Tracked) -> str:
    """Say what somebody changed in the document."""
    who = one.who or gettext("Somebody")
    return gettext(PUT_IN if one.inserted else TAKEN_OUT, who=who, text=one.text)


@dataclass(slots=True)
class Told:
    """What the editor has to know; each kind with some samples and how often it was met."""

    lost: dict[Lost, list[str]] = field(default_factory=dict)
    times: dict[Lost, int] = field(default_factory=dict)
    tracked: list[Tracked] = field(default_factory=list)

    def lose(self, kind: Lost, sample: str = "") -> None:
        """Note that something was not taken over."""
        self.times[kind] = self.times.get(kind, 0) + 1
        samples = self.lost.setdefault(kind, [])
        short = " ".join(sample.split())[:LONGEST_SAMPLE]
        if short and short not in samples and len(samples) < MOST_SAMPLES:
            samples.append(short)

    def track(self, text: str, who: str, *, inserted: bool) -> None:
        """Note a change that the document holds, by its beginning where it is long."""
        if text.strip():
            short = text if len(text) <= LONGEST_TRACKED else f"{text[:LONGEST_TRACKED]}…"
            self.tracked.append(Tracked(inserted, who[:LONGEST_AUTHOR], short))

    def lines(self) -> list[str]:
        """Return what was not taken over as sentences, each with samples."""
        return [
            " ".join([gettext(SENTENCES[kind]), *([f"({', '.join(said)})"] if said else [])])
            for kind, said in sorted(self.lost.items())
        ]
