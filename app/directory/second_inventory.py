"""What is kept of second people who are not of the Secretariat's staff."""

from app.core.inventory import RECORD, Class, Held, Kept, ended
from app.directory.fading import FORMER
from app.directory.second_models import FacilitatingState, SecondAnswer

_ANSWERED = ended(FORMER, "it was answered")

SECONDS: Held = {
    FacilitatingState: (
        Kept(
            Class.PERSONAL,
            "id member starts until named_by named_at ended_by ended_at",
            "Which state facilitates the network from when to when, and who named it.",
            RECORD,
        ),
    ),
    SecondAnswer: (
        Kept(
            Class.CONFIDENTIAL,
            "words",
            "Why somebody did not agree as the second person: the Secretariat alone reads it.",
            _ANSWERED,
        ),
        Kept(
            Class.PERSONAL,
            "id what key mark person_id role member agreed at",
            "Who answered as the second person, as what and about which proposal.",
            _ANSWERED,
        ),
    ),
}
