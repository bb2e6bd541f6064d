"""What digests keep."""

from app.core.inventory import Class, Held, Kept, ended
from app.digests.sending import KEPT
from app.notifications.models import Digest

HELD: Held = {
    Digest: (
        Kept(
            Class.PERSONAL,
            "person_id day",
            "That somebody's digest of a day was written, so that none is written twice.",
            ended(KEPT, "that day"),
        ),
    ),
}
