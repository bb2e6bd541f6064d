"""The states of requests and offers, and the one table of what leads from each to which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.assistance.stages import OfferStage, Party, Stage
from app.core.errors import Conflict, Forbidden
from app.core.i18n import N_


class Act(StrEnum):
    """What can be done to a request, or to an offer and by it to the request."""

    EDIT = "edit"
    SUBMIT = "submit"
    AUTHENTICATE = "authenticate"
    OPEN = "open"
    NOT_YET = "not_yet"
    EXPIRE = "expire"
    RETURN = "return"
    ENTER = "enter"
    VOUCH = "vouch"
    REFUSE = "refuse"
    DROP = "drop"
    WIDEN = "widen"
    WIDER = "wider"
    LEAVE = "leave"
    OFFER = "offer"
    CANNOT = "cannot"
    HAND = "hand"
    TAKE_UP = "take_up"
    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    END_TALKS = "end_talks"
    REOPEN = "reopen"
    RESUME_TALKS = "resume_talks"
    START = "start"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    ASK_AGAIN = "again"
    PAUSE = "pause"
    GO_ON = "go_on"
    TRANSFER = "transfer"
    TALK = "talk"
    TERMS = "terms"
    CONFIRM = "confirm"
    PLAN = "plan"
    LOOK_BACK = "look_back"


__all__ = ("Act", "OfferStage", "Party", "Stage")


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of a table: ``act`` leads from ``start`` to ``end`` when ``by`` does it."""

    act: Act
    start: str
    end: str
    by: Party


BEING_WRITTEN = (Stage.DRAFT, Stage.RETURNED)
FOR_OFFICE = (Stage.ON_BEHALF, Stage.ENTERED)
TAKES_OFFERS = (Stage.OPEN, Stage.IN_TALKS)
CIRCULATED = (Stage.OPEN, Stage.IN_TALKS, Stage.AGREED, Stage.UNDER_WAY, Stage.CLOSED)
ENDED = (Stage.CLOSED, Stage.WITHDRAWN, Stage.LAPSED)
UNDER_DISCUSSION = (Stage.OPEN, Stage.IN_TALKS, Stage.AGREED, Stage.UNDER_WAY)
UNANSWERED = (OfferStage.OFFERED, OfferStage.IN_TALKS)
STANDING = (*UNANSWERED, OfferStage.ACCEPTED)

_S, _O = Stage, OfferStage
_OWNER, _STAFF, _HELPER = Party.OWNER, Party.SECRETARIAT, Party.HELPER
_CLOCK = Party.CLOCK
_COURSE = (Act.PAUSE, Act.GO_ON, Act.TRANSFER)

