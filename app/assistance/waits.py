"""Deadlines, and the sentences for what waits and what happened in this room."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.core.i18n import N_
from app.directory.calendars import Calendar
from app.files.rules import CAME_LATE, NEVER_SCANNED, VIRUS_FOUND

REVIEW_DAYS = 5
CONSENT_DAYS = 30
"""So long an authenticated request waits for a yes before it goes back to the draft."""
ANSWER_DAYS = 60
LATEST_ANSWER_DAYS = 365
LATEST_WANTED_DAYS = 5 * 365
BELOW_THE_LIVING = timedelta(days=365_250)


class Wait(StrEnum):
    """Why a request or offer waits for somebody."""

    SUBMITTED = "request-submitted"
    RETURNED = "request-returned"
    ENTERED = "request-entered"
    WIDER = "request-wider"
    ENTITY = "request-entity"
    AUTHENTICATED = "request-authenticated"
    OPEN = "request-open"
    HANDED = "request-handed"
    OFFER = "offer-waits"
    AGREED = "request-agreed"
    TERMS = "offer-terms"
    UNDER_WAY = "request-under-way"
    DATES = "offer-dates"
    DECISION = "offer-decision"
    TALK_ASKS = "offer-talk-asks"
    GROUP_ASKS = "offer-group-asks"
    TASK = "offer-task"
    OUTCOME = "offer-outcome"
    YEAR = "offer-year"
    NOTE = "offer-note"


class News(StrEnum):
    """What happened to a request or offer."""

    OPENED = "request-opened"
    PASSED = "request-passed"
    ANSWERED = "offer-answered"
    TAKEN_UP = "offer-taken-up"
    ACCEPTED = "offer-accepted"
    DECLINED = "offer-declined"
    FILE = "offer-file"
    TAKEN_BACK = "offer-withdrawn"
    TERMS_AGREED = "offer-terms-agreed"
    STARTED = "request-started"
    VOUCHED = "request-vouched"
    REFUSED = "request-refused"
    DROPPED = "request-dropped"
    WIDENED = "request-widened"
    CLOSED = "request-closed"
    WITHDRAWN = "request-withdrawn"
    EXPIRED = "request-expired"
    LAPSED = "request-lapsed"
    REVIVED = "request-revived"
    PAUSED = "request-paused"
    RESUMED = "request-resumed"
    TRANSFERRED = "request-transferred"
    SEALED_OPENED = "sealed-opened"
    SEALED_RELEASED = "sealed-released"
    SEALED_ANSWERED = "sealed-answered"
    SEALED_MET = "sealed-met"
    NEW_HOLDER = "request-new-holder"
    UNDER_REVIEW = "request-under-review"
    REVIEW_ENDED = "request-review-ended"
    ENDING = "request-ending"
    VIRUS = "request-virus"
    LATE = "request-late-file"
    UNSCANNED = "request-file-unscanned"
    OUTCOME_SAID = "offer-outcome-said"
    NOTE_SHARED = "offer-note-shared"
    NOTE_GONE = "offer-note-taken-back"
    WRITTEN = "offer-written"
    DATE_AGREED = "offer-dates-agreed"
    DATE_GONE = "offer-date-gone"
    DECIDED = "offer-decided"
    TALK_CHANGED = "offer-talk-changed"
    GROUP = "offer-group"


class Cause(StrEnum):
    """Why a request lapsed."""

    NO_OFFER = "no_offer"
    NO_ANSWER = "no_answer"


CAUSES: Mapping[str, str] = {
    Cause.NO_OFFER: N_("No member offered help until its answer date."),
    Cause.NO_ANSWER: N_("The office that asked answered no offer until its answer date."),
}
WAITS: Mapping[str, str] = {
    Wait.SUBMITTED: N_("A request for assistance waits to be authenticated or returned."),
    Wait.RETURNED: N_("The Secretariat returned your request with a reason."),
    Wait.ENTERED: N_("A request was entered for your office: confirm, correct or refuse it."),
    Wait.WIDER: N_("The Secretariat proposes to put your request to more members: say yes or no."),
    Wait.ENTITY: N_("A request asks a UN entity: write to it, and enter what it answers."),
    Wait.AUTHENTICATED: N_("Your request is authenticated: say whether it may go out."),
    Wait.OPEN: N_("A member asks for assistance."),
    Wait.HANDED: N_("A colleague left a request for assistance to your office to answer."),
    Wait.OFFER: N_("An offer waits for your answer."),
    Wait.AGREED: N_("Help is agreed: settle the terms and say when work starts."),
    Wait.TERMS: N_("Terms of help wait for you to confirm them or to write others."),
    Wait.UNDER_WAY: N_("Help is under way: close your request with its result."),
    Wait.DATES: N_("The other side proposes dates for a talk: take one, or propose others."),
    Wait.DECISION: N_("The other side calls something said in a talk a decision: confirm it."),
    Wait.TALK_ASKS: N_("The other side proposes how a talk goes on, or who reads it."),
    Wait.GROUP_ASKS: N_("The office that asked wants you in a group of helpers: say whether."),
    Wait.TASK: N_("A step of agreed help is to be done by your office."),
    Wait.OUTCOME: N_("Help has ended: say whether it was given and whether it helped."),
    Wait.YEAR: N_("Help ended some time ago: say what remains of it."),
    Wait.NOTE: N_("The other side proposes a note to share: agree to it, or write another."),
}
NEWS: Mapping[str, str] = {
    News.OPENED: N_("Your request is open to the members you addressed."),
    News.PASSED: N_("A member that read your request cannot help this time."),
    News.ANSWERED: N_("The office that asked has answered your offer."),
    News.TAKEN_UP: N_("The office that asked takes up talks with you."),
    News.ACCEPTED: N_("Your offer was accepted."),
    News.DECLINED: N_("Your offer was declined with thanks."),
    News.FILE: N_("The other side attached a file to what you talk about."),
    News.TAKEN_BACK: N_("A member took its offer back."),
    News.TERMS_AGREED: N_("Both sides have confirmed the terms: work can start."),
    News.STARTED: N_("The work you agreed on has started."),
    News.VOUCHED: N_("An office confirmed the request that you entered for it."),
    News.REFUSED: N_("An office refused the request that you entered for it."),
    News.DROPPED: N_("The Secretariat took out what it had entered for your office."),
    News.WIDENED: N_("Your request is put to more members, as you said."),
    News.CLOSED: N_("A request you offered help for was closed."),
    News.WITHDRAWN: N_("A request you offered help for was withdrawn."),
    News.EXPIRED: N_("Your request is a draft again: nobody said that it may go out."),
    News.LAPSED: N_("A request has lapsed without an answer; its office can take it up again."),
    News.REVIVED: N_("A request you offered help for is taken up again."),
    News.PAUSED: N_("A request you offered help for is paused until a day."),
    News.RESUMED: N_("A request you offered help for goes on after its pause."),
    News.TRANSFERRED: N_("The office that asks names another contact for its request."),
    News.SEALED_OPENED: N_("Your sealed request goes out with the next weekly release."),
    News.SEALED_RELEASED: N_("New sealed requests can be read."),
    News.SEALED_ANSWERED: N_("Your help is not needed for a sealed request, with thanks."),
    News.SEALED_MET: N_("Help for a sealed request: both offices know each other now."),
    News.NEW_HOLDER: N_("The office on the other side has a new holder, who reads on from here."),
    News.UNDER_REVIEW: N_("An office on the other side is under review: nobody acts for it now."),
    News.REVIEW_ENDED: N_("An office on the other side is no longer under review."),
    News.ENDING: N_("The words of an ended request will be destroyed: the page says when."),
    News.VIRUS: VIRUS_FOUND,
    News.LATE: CAME_LATE,
    News.UNSCANNED: NEVER_SCANNED,
    News.OUTCOME_SAID: N_("The other side has said what came of the help; you can read it."),
    News.NOTE_SHARED: N_("The note on the help is shared: both sides agreed to it."),
    News.NOTE_GONE: N_("The note on the help is shared no more: one side took it back."),
    News.WRITTEN: N_("The other side wrote to you in the talk about an offer."),
    News.DATE_AGREED: N_("The other side took a date that you proposed for a talk."),
    News.DATE_GONE: N_("The other side took a date for a talk back."),
    News.DECIDED: N_("The other side confirmed a decision of your talk."),
    News.TALK_CHANGED: N_("How a talk goes on, or who reads it, has changed as you agreed."),
    News.GROUP: N_("A group of helpers that you are concerned with has changed."),
}


def review_due(day: date, calendar: Calendar) -> date:
    """Return by when the secretariat answers what was submitted on ``day``: the asker's days."""
    return calendar.after(day, REVIEW_DAYS)


def usual_answer_day(day: date) -> date:
    """Return the answer date proposed to somebody who asks on ``day``."""
    return day + timedelta(days=ANSWER_DAYS)


def resting(moment: datetime) -> datetime:
    """Return the moment by which ended work is sorted: in order, below everything that lives."""
    return moment - BELOW_THE_LIVING
