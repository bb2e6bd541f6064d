"""What background work keeps."""

from app.core.inventory import PORTAL, Class, Held, Kept
from app.jobs.models import Job

HELD: Held = {
    Job: (
        Kept(
            Class.TECHNICAL,
            "name due_at leased_until finished_at",
            "Which duty is due, and who is doing it.",
            PORTAL,
        ),
    ),
}
