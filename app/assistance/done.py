"""What is said once after an act on a request, and the states in which it is still true."""

from collections.abc import Collection, Mapping

from app.assistance.blind.rules import SEALED
from app.assistance.rules import CIRCULATED, TAKES_OFFERS, UNDER_DISCUSSION, Act, Stage
from app.core.i18n import N_, gettext

SAID: Mapping[str, tuple[Collection[str], str]] = {
    Act.SUBMIT: (
        (Stage.SUBMITTED,),
        N_("Submitted. The Secretariat answers within five working days."),
    ),
    Act.ENTER: (
        (Stage.ENTERED,),
        N_("Handed over. The office has been told, and confirms, corrects or refuses it."),
    ),
    Act.VOUCH: (
        (Stage.AUTHENTICATED,),
        N_("Confirmed. Say below whether it may go out: nobody else has seen it."),
    ),
    Act.REFUSE: (
        (Stage.WITHDRAWN,),
        N_("Refused. The Secretariat has been told, with your reason. Nobody else has seen it."),
    ),
    Act.DROP: ((Stage.WITHDRAWN,), N_("Taken out. The office has been told, with your reason.")),
    Act.WIDEN: (TAKES_OFFERS, N_("Done. Those whom it newly reaches have been told.")),
    Act.WIDER: ((Stage.OPEN,), N_("Proposed. The office that asked has been told; it decides.")),
    Act.LEAVE: (TAKES_OFFERS, N_("It stays with those addressed. Nobody else has been told.")),
    Act.AUTHENTICATE: (
        (Stage.AUTHENTICATED,),
        N_("Authenticated. The office has been asked whether it may go out."),
    ),
    Act.NOT_YET: (
        (Stage.DRAFT,),
        N_("It is your draft again. Nobody but the Secretariat has seen it."),
    ),
    Act.OPEN: ((Stage.OPEN,), N_("Opened. The members it addresses have been told.")),
    SEALED: (
        (Stage.OPEN,),
        N_("It goes out sealed, with those of other members, at the next weekly release."),
    ),
    Act.RETURN: ((Stage.RETURNED,), N_("Returned. The office has been told, with your reason.")),
    Act.OFFER: (TAKES_OFFERS, N_("Your offer is sent. The office that asked has been told.")),
    Act.CANNOT: (
        TAKES_OFFERS,
        N_("Answered. The office that asked reads that you cannot help this time, and no reason."),
    ),
    Act.HAND: (TAKES_OFFERS, N_("Left to your colleague, who has been told.")),
    Act.TAKE_UP: (CIRCULATED, N_("You are in talks. The office that offered has been told.")),
    Act.ACCEPT: (CIRCULATED, N_("Accepted. The office that offered has been told.")),
    Act.DECLINE: (CIRCULATED, N_("Declined with thanks. The office that offered has been told.")),
    Act.TAKE_BACK: (CIRCULATED, N_("Taken back. The office that asked has been told.")),
    Act.START: ((Stage.UNDER_WAY,), N_("Work has started. The offices that help have been told.")),
    Act.CLOSE: ((Stage.CLOSED,), N_("Closed. Both sides can read the result.")),
    Act.ASK_AGAIN: (
        (Stage.OPEN, Stage.UNDER_WAY, Stage.DRAFT),
        N_("Taken up again. Members whose offers stood have been told."),
    ),
    Act.PAUSE: (UNDER_DISCUSSION, N_("Paused. Nobody is reminded until that day.")),
    Act.GO_ON: (UNDER_DISCUSSION, N_("The pause has ended.")),
    Act.TRANSFER: (
        UNDER_DISCUSSION,
        N_("The new contact is named. Members whose offers stand have been told."),
    ),
    Act.WITHDRAW: ((Stage.WITHDRAWN,), N_("Withdrawn. Members that had offered have been told.")),
}


def said(act: str, stage: str, *, sealed: bool = False) -> str:
    """Return the sentence for ``act``, nothing where the request has moved on or none is known."""
    stages, sentence = SAID.get(SEALED if sealed and act == Act.OPEN else act, ((), ""))
    return gettext(sentence) if stage in stages else ""
