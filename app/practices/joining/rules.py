"""What is true of joint ownership: how one comes in, what wants all owners, and what is said."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.access.permissions import P
from app.core.i18n import N_

ANSWERS_WITHIN = timedelta(days=60)
"""So long a member can say whether it comes in; then it was not asked."""
AGAIN = timedelta(days=30)
"""So long before that day it is asked once more."""
MOST_OWNERS = 12
MOST_REASON = 2000


class Stage(StrEnum):
    """How far the question to one member has come; ``item.stage``."""

    ASKED = "asked"
    JOINED = "joined"
    DECLINED = "declined"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"


class Act(StrEnum):
    """What is done to a practice of several owners when all of them have agreed to it."""

    SUBMIT = "submit"
    WIDEN = "widen"
    RELEASE = "release"
    RETIRE = "retire"
    WITHDRAW = "withdraw"


PERMISSIONS: Mapping[str, P] = {
    Act.SUBMIT: P.PRACTICE_EDIT,
    Act.WIDEN: P.PRACTICE_READERS,
    Act.RELEASE: P.PRACTICE_RELEASE,
    Act.RETIRE: P.PRACTICE_RETIRE,
    Act.WITHDRAW: P.PRACTICE_WITHDRAW,
}
"""Who agrees to an act has to be allowed to do it."""

WANTED: Mapping[str, str] = {
    Act.SUBMIT: N_("%(member)s wants to submit this practice to the Secretariat."),
    Act.WIDEN: N_("%(member)s wants more readers for this practice."),
    Act.RELEASE: N_("%(member)s wants to publish this practice before its day."),
    Act.RETIRE: N_("%(member)s wants to say that this practice is no longer used."),
    Act.WITHDRAW: N_("%(member)s wants to withdraw this practice."),
}


class What(StrEnum):
    """What waits, and what happened."""

    INVITED = "practice-joining"
    AGREE = "practice-agree"
    JOINED = "practice-joined"
    NOT_JOINED = "practice-not-joined"
    LEFT = "practice-left"
    PARTED = "practice-parted"
    AGREED = "practice-agreed"
    OBJECTED = "practice-objected"
    CONFIRMED = "practice-confirmed-too"
    HANDED = "practice-handed-too"
    NARROWED = "practice-narrowed-too"


WAITS: Mapping[str, str] = {
    What.INVITED: N_("Your office is asked to own this practice jointly. Say yes or no."),
    What.AGREE: N_(
        "Another owner of this practice wants something to which all owners agree first. Read what"
        " it is, then agree or say why not."
    ),
}
NOTICES: Mapping[str, str] = {
    What.JOINED: N_("Another member owns this practice jointly from now on."),
    What.NOT_JOINED: N_("A member that was asked to own this practice jointly does not."),
    What.LEFT: N_("An owner of this practice gave up its share."),
    What.PARTED: N_(
        "The Secretariat took an owner out of this practice, because nobody holds its offices."
    ),
    What.AGREED: N_("All owners of this practice agreed to what one of them wanted. It was done."),
    What.OBJECTED: N_("An owner of this practice does not agree to what another one wanted."),
    What.CONFIRMED: N_("Another owner confirmed that this practice is still true."),
    What.HANDED: N_("Another owner submitted a change of this practice."),
    What.NARROWED: N_("Another owner opened this practice to fewer readers."),
}
