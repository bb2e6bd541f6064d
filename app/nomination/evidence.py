"""The note verbale of a nomination: the administrator attaches it, and it goes on when accepted."""

from functools import partial

from sqlmodel import Session
from starlette.responses import Response

from app.access.labels import SECRETARIAT
from app.access.policy import P, allows, ensure
from app.access.viewer import OfficeKind, Viewer
from app.core.errors import Conflict, NotFound
from app.core.i18n import gettext
from app.directory import evidence_place
from app.directory.evidence import of_nomination
from app.directory.evidence_place import Matter
from app.directory.office_showing import in_full
from app.directory.seats import Seat
from app.directory.still_acting import ensure_still_acts
from app.files import keeping
from app.files.attaching import Place
from app.identity.people import named
from app.nomination import queries
from app.nomination.models import Nomination
from app.nomination.queries import Nominated
from app.nomination.rules import ANSWERED, Stage
from app.web.ask import Ask
from app.web.guard import Room

room = Room("nomination.evidence")


@room.post("/nominations/{nomination_id}/evidence/{file_id}/remove", P.OFFICES_KEEP)
def remove(ask: Ask, nomination_id: str, file_id: str) -> Response:
    """Remove a paper of a nomination that waits, with a reason."""
    found = _waiting(ask, nomination_id)
    hold = partial(_hold, nomination_id)
    return evidence_place.remove(ask, _matter(found), file_id, hold)


@room.get("/nominations/{nomination_id}/evidence/{file_id}", P.ANYONE)
def give(ask: Ask, nomination_id: str, file_id: str) -> Response:
    """Give one paper to those who read the nomination."""
    if not allows(ask.viewer, P.OFFICES_KEEP):
        raise NotFound
    return evidence_place.give(ask, of_nomination(nomination_id), file_id)


def _waiting(ask: Ask, nomination_id: str) -> Nominated:
    """Return a nomination that waits.

    Raises:
        NotFound: when there is none.
        Conflict: when it was answered.
    """
    found = queries.one(ask.conn, nomination_id)
    if found is None:
        raise NotFound
    if found.stage != Stage.WAITING:
        raise Conflict(ANSWERED)
    return found


def _place(ask: Ask, nomination_id: str) -> Place:
    ask.ensure(P.OFFICES_KEEP)
    return evidence_place.place(ask, _matter(_waiting(ask, nomination_id)))


def _matter(found: Nominated) -> Matter:
    kind, owners = OfficeKind.FOCAL_POINT, frozenset({found.member})
    here = f"/nominations/{found.id}"
    return Matter(
        of=of_nomination(found.id),
        subject=Seat(owners, kind, None, found.member, found.member_name),
        permission=P.OFFICES_KEEP,
        readers=frozenset({SECRETARIAT}),
        back=here,
        base=f"{here}/evidence",
        crumbs=[
            (gettext("Desk"), "/desk"),
            (found.number, here),
            (evidence_place.words(), None),
        ],
        title=named(found.name),
        about=in_full(kind, found.member_name),
        nominated=True,
        removable=True,
        hold=partial(_hold, found.id),
    )


def _hold(nomination_id: str, db: Session, viewer: Viewer) -> None:
    """Hold the viewer's office and the nomination while it waits."""
    viewer = ensure_still_acts(db, viewer)
    held = db.get_one(Nomination, nomination_id, with_for_update=True)
    ensure(viewer, P.OFFICES_KEEP)
    if held.stage != Stage.WAITING:
        raise Conflict(ANSWERED)


keeping.keep(room, "/nominations/{nomination_id}/evidence", P.OFFICES_KEEP, _place)
