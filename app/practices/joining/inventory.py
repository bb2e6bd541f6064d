"""What is kept of joint ownership, and of how a draft came about."""

from app.core.inventory import ITEM, Class, Held, Kept, Until
from app.practices.joining.models import PracticeAgreement, PracticeJoining, PracticeProposal
from app.practices.together.models import PracticeSaving

_WRITING = Until("the draft is published, another member comes in, or with the draft")

HELD: Held = {
    PracticeJoining: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id practice_id member by_member at expires_on asked_again_on",
            "Which member was asked by which to own a practice jointly: for both, and for the"
            " Secretariat once the practice is published.",
            ITEM,
        ),
    ),
    PracticeProposal: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id act version by_member words at refused_by reason",
            "What one owner of a practice wants to do, and which owner said no and why: for its"
            " owners.",
            Until("it is done or taken back, or the practice changes, or with the practice"),
        ),
    ),
    PracticeAgreement: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id member at",
            "Which owners agreed to it: for its owners.",
            Until("it is done or taken back, or the practice changes, or with the practice"),
        ),
    ),
    PracticeSaving: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id number part version office_id at body",
            "What a draft said each time somebody saved it, for those who write it.",
            _WRITING,
        ),
        Kept(Class.PERSONAL, "person_id", "Who saved it, as a number.", _WRITING),
    ),
}
