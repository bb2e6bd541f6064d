"""What the web room keeps."""

from app.core.inventory import Class, Held, Kept, ended
from app.web.models import FORMS_KEPT, Throttle, UsedForm
from app.web.throttle import LONGEST_ROOM

HELD: Held = {
    UsedForm: (
        Kept(
            Class.TECHNICAL,
            "key location at",
            "That a form was sent, and where it led, so that it is not done twice.",
            ended(FORMS_KEPT, "it was sent"),
        ),
    ),
    Throttle: (
        Kept(
            Class.PERSONAL,
            "key full_at gap next_at counted",
            "How often somebody did something lately; a keyed fingerprint stands for who it was.",
            ended(LONGEST_ROOM, "the last time, at most"),
        ),
    ),
}
