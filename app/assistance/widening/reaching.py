"""Which offices a request newly reaches once it is put to more members."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from app.access.audience import Audience
from app.access.labels import SECRETARIAT
from app.access.viewer import labels_of
from app.assistance.visibility import labels_of as labels_in
from app.core import clock
from app.directory.office_showing import acting_for
from app.directory.seated import seats_today


def newly(
    conn: Connection, stage: str, owners: Collection[str], before: Audience, after: Audience
) -> Sequence[str]:
    """Return the offices, in words, that read it once it is for ``after`` and do not now."""
    read = labels_in(stage, owners, before)
    will = labels_in(stage, owners, after)
    found = {
        acting_for(office)
        for _person, office in seats_today(conn, clock.today())
        if (own := labels_of(office)) & will and not own & read and SECRETARIAT not in own
    }
    return sorted(found)