REQUEST: Sequence[Transition] = (
    Transition(Act.EDIT, _S.DRAFT, _S.DRAFT, _OWNER),
    Transition(Act.EDIT, _S.RETURNED, _S.RETURNED, _OWNER),
    Transition(Act.EDIT, _S.ON_BEHALF, _S.ON_BEHALF, _STAFF),
    Transition(Act.EDIT, _S.ENTERED, _S.ENTERED, _OWNER),
    Transition(Act.ENTER, _S.ON_BEHALF, _S.ENTERED, _STAFF),
    Transition(Act.VOUCH, _S.ENTERED, _S.AUTHENTICATED, _OWNER),
    *(Transition(Act.REFUSE, s, _S.WITHDRAWN, _OWNER) for s in FOR_OFFICE),
    *(Transition(Act.DROP, s, _S.WITHDRAWN, _STAFF) for s in FOR_OFFICE),
    Transition(Act.SUBMIT, _S.DRAFT, _S.SUBMITTED, _OWNER),
    Transition(Act.SUBMIT, _S.RETURNED, _S.SUBMITTED, _OWNER),
    Transition(Act.AUTHENTICATE, _S.SUBMITTED, _S.AUTHENTICATED, _STAFF),
    Transition(Act.OPEN, _S.AUTHENTICATED, _S.OPEN, _OWNER),
    Transition(Act.NOT_YET, _S.AUTHENTICATED, _S.DRAFT, _OWNER),
    Transition(Act.EXPIRE, _S.AUTHENTICATED, _S.DRAFT, _CLOCK),
    Transition(Act.RETURN, _S.SUBMITTED, _S.RETURNED, _STAFF),
    *(
        Transition(act, stage, stage, _HELPER)
        for act in (Act.OFFER, Act.CANNOT, Act.HAND)
        for stage in TAKES_OFFERS
    ),
    Transition(Act.TAKE_UP, _S.OPEN, _S.IN_TALKS, _OWNER),
    Transition(Act.TAKE_UP, _S.IN_TALKS, _S.IN_TALKS, _OWNER),
    Transition(Act.ACCEPT, _S.OPEN, _S.AGREED, _OWNER),
    Transition(Act.ACCEPT, _S.IN_TALKS, _S.AGREED, _OWNER),
    Transition(Act.ACCEPT, _S.AGREED, _S.AGREED, _OWNER),
    Transition(Act.ACCEPT, _S.UNDER_WAY, _S.UNDER_WAY, _OWNER),
    *(
        Transition(act, stage, stage, by)
        for act, by in ((Act.DECLINE, _OWNER), (Act.TAKE_BACK, _HELPER))
        for stage in UNDER_DISCUSSION
    ),
    Transition(Act.END_TALKS, _S.IN_TALKS, _S.OPEN, _OWNER),
    Transition(Act.END_TALKS, _S.IN_TALKS, _S.OPEN, _HELPER),
    Transition(Act.REOPEN, _S.AGREED, _S.OPEN, _HELPER),
    Transition(Act.RESUME_TALKS, _S.AGREED, _S.IN_TALKS, _HELPER),
    Transition(Act.START, _S.AGREED, _S.UNDER_WAY, _OWNER),
    Transition(Act.CLOSE, _S.UNDER_WAY, _S.CLOSED, _OWNER),
    *(
        Transition(Act.WITHDRAW, s, _S.WITHDRAWN, _OWNER)
        for s in Stage
        if s not in {*ENDED, *FOR_OFFICE}
    ),
    *(Transition(act, s, s, _OWNER) for act in (Act.WIDEN, Act.LEAVE) for s in TAKES_OFFERS),
    Transition(Act.WIDER, _S.OPEN, _S.OPEN, _STAFF),
    *(Transition(Act.LAPSE, s, _S.LAPSED, _CLOCK) for s in TAKES_OFFERS),
    Transition(Act.ASK_AGAIN, _S.LAPSED, _S.OPEN, _OWNER),
    Transition(Act.ASK_AGAIN, _S.CLOSED, _S.UNDER_WAY, _OWNER),
    Transition(Act.ASK_AGAIN, _S.WITHDRAWN, _S.DRAFT, _OWNER),
    *(Transition(a, s, s, _OWNER) for a in _COURSE for s in UNDER_DISCUSSION),
    *(
        Transition(act, stage, stage, by)
        for act in (Act.TERMS, Act.CONFIRM, Act.PLAN)
        for by in (_OWNER, _HELPER)
        for stage in (_S.AGREED, _S.UNDER_WAY)
    ),
    *(Transition(Act.LOOK_BACK, _S.CLOSED, _S.CLOSED, by) for by in (_OWNER, _HELPER)),
    *(Transition(Act.TALK, s, s, by) for s in UNDER_DISCUSSION for by in (_OWNER, _HELPER)),
)
"""Requests. ``END_TALKS`` follows of itself when the last offer in talks goes; ``REOPEN`` or, where
talks go on with others, ``RESUME_TALKS`` when the last accepted offer is taken back before work.
Nothing goes out but by ``OPEN``, the explicit yes of the office that asks: silence only leads back
to the draft."""

OFFER: Sequence[Transition] = (
    Transition(Act.TAKE_UP, _O.OFFERED, _O.IN_TALKS, _OWNER),
    Transition(Act.ACCEPT, _O.OFFERED, _O.ACCEPTED, _OWNER),
    Transition(Act.ACCEPT, _O.IN_TALKS, _O.ACCEPTED, _OWNER),
    Transition(Act.DECLINE, _O.OFFERED, _O.DECLINED, _OWNER),
    Transition(Act.DECLINE, _O.IN_TALKS, _O.DECLINED, _OWNER),
    Transition(Act.TAKE_BACK, _O.OFFERED, _O.WITHDRAWN, _HELPER),
    Transition(Act.TAKE_BACK, _O.IN_TALKS, _O.WITHDRAWN, _HELPER),
    Transition(Act.TAKE_BACK, _O.ACCEPTED, _O.WITHDRAWN, _HELPER),
    *(Transition(Act.ASK_AGAIN, one, _O.ENDED, _OWNER) for one in STANDING),
    *(Transition(Act.TALK, one, one, by) for one in STANDING for by in (_OWNER, _HELPER)),
    *(
        Transition(act, _O.ACCEPTED, _O.ACCEPTED, by)
        for act in (Act.TERMS, Act.CONFIRM, Act.PLAN, Act.LOOK_BACK)
        for by in (_OWNER, _HELPER)
    ),
)
"""Offers. An offer is possible only while its request allows the same act.

Those for a request that was withdrawn end for good when it is taken up again as a draft."""

