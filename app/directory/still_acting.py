"""Whether whoever began a long act still acts for the office: asked where the act is written."""

from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.models import Office
from app.directory.viewers import seats_of

NO_LONGER = N_(
    "Meanwhile your office changed hands or came under review, so nothing was stored. Sign in anew."
)


def ensure_still_acts(db: Session, viewer: Viewer) -> None:
    """Hold the viewer's office until the act is done; pass who still holds it or stands in for it.

    Whoever puts an office under review, ends it or hands it over comes before or after this act.

    Raises:
        Conflict: when the office has changed hands, or is under review.
    """
    if viewer.office is None or viewer.person_id is None:
        raise Conflict(NO_LONGER)
    db.get_one(Office, viewer.office.id, with_for_update=True)
    seats = seats_of(db.connection(), [viewer.person_id])
    if viewer.office.id not in {office.id for _person, office in seats}:
        raise Conflict(NO_LONGER)
