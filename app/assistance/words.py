"""What states, acts and next steps are called."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.assistance.happening import Happened
from app.assistance.queries import Help
from app.assistance.rules import ENDED, UNANSWERED, OfferStage, Party, Stage
from app.audit.events import Event
from app.core.i18n import N_, gettext
from app.web.components import date_words

STAGES: Mapping[str, str] = {
    Stage.DRAFT: N_("Draft"),
    Stage.ON_BEHALF: N_("Being entered for the office"),
    Stage.ENTERED: N_("Entered for the office, not confirmed"),
    Stage.SUBMITTED: N_("Submitted"),
    Stage.AUTHENTICATED: N_("Authenticated"),
    Stage.RETURNED: N_("Returned"),
    Stage.OPEN: N_("Open"),
    Stage.IN_TALKS: N_("In talks"),
    Stage.AGREED: N_("Agreed"),
    Stage.UNDER_WAY: N_("Under way"),
    Stage.CLOSED: N_("Closed"),
    Stage.WITHDRAWN: N_("Withdrawn"),
    Stage.LAPSED: N_("Lapsed"),
}
RESULTS: Mapping[str, str] = {
    "met": N_("Closed: met"),
    "partly": N_("Closed: partly met"),
    "not_met": N_("Closed: not met"),
}
OFFER_STAGES: Mapping[str, str] = {
    OfferStage.OFFERED: N_("Waits for an answer"),
    OfferStage.IN_TALKS: N_("In talks"),
    OfferStage.ACCEPTED: N_("Accepted"),
    OfferStage.DECLINED: N_("Declined with thanks"),
    OfferStage.WITHDRAWN: N_("Taken back"),
    OfferStage.ENDED: N_("Ended with the request"),
}
NEXT: Mapping[tuple[str, Party], str] = {
    (Stage.DRAFT, Party.OWNER): N_("Next: finish the draft and submit it"),
    (Stage.ON_BEHALF, Party.OWNER): N_("Next: the Secretariat finishes it and hands it over"),
    (Stage.ON_BEHALF, Party.SECRETARIAT): N_("Next: attach the letter, finish it, hand it over"),
    (Stage.ENTERED, Party.OWNER): N_("Next: confirm what was entered, correct it, or refuse it"),
    (Stage.ENTERED, Party.SECRETARIAT): N_("Next: the office confirms, corrects or refuses it"),
    (Stage.SUBMITTED, Party.OWNER): N_("Next: the Secretariat authenticates or returns it"),
    (Stage.SUBMITTED, Party.SECRETARIAT): N_("Next: authenticate it, or return it with a reason"),
    (Stage.RETURNED, Party.OWNER): N_("Next: change it and submit it again"),
    (Stage.RETURNED, Party.SECRETARIAT): N_("Next: the office changes and submits it"),
    (Stage.AUTHENTICATED, Party.OWNER): N_("Next: say whether it may go out"),
    (Stage.AUTHENTICATED, Party.SECRETARIAT): N_("Next: the office says whether it may go out"),
    (Stage.OPEN, Party.OWNER): N_("Next: answer the offers that come"),
    (Stage.OPEN, Party.SECRETARIAT): N_("Next: members offer help"),
    (Stage.OPEN, Party.HELPER): N_("Next: offer help, if your office can"),
    (Stage.IN_TALKS, Party.OWNER): N_("Next: accept an offer, or decline with thanks"),
    (Stage.IN_TALKS, Party.SECRETARIAT): N_("Next: the office that asked chooses"),
    (Stage.IN_TALKS, Party.HELPER): N_("Next: the office that asked chooses"),
    (Stage.AGREED, Party.OWNER): N_("Next: settle the terms, then say when work starts"),
    (Stage.AGREED, Party.SECRETARIAT): N_("Next: work starts"),
    (Stage.AGREED, Party.HELPER): N_("Next: both sides confirm the terms, then work starts"),
    (Stage.UNDER_WAY, Party.OWNER): N_("Next: close it with its result"),
    (Stage.UNDER_WAY, Party.SECRETARIAT): N_("Next: the office that asked closes it"),
    (Stage.UNDER_WAY, Party.HELPER): N_("Next: the office that asked closes it"),
}

REQUEST_EVENTS: Mapping[Event, tuple[str, str]] = {
    Event.REQUEST_ENTERED: ("wait", N_("Entered for the office by %(by)s, not confirmed")),
    Event.REQUEST_VOUCHED: ("done", N_("Confirmed by %(by)s")),
    Event.REQUEST_REFUSED: ("withdrawn", N_("Refused by %(by)s")),
    Event.REQUEST_DROPPED: ("withdrawn", N_("Entry taken out by %(by)s")),
    Event.REQUEST_WIDER: ("plus", N_("More addressees proposed by %(by)s")),
    Event.REQUEST_WIDENED: ("open", N_("Put to more members by %(by)s")),
    Event.REQUEST_LEFT: ("done", N_("Left with those addressed by %(by)s")),
    Event.REQUEST_SUBMITTED: ("wait", N_("Submitted by %(by)s")),
    Event.REQUEST_RETURNED: ("returned", N_("Returned by %(by)s")),
    Event.REQUEST_AUTHENTICATED: ("done", N_("Authenticated by %(by)s")),
    Event.REQUEST_NOT_YET: ("draft", N_("Taken back to the draft by %(by)s")),
    Event.REQUEST_EXPIRED: ("draft", N_("Back in draft: nobody said that it may go out")),
    Event.REQUEST_OPENED: ("open", N_("Opened by %(by)s")),
    Event.REQUEST_LAPSED: ("lapsed", N_("Lapsed without an answer")),
    Event.REQUEST_REVIVED: ("open", N_("Taken up again by %(by)s")),
    Event.REQUEST_PAUSED: ("lapsed", N_("Paused by %(by)s")),
    Event.REQUEST_RESUMED: ("open", N_("Pause ended by %(by)s")),
    Event.REQUEST_TRANSFERRED: ("talks", N_("Contact changed by %(by)s")),
    Event.REQUEST_AGREED: ("agreed", N_("Help agreed")),
    Event.REQUEST_REOPENED: ("open", N_("Help no longer agreed: open again")),
    Event.REQUEST_STARTED: ("underway", N_("Work started")),
    Event.REQUEST_CLOSED: ("done", N_("Closed by %(by)s")),
    Event.REQUEST_WITHDRAWN: ("withdrawn", N_("Withdrawn by %(by)s")),
}
OFFER_EVENTS: Mapping[Event, tuple[str, str]] = {
    Event.OFFER_MADE: ("plus", N_("Offer from %(helper)s")),
    Event.OFFER_TAKEN_UP: ("talks", N_("In talks with %(helper)s")),
    Event.OFFER_ACCEPTED: ("agreed", N_("Offer from %(helper)s accepted")),
    Event.OFFER_DECLINED: ("withdrawn", N_("Offer from %(helper)s declined with thanks")),
    Event.TERMS_CHANGED: ("edit", N_("Terms with %(helper)s written by %(by)s")),
    Event.TERMS_CONFIRMED: ("done", N_("Terms with %(helper)s confirmed by %(by)s")),
    Event.DECISION_CONFIRMED: ("done", N_("Decision with %(helper)s confirmed by %(by)s")),
    Event.DATE_AGREED: ("done", N_("Date with %(helper)s agreed by %(by)s")),
    Event.TALK_CHANGED: ("talks", N_("Talk with %(helper)s changed by both sides")),
    Event.TASK_ADDED: ("plus", N_("Step with %(helper)s planned by %(by)s")),
    Event.TASK_CHANGED: ("edit", N_("Step with %(helper)s changed by %(by)s")),
    Event.TASK_DONE: ("done", N_("Step with %(helper)s done, said by %(by)s")),
    Event.TASK_DROPPED: ("withdrawn", N_("Step with %(helper)s dropped by %(by)s")),
    Event.TASK_REOPENED: ("open", N_("Step with %(helper)s opened again by %(by)s")),
    Event.OFFER_WITHDRAWN: ("withdrawn", N_("Offer taken back by %(helper)s")),
}
_EVENTS = frozenset(REQUEST_EVENTS) | frozenset(OFFER_EVENTS)
_BETWEEN_OFFICES = {
    Event.REQUEST_ENTERED,
    Event.REQUEST_VOUCHED,
    Event.REQUEST_REFUSED,
    Event.REQUEST_DROPPED,
    Event.REQUEST_WIDER,
    Event.REQUEST_LEFT,
    Event.REQUEST_SUBMITTED,
    Event.REQUEST_RETURNED,
    Event.REQUEST_AUTHENTICATED,
    Event.REQUEST_NOT_YET,
    Event.REQUEST_EXPIRED,
}

Line = tuple[str, str, object, str]

OF_ASKERS_ALONE = (
    Event.REQUEST_CREATED,
    Event.REQUEST_CHANGED,
    Event.REQUEST_NOTE_PRINTED,
    Event.REQUEST_OUT,
    Event.REQUEST_BACK,
    Event.REQUEST_OUT_AGAIN,
    Event.REQUEST_CLEARED,
)
"""What an office does with its request before anybody else reads it, and with whom it clears it."""


def stage_sign(stage: str, result: str | None) -> tuple[str, str]:
    """Return the ring and the words of a request's state; ``result`` where the viewer sees it."""
    if stage == Stage.CLOSED and result:
        return result, gettext(RESULTS[result])
    return stage, gettext(STAGES[stage])