_ONLY_OWNER = N_("Only the office that asked decides about its request.")
_ONLY_STAFF = N_("Only the Secretariat authenticates or returns a request.")
_ONLY_HELPER = N_("Only another member can offer help, and only it can take its offer back.")
_ONLY_DAYS = N_("This happens of itself, on its day.")
_ANSWERED = N_("This offer was answered or taken back already. Here is the present state.")
_CHECKED = N_("This request was authenticated or returned already. Here is the present state.")
_CONSENTED = N_("This request does not wait for your consent now. Here is the present state.")
_NO_OFFERS = N_("This request takes no offers now. Here is the present state.")
_NO_HELP = N_("Terms belong to accepted help that goes on. Here is the present state.")
_NO_WORK = N_("The plan is kept while help is agreed or under way. Here is the present state.")
_NO_END = N_("What came of help is said once the request is closed. Here is the present state.")
_NO_ENTRY = N_("This entry does not wait for its office now. Here is the present state.")
_NO_WIDER = N_("Only a request that is open can be put to more members. Here is the present state.")
_NO_TALK = N_("One talks about an offer while it stands. Here is the present state.")
_NOT_OUT = N_("This is possible only while a request is out. Here is the present state.")

WRONG_SIDE: Mapping[Party, str] = {
    Party.OWNER: _ONLY_OWNER,
    Party.SECRETARIAT: _ONLY_STAFF,
    Party.HELPER: _ONLY_HELPER,
    Party.CLOCK: _ONLY_DAYS,
}
WRONG_STATE: Mapping[Act, str] = {
    Act.EDIT: N_("A request is changed only before it is submitted, or after it was returned."),
    Act.SUBMIT: N_("This request was submitted already. Here is the present state."),
    Act.AUTHENTICATE: _CHECKED,
    Act.RETURN: _CHECKED,
    Act.ENTER: N_("This entry was handed to its office already. Here is the present state."),
    Act.VOUCH: _NO_ENTRY,
    Act.REFUSE: _NO_ENTRY,
    Act.DROP: _NO_ENTRY,
    Act.WIDEN: _NO_WIDER,
    Act.WIDER: _NO_WIDER,
    Act.LEAVE: _NO_WIDER,
    Act.OPEN: _CONSENTED,
    Act.NOT_YET: _CONSENTED,
    Act.EXPIRE: _CONSENTED,
    Act.OFFER: _NO_OFFERS,
    Act.CANNOT: _NO_OFFERS,
    Act.HAND: _NO_OFFERS,
    Act.TAKE_UP: _ANSWERED,
    Act.ACCEPT: _ANSWERED,
    Act.DECLINE: _ANSWERED,
    Act.TAKE_BACK: _ANSWERED,
    Act.END_TALKS: N_("No talks are under way."),
    Act.REOPEN: N_("No help is agreed."),
    Act.RESUME_TALKS: N_("No help is agreed."),
    Act.START: N_("Work starts once an offer is accepted. Here is the present state."),
    Act.CLOSE: N_("A request is closed once work is under way. Here is the present state."),
    Act.WITHDRAW: N_("This request has ended already. Here is the present state."),
    Act.LAPSE: _NOT_OUT,
    Act.ASK_AGAIN: N_("This request has not ended, so it cannot be taken up again."),
    Act.PAUSE: _NOT_OUT,
    Act.GO_ON: _NOT_OUT,
    Act.TALK: _NO_TALK,
    Act.TERMS: _NO_HELP,
    Act.CONFIRM: _NO_HELP,
    Act.PLAN: _NO_WORK,
    Act.LOOK_BACK: _NO_END,
    Act.TRANSFER: _NOT_OUT,
}


def after(table: Sequence[Transition], act: Act, stage: str, party: Party | None) -> str:
    """Return the state that ``act`` by ``party`` leads to from ``stage``.

    Raises:
        Forbidden: when this side never does this.
        Conflict: when it cannot be done in this state.
    """
    lines = [line for line in table if line.act == act]
    if not any(line.by == party for line in lines):
        raise Forbidden(WRONG_SIDE[lines[0].by] if lines else None)
    ends = [line.end for line in lines if line.by == party and line.start == stage]
    if not ends:
        raise Conflict(WRONG_STATE[act])
    return ends[0]


def possible(table: Sequence[Transition], stage: str, party: Party | None) -> frozenset[Act]:
    """Return what ``party`` can do in ``stage``: the buttons of a page."""
    return frozenset(line.act for line in table if line.start == stage and line.by == party)
