"""What is true of suggestions: how they are meant, how they are answered, what is said of it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.access.audience import Audience, Circle
from app.access.viewer import Office
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.discussion.rules import WORDS, For, chosen_of

MOST_WORDING = 10_000
MOST_REASON = 2_000


class Stage(StrEnum):
    """What became of a suggestion; ``item.stage``."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ADAPTED = "adapted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TAKEN = (Stage.ACCEPTED, Stage.ADAPTED)
"""The answers by which words came into the draft."""


class Asks(StrEnum):
    """What a suggestion would change about a paragraph."""

    REWORD = "reword"
    REMOVE = "remove"
    ADD = "add"


class What(StrEnum):
    """What waits and what is told."""

    MADE = "suggestion-made"
    ACCEPTED = "suggestion-accepted"
    ADAPTED = "suggestion-adapted"
    DECLINED = "suggestion-declined"
    PUBLISHED = "suggestion-published"


WAITS: Mapping[str, str] = {What.MADE: N_("A suggestion on the manual waits for an answer.")}
NOTICES: Mapping[str, str] = {
    What.ACCEPTED: N_("A suggestion of your office on the manual was accepted for the draft."),
    What.ADAPTED: N_("A suggestion of your office was taken into the manual's draft, adapted."),
    What.DECLINED: N_("A suggestion of your office on the manual was declined, with a reason."),
    What.PUBLISHED: N_("An edition of the manual was published with a suggestion of your office."),
}

ASKS: Mapping[Asks, str] = {
    Asks.REWORD: N_("Suggest other words"),
    Asks.REMOVE: N_("Suggest that this paragraph goes"),
    Asks.ADD: N_("Suggest a new paragraph after this one"),
}
"""How its author chooses it."""
ASKED: Mapping[Asks, str] = {
    Asks.REWORD: N_("Other words"),
    Asks.REMOVE: N_("That this paragraph goes"),
    Asks.ADD: N_("A new paragraph after this one"),
}
"""How its readers read it."""
STATES: Mapping[Stage, str] = {
    Stage.PROPOSED: N_("Waits for an answer"),
    Stage.ACCEPTED: N_("Accepted"),
    Stage.ADAPTED: N_("Accepted, adapted"),
    Stage.DECLINED: N_("Declined"),
    Stage.WITHDRAWN: N_("Taken back"),
}
SIGNS: Mapping[Stage, str] = {
    Stage.PROPOSED: "submitted",
    Stage.ACCEPTED: "published",
    Stage.ADAPTED: "published",
    Stage.DECLINED: "returned",
    Stage.WITHDRAWN: "withdrawn",
}
READERS: Mapping[For, str] = {
    For.ALL: N_("Every Focal Point and alternate, and the Secretariat"),
    For.GROUP: WORDS[For.GROUP],
    For.SECRETARIAT: WORDS[For.SECRETARIAT],
}


class BlockGone(NotFound):
    """The current edition does not have the paragraph."""

    message = N_(
        "This paragraph is not in the current edition of the manual. Choose a paragraph of that"
        " edition and make the suggestion there."
    )


class BlockReworded(Conflict):
    """The current edition says something else than what the author looked at."""

    message = N_(
        "A newer edition words this paragraph differently from what you looked at. Its present"
        " words stand above, your text stands in the form. Look at both and send it again."
    )


class DraftGone(Conflict):
    """The draft does not have the paragraph."""

    message = N_(
        "The draft no longer has this paragraph, so nothing was put in. Decline the suggestion with"
        " a reason, or put the paragraph back into the draft first."
    )


class NowhereToStand(DraftGone):
    """The draft does not have the paragraph after which another should stand."""

    message = N_(
        "The draft no longer has the paragraph after which this one would stand, so nothing was put"
        " in. Decline the suggestion with a reason, or put that paragraph back into the draft"
        " first."
    )


class DraftReworded(Conflict):
    """The draft says something else than what the editor looked at."""

    message = N_(
        "Someone changed this paragraph in the draft after you opened this page, so nothing was put"
        " in. What the draft says now stands below. Look at it once more."
    )


class Answered(Conflict):
    """It was answered or taken back already."""

    message = N_("This suggestion was answered or taken back already. Here is the present state.")


def readers(office: Office) -> Sequence[For]:
    """Return for whom an office can make a suggestion."""
    return [one for one in READERS if one != For.GROUP or office.group]


def audience_of(choice: For, office: Office) -> Audience:
    """Return the audience that a choice means."""
    return chosen_of(choice, (), office.group) or Audience.of(Circle.NETWORK)
