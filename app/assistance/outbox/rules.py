"""Which letter fits which member of a request as it stands now, and why another does not. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.assistance.rules import CIRCULATED, ENDED, TAKES_OFFERS, UNANSWERED, OfferStage, Stage
from app.core.i18n import N_
from app.notifications.classes import NoticeClass

BEFORE_LAPSE = timedelta(days=30)
"""So long before its answer date an office can be told that its request will lapse."""
NUDGE_AGAIN = timedelta(days=30)
"""No member is asked twice within these days about one request."""
LATELY = timedelta(days=14)
MOST_LATELY = 2
"""Nor about more than so many requests within these."""
MOST_BUSY = 3
"""Whoever gives so much help now is not asked for more."""
DRAFT_KEPT = timedelta(days=30)
SENT_KEPT = timedelta(days=365)
MOST_WORDS = 1000


class Kind(StrEnum):
    """The kinds of letter."""

    ASKER = "asker"
    HELPER = "helper"
    NUDGE = "nudge"
    THANKS = "thanks"
    LAPSE = "lapse"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides: the request's stage, owner and answer date, offers, and who said no.

    ``sealed``: somebody said under seal that it could help, and has no answer.
    """

    stage: str
    owner: str
    answer_by: date | None
    offers: Collection[tuple[str, str]] = ()
    passed: Collection[str] = ()
    sealed: bool = False

    def helpers(self, *stages: str) -> frozenset[str]:
        """Return the members whose offers are in one of ``stages``."""
        return frozenset(member for member, stage in self.offers if stage in stages)


LABELS: Mapping[Kind, str] = {
    Kind.ASKER: N_("Remind the office that asked"),
    Kind.HELPER: N_("Remind those who help"),
    Kind.NUDGE: N_("Ask likely helpers"),
    Kind.THANKS: N_("Thank those who help"),
    Kind.LAPSE: N_("Say that it will lapse"),
    Kind.ENTITY: N_("Write to a UN entity"),
}
NAMES: Mapping[Kind, str] = {
    Kind.ASKER: N_("Reminder to the office that asked"),
    Kind.HELPER: N_("Reminder to a member that helps"),
    Kind.NUDGE: N_("Question to a likely helper"),
    Kind.THANKS: N_("Thanks to a member that helps"),
    Kind.LAPSE: N_("Word that the request will lapse"),
    Kind.ENTITY: N_("Question to a UN entity"),
}
SUBJECTS: Mapping[Kind, str] = {
    Kind.ASKER: N_("Your request for assistance waits for you: %(number)s"),
    Kind.HELPER: N_("Help that your office offered: %(number)s"),
    Kind.NUDGE: N_("Could your office help with a request? %(number)s"),
    Kind.THANKS: N_("Thank you for your help: %(number)s"),
    Kind.LAPSE: N_("Your request for assistance may lapse: %(number)s"),
    Kind.ENTITY: N_("A request for assistance that your entity may answer: %(number)s"),
}
WORDS: Mapping[Kind, str] = {
    Kind.ASKER: N_(
        "Your request for assistance waits for a step of your office. Could you look at it? If"
        " something keeps you from deciding, write to us and we will help."
    ),
    Kind.HELPER: N_(
        "Your office has offered help with a request. Could you look at where it stands, and say"
        " in the portal what comes next? If something has changed for you, write to us."
    ),
    Kind.NUDGE: N_(
        "A member of the network looks for help with something that your office seems to know"
        " well. Would you read the request and see whether you could give a part of it? Little can"
        " be enough, and a no needs no reason."
    ),
    Kind.THANKS: N_(
        "Thank you for the help that your office gives to another member. Networks like this one"
        " live on it."
    ),
    Kind.LAPSE: N_(
        "Your request for assistance has no answer yet, or an offer that still waits for you, and"
        " its answer date is near or past. Unless something is done it lapses by itself. You can"
        " answer what is offered, pause it, or take it up again later."
    ),
    Kind.ENTITY: N_(
        "A member of the Global Network of R2P Focal Points asks whether your entity could help"
        " with what stands below. Please answer by letter to the Secretariat: what you could give,"
        " in which form and when, or that you cannot help this time. A no needs no reason."
    ),
}
"""What each says until somebody writes other words."""
CLASSES: Mapping[Kind, NoticeClass] = {
    Kind.ASKER: NoticeClass.MATTERS,
    Kind.HELPER: NoticeClass.MATTERS,
    Kind.NUDGE: NoticeClass.ADDRESSED,
    Kind.THANKS: NoticeClass.ANSWERED,
    Kind.LAPSE: NoticeClass.DEADLINES,
    Kind.ENTITY: NoticeClass.ADDRESSED,
}
"""Of which class each is: whoever has stopped a class gets no such letter."""

