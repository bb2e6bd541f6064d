"""What the room of incidents keeps."""

from app.core.inventory import PORTAL, Class, Held, Kept, Until
from app.incident.models import Freeze, Incident, Statement, StatementText

HELD: Held = {
    Freeze: (
        Kept(
            Class.CONFIDENTIAL,
            "id at reason",
            "That nobody may sign in or change anything, since when, and why.",
            Until("until the portal is thawed"),
        ),
    ),
    Incident: (
        Kept(
            Class.PUBLIC,
            "id opened_at ended_at",
            "When the Secretariat first spoke about something, and when it was over.",
            PORTAL,
        ),
    ),
    Statement: (Kept(Class.PUBLIC, "id incident_id at", "When it said what it said.", PORTAL),),
    StatementText: (
        Kept(
            Class.PUBLIC,
            "statement_id language title text",
            "What everybody was told, in each language; it names no person.",
            PORTAL,
        ),
    ),
}
