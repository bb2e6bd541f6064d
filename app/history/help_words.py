"""What an entry of the record says of entries and widening, of the plan of help and its result."""

from collections.abc import Mapping

from app.audit.events import Event
from app.core.i18n import N_

OF_HELP: Mapping[Event, str] = {
    Event.REQUEST_OUT_AGAIN: N_("Clearance of a request asked for again"),
    Event.REQUEST_CLEARED: N_("Clearance of a request closed"),
    Event.REQUEST_ENTERED: N_("Entered for the office, which has not confirmed it"),
    Event.REQUEST_VOUCHED: N_("Confirmed by the office for which it was entered"),
    Event.REQUEST_REFUSED: N_("Refused by the office for which it was entered"),
    Event.REQUEST_DROPPED: N_("Taken out by the Secretariat, which had entered it"),
    Event.REQUEST_LETTER_VIEWED: N_("Read the letter of the office"),
    Event.REQUEST_WIDER: N_("Proposed to put it to more members"),
    Event.REQUEST_WIDENED: N_("Put to more members"),
    Event.ENTITY_ANSWERED: N_("Answer of a UN entity entered by its letter"),
    Event.REQUEST_LEFT: N_("Left with those addressed"),
    Event.TALK_WRITTEN: N_("Word written in the talk about an offer"),
    Event.DECISION_PROPOSED: N_("Word of a talk called a decision"),
    Event.DECISION_CONFIRMED: N_("Decision of a talk confirmed"),
    Event.DECISION_UNDONE: N_("Word of a talk no longer called a decision"),
    Event.DATES_PROPOSED: N_("Dates for a talk proposed"),
    Event.DATE_AGREED: N_("Date for a talk agreed"),
    Event.DATE_DROPPED: N_("Date for a talk taken back"),
    Event.TALK_CHANGE_PROPOSED: N_("Change of a talk or its readers proposed"),
    Event.TALK_CHANGE_LEFT: N_("Talk and its readers left as they were"),
    Event.TALK_CHANGED: N_("Talk or its readers changed by both sides"),
    Event.GROUP_CHANGED: N_("Group of helpers changed"),
    Event.NAMING_CHANGED: N_("Said whether a helper is named to others"),
    Event.TELLING_CHANGED: N_("Said whether others see what was offered"),
    Event.TASK_ADDED: N_("Step of the help planned"),
    Event.TASK_CHANGED: N_("Step of the help changed"),
    Event.TASK_DONE: N_("Step of the help done"),
    Event.TASK_DROPPED: N_("Step of the help dropped"),
    Event.TASK_REOPENED: N_("Step of the help open again"),
    Event.OUTCOME_SAID: N_("Said what came of the help"),
    Event.YEAR_SAID: N_("Said what remains of the help"),
    Event.NOTE_PROPOSED: N_("Note on the help proposed"),
    Event.NOTE_SHARED: N_("Note on the help shared"),
    Event.NOTE_TAKEN_BACK: N_("Note on the help taken back"),
    Event.SEALED_RELEASED: N_("Sealed request let out with those of the week"),
    Event.SEALED_COULD_HELP: N_("Said that its member could help with a sealed request"),
    Event.SEALED_TAKEN_BACK: N_("Took back that its member could help with a sealed request"),
    Event.SEALED_DECLINED: N_("Help with the sealed request declined with thanks"),
}
