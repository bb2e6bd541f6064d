"""What was typed into a page of a draft and not saved: kept as one types, taken up, thrown away."""

from sqlmodel import Session
from starlette.responses import JSONResponse, Response

from app.access.policy import P
from app.core.errors import NotFound, Refusal
from app.core.i18n import N_, gettext
from app.practices import aside, forms
from app.practices.aside import OtherWindow, Place, Resumed, Window
from app.practices.drafting import draft_of, place_of, read_page
from app.practices.drafts import Draft
from app.practices.versions import FIELD
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room

room = Room("practices.unsaved")

FIRST = Place(None, "what")
"""The first page, before there is a draft."""
TURN, TAKEN = "turn", "kept"
KEPT_WORDS = N_("What you typed is kept for you. Nobody else reads it until you save.")
MOST_DIGITS = 9


def opened(ask: Ask, place: Place, form: Form, version: int) -> tuple[Form, Resumed]:
    """Return the form of a page that is opened: as saved, or as it was typed where that is asked.

    ``version`` is that of the draft as it is saved.
    """
    found = aside.kept(ask.conn, ask.viewer, place)
    if found is None:
        return form, Resumed()
    if not aside.differs(found, form):
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
    aside.stop(db, ask.viewer, place, form.values, number(ask.field(TURN)))


@room.post("/practices/new/aside", P.PRACTICE_WRITE)
def keep_first(ask: Ask) -> Response:
    """Keep what is typed before there is a draft, or throw it away."""
    if ask.field("do") == "drop":
        return _drop(ask, FIRST, "/practices/new")
    _changes, form = forms.read_what(ask.sent)
    return _keep(ask, FIRST, form)


@room.post("/practices/{item_id}/aside/{step}", P.PRACTICE_EDIT)
def keep(ask: Ask, item_id: str, step: str) -> Response:
    """Keep what is typed into a page of a draft, or throw it away; the draft is left alone."""
    draft = draft_of(ask, item_id, step)
    if step == "check":
        raise NotFound
    if ask.field("do") == "drop":
        return _drop(ask, place_of(draft), f"/practices/{item_id}/edit/{step}")
    return _keep(ask, place_of(draft), _typed(ask, draft))


def _typed(ask: Ask, draft: Draft) -> Form:
    """Return what was typed, good or not: it is only kept."""
    _changes, form = read_page(ask, draft)
    return form


def _keep(ask: Ask, place: Place, form: Form) -> Response:
    seen = Window(number(ask.field(FIELD)), number(ask.field(TURN)))
    try:
        with ask.unit_of_work() as db:
            turn = aside.keep(db, ask.viewer, place, form.values, seen)
    except Refusal as refusal:
        return JSONResponse({"says": refusal.sentence}, refusal.status)
    return JSONResponse({"turn": turn, "says": gettext(KEPT_WORDS)})


def _drop(ask: Ask, place: Place, page: str) -> Response:
    """Throw away what was kept; where another window kept more since, show that first."""
    try:
        with ask.unit_of_work() as db:
            aside.drop(db, ask.viewer, place, number(ask.field(TURN)))
            return ask.go(page, db)
    except OtherWindow:
        return ask.go(page)


def number(sent: str) -> int:
    """Return a number that a form carried, 0 where there is none."""
    fits = sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS
    return int(sent) if fits else 0
