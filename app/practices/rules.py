"""The life of a practice: its stages, the one table of transitions, and who waits for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.access.policy import P
from app.core.days import working_days_after
from app.core.errors import Conflict
from app.core.i18n import N_
from app.files.rules import CAME_LATE, NEVER_SCANNED, VIRUS_FOUND

ANSWER_WITHIN = 5
"""Working days in which the secretariat answers a submission."""

SERIES = "PRA"
"""The series of registry numbers."""


class Stage(StrEnum):
    """Where a practice stands."""

    DRAFT = "draft"
    ON_BEHALF = "on_behalf"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    TAKEN = "taken"
    APPROVED = "approved"
    RETIRED = "retired"
    HIDDEN = "hidden"


class Act(StrEnum):
    """What moves a practice from one stage to another."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    ENTER = "enter"
    ENTER_LATER = "enter-later"
    APPROVE = "approve"
    RELEASE = "release"
    TAKE = "take"
    RETURN = "return"
    WITHDRAW = "withdraw"
    RETIRE = "retire"
    REVIVE = "revive"
    HIDE = "hide"
    SHOW = "show"
    SHOW_RETIRED = "show-retired"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which stages an act leads where, and the permission it needs."""

    starts: frozenset[Stage]
    end: Stage
    who: P


TRANSITIONS: Mapping[Act, Transition] = {
    Act.SUBMIT: Transition(
        frozenset({Stage.DRAFT, Stage.RETURNED, Stage.ON_BEHALF}),
        Stage.SUBMITTED,
        P.PRACTICE_EDIT,
    ),
    Act.PUBLISH: Transition(frozenset({Stage.SUBMITTED}), Stage.PUBLISHED, P.PRACTICE_REVIEW),
    Act.ENTER: Transition(frozenset({Stage.ON_BEHALF}), Stage.PUBLISHED, P.PRACTICE_ENTER),
    Act.ENTER_LATER: Transition(frozenset({Stage.ON_BEHALF}), Stage.APPROVED, P.PRACTICE_ENTER),
    Act.APPROVE: Transition(frozenset({Stage.SUBMITTED}), Stage.APPROVED, P.PRACTICE_REVIEW),
    Act.RELEASE: Transition(frozenset({Stage.APPROVED}), Stage.PUBLISHED, P.PRACTICE_RELEASE),
    Act.TAKE: Transition(frozenset({Stage.SUBMITTED}), Stage.TAKEN, P.PRACTICE_REVIEW),
    Act.RETURN: Transition(
        frozenset({Stage.SUBMITTED, Stage.APPROVED}), Stage.RETURNED, P.PRACTICE_REVIEW
    ),
    Act.WITHDRAW: Transition(
        frozenset(Stage) - {Stage.WITHDRAWN, Stage.TAKEN}, Stage.WITHDRAWN, P.PRACTICE_WITHDRAW
    ),
    Act.RETIRE: Transition(frozenset({Stage.PUBLISHED}), Stage.RETIRED, P.PRACTICE_RETIRE),
    Act.REVIVE: Transition(frozenset({Stage.RETIRED}), Stage.PUBLISHED, P.PRACTICE_RETIRE),
    Act.HIDE: Transition(
        frozenset({Stage.PUBLISHED, Stage.RETIRED}), Stage.HIDDEN, P.PRACTICE_HIDE
    ),
    Act.SHOW: Transition(frozenset({Stage.HIDDEN}), Stage.PUBLISHED, P.PRACTICE_HIDE),
    Act.SHOW_RETIRED: Transition(frozenset({Stage.HIDDEN}), Stage.RETIRED, P.PRACTICE_HIDE),
}

"""``PUBLISH`` opens a practice to its readers, ``APPROVE`` has it opened on its day by ``RELEASE``;
``ENTER`` and ``ENTER_LATER`` do so with what the Secretariat wrote for an office;
``TAKE`` takes a change into one that is out."""

BEING_WRITTEN = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.ON_BEHALF})
"""The stages in which the office can change the words."""

UNDER_WAY = BEING_WRITTEN | {Stage.SUBMITTED, Stage.APPROVED}
"""The stages in which a practice, or a change of one, is still to be published."""

OUT = frozenset({Stage.PUBLISHED, Stage.RETIRED})
"""The stages in which its readers read a practice."""

CHANGEABLE = frozenset({Stage.PUBLISHED, Stage.HIDDEN})
"""The stages in which the office can begin a change of a practice."""

STAGES: Mapping[Stage, str] = {
    Stage.DRAFT: N_("Draft"),
    Stage.ON_BEHALF: N_("Being entered by the Secretariat"),
    Stage.SUBMITTED: N_("Submitted"),
    Stage.RETURNED: N_("Returned"),
    Stage.PUBLISHED: N_("Published"),
    Stage.WITHDRAWN: N_("Withdrawn"),
    Stage.TAKEN: N_("Taken into the published practice"),
    Stage.APPROVED: N_("Agreed to, published on its day"),
    Stage.RETIRED: N_("No longer used"),
    Stage.HIDDEN: N_("Hidden"),
}

NOW: Mapping[Stage, str] = {
    Stage.DRAFT: N_("This practice is a draft."),
    Stage.ON_BEHALF: N_("The Secretariat is entering this practice for its office."),
    Stage.SUBMITTED: N_("This practice waits for the Secretariat."),
    Stage.RETURNED: N_("This practice has been returned to its office."),
    Stage.PUBLISHED: N_("This practice is published."),
    Stage.WITHDRAWN: N_("This practice has been withdrawn."),
    Stage.TAKEN: N_("This change has been taken into the published practice."),
    Stage.APPROVED: N_("The Secretariat has agreed to this practice already."),
    Stage.RETIRED: N_("Its office no longer uses this practice."),
    Stage.HIDDEN: N_("The Secretariat has hidden this practice."),
}
"""What is said to somebody whose act came too late."""


class What(StrEnum):
    """Why a practice waits for somebody, or what happened to it."""

    SUBMITTED = "practice-submitted"
    CHANGED = "practice-changed"
    TAKEN = "practice-taken"
    APPROVED = "practice-approved"
    HIDDEN = "practice-hidden"
    SHOWN = "practice-shown"
    RETURNED = "practice-returned"
    PUBLISHED = "practice-published"
    COMMENTED = "practice-commented"
    UNCONFIRMED = "practice-unconfirmed"
    WISHED = "practice-wished"
    WIDENED = "practice-widened"
    KEPT = "practice-kept"
    NEW = "practice-new"
    NEW_FOR = "practice-new-for"
    ENTERED = "practice-entered"
    REFUSED = "practice-refused"
    OFFERED = "practice-translation"
    TRANSLATED = "practice-translated"
    DECLINED = "practice-untranslated"
    VIRUS = "practice-virus"
    LATE = "practice-late-file"
    UNSCANNED = "practice-file-unscanned"


class Chose(StrEnum):
    """What it did to choose anew who reads a practice."""

    NARROWED = "practice-narrowed"
    WISHED = "practice-wished"
    UNWISHED = "practice-unwished"


WAITS: Mapping[str, str] = {
    What.SUBMITTED: N_("Read this practice, then publish it or return it with a reason."),
    What.CHANGED: N_(
        "Read what would change in this published practice, then publish the change or return it"
        " with a reason."
    ),
    What.RETURNED: N_(
        "The Secretariat returned this practice with a reason. Change it and submit."
    ),
    What.UNCONFIRMED: N_(
        "Is this practice still true? Confirm it, change it, or say that it is no longer used."
    ),
    What.ENTERED: N_(
        "The Secretariat entered this practice for your office, as your letter asked. Confirm it,"
        " correct it, or refuse it with a reason."
    ),
    What.WISHED: N_(
        "Its office wishes more readers for this practice. Open it to them, or say why not."
    ),
    What.OFFERED: N_(
        "A translation of this practice is offered to you. Read it, then take it up or say why not."
    ),
}
"""What waits, by code: the sentence for whoever must act."""

NOTICES: Mapping[str, str] = {
    What.PUBLISHED: N_("The Secretariat published this practice."),
    What.TAKEN: N_("The Secretariat published your change of this practice."),
    What.APPROVED: N_("The Secretariat agreed to this practice. It is published on its day."),
    What.HIDDEN: N_("The Secretariat hid this practice, with a reason."),
    What.SHOWN: N_("The Secretariat shows this practice to its readers again."),
    What.RETURNED: N_("The Secretariat returned this practice."),
    What.WIDENED: N_("The Secretariat opened this practice to the readers you wished."),
    What.KEPT: N_("The Secretariat left the readers of this practice as they are."),
    What.COMMENTED: N_("There is a new comment on this practice."),
    What.NEW: N_("There is a new practice for your office to read."),
    What.NEW_FOR: N_(
        "There is a new practice for your office to read. The Secretariat entered it for a member,"
        " which has not confirmed it yet."
    ),
    What.ENTERED: N_("The Secretariat entered a practice for your office."),
    What.REFUSED: N_("The office for which this practice was entered refused it, with a reason."),
    What.TRANSLATED: N_("Your translation of this practice was taken up."),
    What.DECLINED: N_("Your translation of this practice was given back with a reason."),
    What.VIRUS: VIRUS_FOUND,
    What.LATE: CAME_LATE,
    What.UNSCANNED: NEVER_SCANNED,
}
"""What happened, by code: the sentence for those who are told."""


def after(act: Act, stage: str) -> Stage:
    """Return the stage that ``act`` leads to from ``stage``.

    Raises:
        Conflict: when the act does not start there; its sentence says where the practice stands.
    """
    transition = TRANSITIONS[act]
    if stage not in transition.starts:
        raise Conflict(NOW[Stage(stage)])
    return transition.end


def answer_due(submitted: date) -> date:
    """Return the day by which the secretariat should have answered a submission."""
    return working_days_after(submitted, ANSWER_WITHIN)
