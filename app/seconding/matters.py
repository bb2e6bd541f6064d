"""What can wait for a second person from outside the staff: found, listed, answered."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import OfficeKind, Viewer
from app.contested import outside as reviews
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory import second_answers
from app.directory.facilitating import does_today
from app.directory.outsiders import Outsider
from app.directory.second_matter import Kind, Matter, What, role_in
from app.manual.publishing import outside as editions
from app.recovery import outside as recoveries
from app.web.lines import Line
from app.web.portal import Portal

KINDS: Mapping[str, Kind] = {
    What.REVIEW: reviews.KIND,
    What.RECOVERY: recoveries.KIND,
    What.EDITION: editions.KIND,
}
CHANGED = N_("This is decided or was withdrawn meanwhile, so your answer changed nothing.")


def kind_of(what: str) -> Kind:
    """Return what is done with matters of a kind.

    Raises:
        NotFound: for no such kind.
    """
    found = KINDS.get(what)
    if found is None:
        raise NotFound
    return found


def find(conn: Connection, viewer: Viewer, what: str, key: str) -> tuple[Matter, Outsider]:
    """Return a matter, and as what the viewer can be its second person.

    Raises:
        NotFound: for who cannot, and where there is none.
    """
    matter = kind_of(what).find(conn, key)
    one = role_in(conn, viewer, matter) if matter else None
    if matter is None or one is None:
        raise NotFound
    return matter, one


def hold(db: Session, viewer: Viewer, read: Matter) -> tuple[Matter, Outsider]:
    """Hold the matter that was read until the act is done, and ask again whether it waits.

    Raises:
        NotFound: for who cannot be its second person any more.
        Conflict: when it waits no more, or another proposal took its place.
    """
    kind_of(read.what).hold(db, read.key)
    matter, one = find(db.connection(), viewer, read.what, read.key)
    if not matter.waits or matter.mark != read.mark:
        raise Conflict(CHANGED)
    return matter, one


def answer(
    db: Session, portal: Portal, viewer: Viewer, asked: tuple[Matter, Outsider], words: str | None
) -> None:
    """Agree, or with ``words`` (perhaps empty ones) do not agree: that is the end of it."""
    matter, one = asked
    agreed = words is None
    second_answers.note(db, viewer, matter, one, words)
    kind = kind_of(matter.what)
    (kind.agree if agreed else kind.refuse)(db, portal, viewer, matter)


def waiting(conn: Connection, viewer: Viewer) -> Sequence[Line]:
    """Return what waits for the viewer as second person, to be shown on the home page."""
    if not _asked_at_all(conn, viewer):
        return ()
    found = [one for kind in KINDS.values() for one in kind.waiting(conn)]
    return [
        Line(
            title=one.office,
            href=one.place,
            language="",
            tile="",
            meta=(one.title, gettext("You are asked as the second person")),
        )
        for one in found
        if role_in(conn, viewer, one)
    ]


def _asked_at_all(conn: Connection, viewer: Viewer) -> bool:
    """Whether anything can wait for whoever acts for this office."""
    office = viewer.office
    if office is None or viewer.reads_only or office.kind != OfficeKind.FOCAL_POINT:
        return viewer.directs
    return does_today(conn, office.member)
