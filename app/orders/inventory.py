"""What is kept of what people asked for."""

from app.core.inventory import Class, Held, Kept, Until
from app.orders.models import WorkOrder

_OVER = Until(
    "until it was saved or called off, the office it rests on is held no longer, or its time is"
    " over: a day for what is not made yet, four hours for what is",
    swept=True,
)

HELD: Held = {
    WorkOrder: (
        Kept(
            Class.PERSONAL,
            "id person_id kind office_id acting_id provider proof language asked_at until",
            "Who asked for a file of the own data, or of an office, or to be taken out; and as"
            " whom, so that the right to it is asked again when it is made and when it is saved.",
            _OVER,
        ),
        Kept(
            Class.TECHNICAL,
            "state part number parts tries lease leased_until name media size",
            "How far that is, and which process does it.",
            _OVER,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "place wrapped",
            "Where what was made lies, encrypted, and its key, wrapped for that person alone. It"
            " is in no backup.",
            _OVER,
        ),
        Kept(
            Class.TECHNICAL,
            "secret_hash",
            "Fingerprint of the address at which somebody taken out sees how far that is.",
            Until("an hour after it was done", swept=True),
        ),
    ),
}
