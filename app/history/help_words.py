"""What an entry of the record says of the plan of agreed help, and of what came of it."""

from collections.abc import Mapping

from app.audit.events import Event
from app.core.i18n import N_

OF_HELP: Mapping[Event, str] = {
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
}
