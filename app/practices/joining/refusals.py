"""Why an act of several owners does not come about, each in a sentence for who tried."""

from app.core.errors import Conflict, Refusal
from app.core.i18n import N_


class NotAgreed(Conflict):
    """One owner alone tried what wants all of them."""

    message = N_(
        "This practice has several owners, and each must agree to this first. Open the page of the"
        " practice anew and ask them there."
    )


class StillAsked(Conflict):
    """Something is proposed already, or a member has not said whether it comes in."""

    message = N_(
        "A member that was asked to own this practice jointly has not answered yet. Wait for its"
        " answer, or take the question back first."
    )


class Proposed(Conflict):
    """Another act waits for the owners."""

    message = N_(
        "Something waits for the agreement of all owners already. Answer that first, or let it be"
        " taken back."
    )


class NothingProposed(Conflict):
    """What was answered is not asked any more."""

    message = N_(
        "What you answered is not asked any more: it was done, taken back, or the practice was"
        " changed since. Here is the present state."
    )


class Over(Conflict):
    """The question is answered, taken back, or too old."""

    message = N_("This question is not open any more: it was answered, taken back, or is over.")


class NotNow(Conflict):
    """The practice cannot get an owner at this moment."""

    message = N_(
        "This practice is with the Secretariat, hidden or no longer used, so no owner can come in"
        " now. The question stays open until its day."
    )


class NotOwn(Conflict):
    """The practice is not confirmed as the office's own."""

    message = N_(
        "Confirm first that this practice is your office's: as long as the Secretariat has entered"
        " it and nobody confirmed it, nobody can be asked to own it jointly."
    )


class NoName(Conflict):
    """It is published without a name, or a change."""

    message = N_(
        "A practice without a name has one owner, whom nobody knows. It cannot be owned jointly."
    )


class OfOriginal(Conflict):
    """It is a change of a published practice."""

    message = N_("This is a change of a published practice. Ask on the page of that practice.")


class AskedAlready(Conflict):
    """The member owns it, or is asked already."""

    message = N_("This member owns the practice already, or has been asked and not answered yet.")


class Nobody(Conflict):
    """Nobody holds an office of the member."""

    message = N_("Nobody holds an office of this member now, so nobody could answer.")


class TooMany(Conflict):
    """There are as many owners as there may be."""

    message = N_("At most 12 members own a practice together.")


class LastOwner(Conflict):
    """The last owner wanted to leave."""

    message = N_(
        "Your office is the only owner, so it cannot give the practice up. Withdraw it instead."
    )


class Held(Conflict):
    """Somebody holds an office of the owner that was to be taken out."""

    message = N_(
        "Somebody holds an office of this owner, so only that office itself gives up its share."
    )


class OwnerLeftOut(Refusal):
    """Readers were chosen among whom an owner is not."""

    status = 422
    message = N_(
        "%(members)s owns this practice jointly and is not among these readers. Choose readers who"
        " include every owner, or the Secretariat alone."
    )


class TellsTheName(Refusal):
    """A practice that others own, or were asked to own, was to go out without a name."""

    status = 422
    message = N_(
        "Another member owns this practice, or was asked to and has read it: it knows whose it is."
        " So it cannot be published without a name."
    )