def title_of(title: str, *, destroyed: bool) -> str:
    """Return what a request is called: by its title, else by why there is none."""
    if title:
        return title
    if destroyed:
        return gettext("Request whose words are destroyed")
    return gettext("Request without a title")


def wanted_by(day: date | None) -> str:
    """Return by when an answer is wanted, nothing where no day is said."""
    return gettext("Answer wanted by %(date)s", date=date_words(day)) if day else ""


def offer_sign(stage: str, request_stage: str) -> tuple[str, str]:
    """Return the ring and the words of an offer's state; an ended request answers no more."""
    if request_stage in ENDED and stage in UNANSWERED:
        return "lapsed", gettext("Not answered: the request has ended")
    return stage, gettext(OFFER_STAGES[stage])


def next_step(stage: str, side: Party | None, *, offered: bool = False) -> str:
    """Return what comes next, nothing where all is done; ``offered``: the reader's offer stands."""
    if offered and stage == Stage.OPEN:
        return gettext("Next: the office that asked answers your offer")
    msgid = NEXT.get((stage, side)) if side else None
    return gettext(msgid) if msgid else ""


def events_for(side: Party | None) -> frozenset[Event]:
    """Return which lines of the record this side reads; what passed before opening is not all's.

    The two sides who see every offer read of its acceptance; the others that help is agreed.
    """
    if side in {Party.OWNER, Party.SECRETARIAT}:
        return _EVENTS - {Event.REQUEST_AGREED}
    return _EVENTS - _BETWEEN_OFFICES


def timeline(happened: Iterable[Happened], offers: Sequence[Help]) -> list[Line]:
    """Return the lines of ``ui.acts``, oldest first."""
    helpers = {offer.id: gettext(offer.member_name) for offer in offers}
    lines: list[Line] = []
    for one in happened:
        event = Event(one.event)
        icon, msgid = REQUEST_EVENTS.get(event) or OFFER_EVENTS[event]
        by = gettext(one.by) if one.by else gettext("the Secretariat")
        words = gettext(msgid, by=by, helper=helpers.get(one.subject, ""))
        lines.append((icon, words, one.at, ""))
    return lines