CHOSEN = frozenset({Kind.NUDGE, Kind.ENTITY})
"""To whom these go is chosen, and not worked out from where a request stands."""

MOVED_ON = N_(
    "The request has moved on since this letter was written. See where it stands, and prepare"
    " another if one is still needed."
)
NOT_NOW = N_("As the request stands now this letter does not fit.")
SAID_NO = N_("This member has said that it cannot help this time.")
HAS_OFFERED = N_("This member has offered help already.")
ASKS_ITSELF = N_("This member asks for the help itself.")
ASKED_LATELY = N_("This member was written to about this request within the last 30 days.")
ASKED_OFTEN = N_("This member was written to about other requests within the last 14 days.")
HELPS_ENOUGH = N_("This member gives much help already.")


def members(kind: Kind, facts: Facts, today: date) -> frozenset[str]:
    """Return to whom a letter of a kind can go; those to be nudged are chosen, not worked out."""
    takes, goes_on = facts.stage in TAKES_OFFERS, facts.stage in CIRCULATED and not _ended(facts)
    owner, nobody = frozenset({facts.owner}), frozenset[str]()
    undecided = facts.sealed or bool(facts.helpers(*UNANSWERED))
    if kind == Kind.ASKER:
        waits = facts.stage in {Stage.RETURNED, Stage.AUTHENTICATED, Stage.AGREED, Stage.UNDER_WAY}
        return owner if waits or (takes and undecided) else nobody
    if kind == Kind.HELPER:
        return facts.helpers(OfferStage.IN_TALKS, OfferStage.ACCEPTED) if goes_on else nobody
    if kind == Kind.THANKS:
        over = facts.stage in {Stage.UNDER_WAY, Stage.CLOSED}
        return facts.helpers(OfferStage.ACCEPTED) if over else nobody
    if kind == Kind.LAPSE:
        near = facts.answer_by is not None and facts.answer_by <= today + BEFORE_LAPSE
        return owner if takes and near else nobody
    return nobody


def why_not(kind: Kind, member: str, facts: Facts, today: date, written_at: str = "") -> str:
    """Return why a letter does not fit now, as a msgid; nothing where it does.

    ``written_at`` is the stage in which the request was when it was written.
    """
    if kind in CHOSEN:
        return _why_not_asked(member, facts)
    if written_at and written_at != facts.stage:
        return MOVED_ON
    if member not in members(kind, facts, today):
        return MOVED_ON if written_at else NOT_NOW
    return ""


def _why_not_asked(member: str, facts: Facts) -> str:
    if facts.stage not in TAKES_OFFERS:
        return MOVED_ON
    if member == facts.owner:
        return ASKS_ITSELF
    if member in {one for one, _ in facts.offers}:
        return HAS_OFFERED
    return SAID_NO if member in facts.passed else ""


def why_spared(about_this: int, about_others: int, busy: int) -> str:
    """Return why a member that could be asked is left alone now, nothing where it may be asked."""
    if about_this:
        return ASKED_LATELY
    if about_others >= MOST_LATELY:
        return ASKED_OFTEN
    return HELPS_ENOUGH if busy >= MOST_BUSY else ""


def _ended(facts: Facts) -> bool:
    return facts.stage in ENDED
