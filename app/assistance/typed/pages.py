"""What was typed into a page of a request and not saved: kept as one types, taken up, dropped."""

from sqlmodel import Session
from starlette.responses import JSONResponse, Response

from app.access.policy import P
from app.assistance import forms, stored
from app.assistance.address import address
from app.assistance.attached import asked_of
from app.assistance.typed import keeping
from app.core.errors import NotFound, Refusal
from app.core.i18n import gettext
from app.practices.aside import OtherWindow, Place, Resumed, Window, differs
from app.practices.unsaved import KEPT_WORDS, TAKEN, TURN, number
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room

room = Room("assistance.typed")

FIRST = Place(None, "what")
"""The first page, before there is a request."""
STEPS = ("what", "how")
"""The pages on which words are typed; on the others one chooses."""


def aside_of(place: Place) -> str:
    """Return the address at which what is typed at a place is kept."""
    return (
        address(place.item_id, f"aside/{place.step}") if place.item_id else "/assistance/new/aside"
    )


def opened(ask: Ask, place: Place, form: Form, version: int) -> tuple[Form, Resumed]:
    """Return the form of a page that is opened: as saved, or as it was typed where that is asked.

    ``version`` is that of the request as it is saved.
    """
    found = keeping.kept(ask.conn, ask.viewer, ask.portal.seal, place)
    if found is None:
        return form, Resumed()
    if not differs(found, form):
        return form, Resumed(found.turn)
    changed = found.version != version
    if TAKEN in ask.request.query_params:
        taken = Form({**form.values, **found.values})
        return taken, Resumed(found.turn, taken=True, changed=changed)
    return form, Resumed(0, found.at, found.turn, changed=changed)


def going_on(ask: Ask) -> Resumed:
    """Return how a page stands that is shown again as it was sent."""
    return Resumed(number(ask.field(TURN)))


def saved(db: Session, ask: Ask, place: Place, form: Form) -> None:
    """Forget what this window kept of a page: it has been saved."""
    if place.step in STEPS:
        turn = number(ask.field(TURN))
        keeping.stop(db, ask.viewer, ask.portal.seal, place, form.values, turn)


@room.post("/assistance/new/aside", P.REQUEST_WRITE)
def keep_first(ask: Ask) -> Response:
    """Keep what is typed before there is a request, or throw it away."""
    if ask.field("do") == "drop":
        return _drop(ask, FIRST, "/assistance/new")
    reader = Reader(ask.sent)
    stored.read_what(ask, reader, [], whole=False)
    return _keep(ask, FIRST, reader.form)


@room.post("/assistance/{item_id}/aside/{step}", P.REQUEST_EDIT)
def keep(ask: Ask, item_id: str, step: str) -> Response:
    """Keep what is typed into a page of a request, or throw it away; the request is left alone."""
    asked = asked_of(ask, item_id)
    ask.ensure(P.REQUEST_EDIT, asked.matter)
    if step not in STEPS:
        raise NotFound
    place, reader = Place(item_id, step), Reader(ask.sent)
    if ask.field("do") == "drop":
        return _drop(ask, place, address(item_id, step))
    if step == "what":
        forms.read_what(reader, practices=asked.basis.practices, whole=False)
    else:
        stored.read_how(reader, whole=False)
    return _keep(ask, place, reader.form)


def _keep(ask: Ask, place: Place, form: Form) -> Response:
    seen = Window(number(ask.field("version")), number(ask.field(TURN)))
    try:
        with ask.unit_of_work() as db:
            turn = keeping.keep(db, ask.viewer, ask.portal.seal, place, form.values, seen)
    except Refusal as refusal:
        return JSONResponse({"says": refusal.sentence}, refusal.status)
    return JSONResponse({"turn": turn, "says": gettext(KEPT_WORDS)})


def _drop(ask: Ask, place: Place, page: str) -> Response:
    """Throw away what was kept; where another window kept more since, show that first."""
    try:
        with ask.unit_of_work() as db:
            keeping.drop(db, ask.viewer, place, number(ask.field(TURN)))
            return ask.go(page, db)
    except OtherWindow:
        return ask.go(page)
