"""The files of the talk about an offer: the page on which both sides keep them, and each file."""

from functools import partial

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Viewer
from app.assistance import queries
from app.assistance.address import address
from app.assistance.attached import (
    RequestFilesPage,
    asked_of,
    files_of,
    space_for,
)
from app.assistance.models import Offer
from app.assistance.scanned import tell_other_side
from app.assistance.talk import hold as hold_talk
from app.assistance.talk import talk
from app.assistance.talks.models import Conversation
from app.assistance.talks.queries import Said, talks_of
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.files import keeping, serving
from app.files.actions import Room as Space
from app.files.attaching import Place
from app.files.queries import find
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.guard import VARY, Room

room = Room("assistance.talk")
SWITCHED = N_("Who reads this talk was changed meanwhile, so nothing was attached. Try again.")
BASE = "/assistance/{item_id}/offers/{offer_id}/files"


@room.get(f"{BASE}/{{file_id}}", P.ACCOUNT)
def give(ask: Ask, item_id: str, offer_id: str, file_id: str) -> Response:
    """Give one file of a talk to those who may see the offer and its request."""
    return _of_talk(ask, item_id, offer_id, file_id, vary="Cookie")


def give_data(ask: Ask, item_id: str, offer_id: str, file_id: str) -> Response:
    """Give one file of the talk about an offer you may see."""
    return _of_talk(ask, item_id, offer_id, file_id, vary=VARY)


def _of_talk(ask: Ask, item_id: str, offer_id: str, file_id: str, *, vary: str) -> Response:
    seen = talk(ask.conn, ask.viewer, item_id, offer_id)
    labels = ask.viewer.labels
    records = _talk(ask, item_id, offer_id).records
    kept = (find(ask.conn, labels, record, file_id) for record in records)
    answer = serving.hand_out(ask, next(filter(None, kept), None), labels, vary=vary)
    note_reading(ask, seen.request, Event.REQUEST_VIEWED)
    return answer


def _talk(ask: Ask, item_id: str, offer_id: str) -> Said:
    return talks_of(ask.conn, ask.viewer, item_id).get(offer_id) or Said(offer_id=offer_id)


def _with_file(ask: Ask, item_id: str, offer_id: str) -> Place:
    """Return the place in which the file of this address is, wherever the talk goes on now."""
    file_id = ask.request.path_params["file_id"]
    of_offer = find(ask.conn, ask.viewer.labels, offer_id, file_id)
    return _place(ask, item_id, offer_id, apart=of_offer is None)


def _talked(ask: Ask, item_id: str, offer_id: str) -> Place:
    """Return the talk about an offer, in which this office is, as a place for files.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is over, or between others.
    """
    return _place(ask, item_id, offer_id, apart=None)


def _place(ask: Ask, item_id: str, offer_id: str, *, apart: bool | None) -> Place:
    """Return it where the two members talk alone or are read, as they do now where not said."""
    talked = talk(ask.conn, ask.viewer, item_id, offer_id)
    ask.ensure(P.TALK_ATTACH, talked)
    said = _talk(ask, item_id, offer_id)
    record = said.place if apart is None else said.apart_id if apart else offer_id
    if record is None:
        raise NotFound
    asked = asked_of(ask, item_id)
    offers = queries.offers(ask.conn, ask.viewer, ask.portal.seal, item_id)
    helper = next(one for one in offers if one.id == offer_id)
    names = {asked.owner: gettext(asked.owner_name), helper.member: gettext(helper.member_name)}
    other = next(name for code, name in names.items() if code != ask.viewer.member)

    def hold(db: Session, viewer: Viewer) -> Space:
        hold_talk(db, viewer, item_id, offer_id)
        row = db.get(Conversation, offer_id, populate_existing=True)
        if apart is None and (row is not None and row.apart) != (record != offer_id):
            raise Conflict(SWITCHED)
        return space_for(ask, db, viewer, db.get_one(Offer, offer_id), apart=record)

    return Place(
        id=record,
        subject=talked,
        permission=P.TALK_ATTACH,
        page=partial(RequestFilesPage, talk=True, other=other, apart=record != offer_id),
        back=address(item_id),
        base=address(item_id, f"offers/{offer_id}/files"),
        title=asked.title,
        language=asked.matter.language,
        files=files_of(ask, *said.records),
        by=names,
        hold=hold,
        tell=lambda db: tell_other_side(db, Post.of(ask.portal), offer_id, ask.viewer.member),
    )


keeping.keep(room, BASE, P.TALK_ATTACH, _talked)
keeping.take_off(room, BASE, P.TALK_ATTACH, _with_file)
