"""What the room of incidents keeps."""

from app.core.inventory import Class, Held, Kept, Until
from app.incident.models import Freeze

HELD: Held = {
    Freeze: (
        Kept(
            Class.CONFIDENTIAL,
            "id at reason",
            "That nobody may sign in or change anything, since when, and why.",
            Until("until the portal is thawed"),
        ),
    ),
}
