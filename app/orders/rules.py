"""What can be asked for, in which states that is, how long each thing lasts, and the sentences."""

from datetime import timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_

KEPT = timedelta(hours=4)
"""So long what was made waits: a meeting and a meal, and it is gone on the day it was made."""
ASKED = timedelta(days=1)
"""So long it is tried to make it: what was asked for yesterday surprises whoever finds it."""
TOLD = timedelta(hours=1)
"""So long somebody who was taken out can see that it is done."""
LEASE = timedelta(seconds=90)
"""So long one part may take, before another process takes the work up: a print takes 60 seconds."""
AGAIN = timedelta(seconds=15)
"""After so long what broke off in a process that lives is tried again."""
MOST_TRIES = 3
"""So often a file is tried to be made; taking somebody out is, however often it takes."""
WATCHED = timedelta(minutes=5)
"""So long a page looks by itself; then its reader does, or an open tab would keep a session."""


class Kind(StrEnum):
    """What can be asked for."""

    DATA = "data"
    OFFICE = "office"
    ERASURE = "erasure"


class State(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    DONE = "done"


UNDER_WAY = (State.WAITING, State.MAKING)


class Why(StrEnum):
    """Why what was asked for could not be made, or is not there any more."""

    STORE = "store"
    KEY = "key"
    PRINT = "print"
    LONG = "long"
    BROKE = "broke"


FAILED: dict[Why, str] = {
    Why.STORE: N_(
        "The file was made and could not be kept, because the store of files did not answer."
        " Nothing was lost. Ask for it again in some minutes."
    ),
    Why.KEY: N_(
        "What was made for you cannot be opened any more, because its key is not there."
        " Nothing else was lost. Ask for it again."
    ),
    Why.PRINT: N_(
        "The document could not be made just now. Nothing was lost. Ask for it again later."
    ),
    Why.LONG: N_("This is too much for one document. Nothing was lost; the pages show all of it."),
    Why.BROKE: N_(
        "The work broke off three times. Nothing was lost. Ask for it again, and tell whoever"
        " keeps the portal if it happens again."
    ),
}
ANOTHER = N_(
    "Something else is being made for you, or waits to be saved. Save it or call it off first:"
    " there is one at a time."
)
GONE = N_("Nothing waits for you here any more: it was saved, called off, or its time was over.")
NOT_NOW = N_(
    "What was made for you cannot be read just now. Try again in some minutes, or call it off and"
    " ask for it anew."
)


class Lost(Exception):
    """The work is no longer this process's: it was called off, or another one has taken it up."""


class NothingThere(Conflict):
    """Nothing waits to be saved."""

    message = GONE


class NotNow(Conflict):
    """What waits cannot be read at present."""

    message = NOT_NOW


class Unfit(Exception):
    """What was asked for cannot be made, for a reason that the person is told."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
