"""What is true of every clearance: how far one has come, how long it may last."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_

USUAL, LONGEST = timedelta(days=14), timedelta(days=366)
MOST_MARKING = 80
MOST_READERS = 300


class Stage(StrEnum):
    """How far a clearance has come; ``item.stage``."""

    OUT = "out"
    BACK = "back"
    CLOSED = "closed"


OPEN = (Stage.OUT, Stage.BACK)
STATES: Mapping[Stage, str] = {
    Stage.OUT: N_("Out for clearance"),
    Stage.BACK: N_("Came back"),
    Stage.CLOSED: N_("Closed"),
}
SIGNS: Mapping[Stage, str] = {
    Stage.OUT: "submitted",
    Stage.BACK: "returned",
    Stage.CLOSED: "closed",
}


class Closed(Conflict):
    """The clearance is over."""

    message = N_("This clearance is closed, so nothing was changed. Here is the present state.")
