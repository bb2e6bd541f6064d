"""What is said once after an act on a practice."""

from collections.abc import Mapping

from app.core.i18n import N_
from app.practices.rules import Chose, Stage, What

SAID: Mapping[str, tuple[Stage, str]] = {
    "submitted": (
        Stage.SUBMITTED,
        N_("Submitted. The Secretariat answers within five working days."),
    ),
    "published": (Stage.PUBLISHED, N_("Published. Its readers can find it from now on.")),
    "returned": (Stage.RETURNED, N_("Returned. The office has been told, with your reason.")),
    "confirmed": (Stage.PUBLISHED, N_("Confirmed. Readers see today's date.")),
    "handed": (
        Stage.SUBMITTED,
        N_("Submitted. Until the Secretariat has answered, readers see the practice as it is."),
    ),
    "approved": (Stage.APPROVED, N_("Agreed. It is published on its day, and its office is told.")),
    "retired": (Stage.RETIRED, N_("Said. Its readers read it with your reason; it left the list.")),
    "revived": (Stage.PUBLISHED, N_("Back in the list, confirmed today.")),
    "hidden": (Stage.HIDDEN, N_("Hidden. Its office has been told, with your reason.")),
    "shown": (Stage.PUBLISHED, N_("Shown again. Its office has been told.")),
    "taken": (Stage.PUBLISHED, N_("Published. Its readers read it with the change from now on.")),
    "dropped": (Stage.WITHDRAWN, N_("Withdrawn. The practice is left as it is published.")),
    "claimed": (Stage.PUBLISHED, N_("Claimed and confirmed. Readers see today's date.")),
    "withdrawn": (Stage.WITHDRAWN, N_("Withdrawn. Its readers no longer see it.")),
    Chose.NARROWED: (
        Stage.PUBLISHED,
        N_("From now on only these readers see it. What was read before cannot be called back."),
    ),
    Chose.WISHED: (
        Stage.PUBLISHED,
        N_("Sent. Until the Secretariat has answered, within five working days, nothing changes."),
    ),
    Chose.UNWISHED: (Stage.PUBLISHED, N_("Taken back. Its readers stay as they are.")),
    What.WIDENED: (Stage.PUBLISHED, N_("Opened. Its new readers can find it from now on.")),
    What.KEPT: (
        Stage.PUBLISHED,
        N_("Its readers stay as they are. The office has been told, with your reason."),
    ),
    "followed": (Stage.PUBLISHED, N_("You follow this practice from now on.")),
    "unfollowed": (Stage.PUBLISHED, N_("Ended. You hear no more of it.")),
    "kept": (Stage.ON_BEHALF, N_("Kept. Its office and the Secretariat see it, nobody else.")),
    "entered": (
        Stage.PUBLISHED,
        N_("Published, marked as not confirmed. Its office has been told and is asked for a word."),
    ),
    "unnamed": (
        Stage.PUBLISHED,
        N_("Published as the Secretariat's, without the name. Its office finds it among its own."),
    ),
    "named": (Stage.PUBLISHED, N_("Done. It is your office's practice, under its name.")),
    "refused": (
        Stage.WITHDRAWN,
        N_("Refused. It is taken out, and the Secretariat has been told, with your reason."),
    ),
    "saved": (Stage.DRAFT, N_("Draft kept. Only your office sees it.")),
}
"""What is said once after an act, and the stage in which it is still true."""
ITS_OWNERS = {"saved": N_("Draft kept. Only the offices of its owners see it.")}
"""What is said instead where several members own a practice."""
OF_OWNERS: Mapping[str, str] = {
    "asked": N_("The other owners have been asked. It is done once each of them says yes."),
    "agreed": N_("You agreed. It is done once every owner has."),
    "done": N_("You agreed, and nobody was missing: it is done."),
    "refused-joint": N_("Said. It was not done, and the other owners have been told."),
    "joined": N_("Your office owns this practice jointly from now on."),
}
"""What is said after an act of several owners, whatever the stage."""
