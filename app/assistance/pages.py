"""What concerns an office in assistance: the lists, one request, and the acts on it."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import actions, consenting, forms, offers, queries, shown
from app.assistance.acting import Acting
from app.assistance.address import address
from app.assistance.beside import told_if_late
from app.assistance.index import Index, index_of
from app.assistance.rules import UNDER_DISCUSSION, Act
from app.assistance.sides import with_sides
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core import i18n
from app.core.errors import Conflict, NotFound
from app.items.models import Kind
from app.items.queries import Matter, find
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("assistance")
Did = Callable[[Session, Acting, Matter], object]
TYPED = ("message", "period", "reason", "note", "why")
NEEDS_REASON = UNDER_DISCUSSION
"""Others have seen it, and are told why it goes."""
MOST_DIGITS = 9
"""The longest version a form can mean: what an integer column holds."""


def acting(ask: Ask) -> Acting:
    """Return who acts, with the seal and the post."""
    portal = ask.portal
    post = Post.of(portal)
    return Acting(ask.viewer, portal.seal, post)


def found(ask: Ask, item_id: str, kind: Kind = Kind.REQUEST) -> Matter:
    """Return the request or offer, or refuse as if there were none."""
    matter = find(ask.conn, ask.viewer, kind, item_id)
    if matter is None:
        raise NotFound
    return matter


def as_read(ask: Ask, matter: Matter) -> Matter:
    """Return ``matter`` at the version the form was made for: acts answer what was read."""
    sent = ask.field("version")
    good = sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS
    return replace(matter, version=int(sent) if good else -1)


@room.get("/assistance", P.ASSISTANCE_READ)
def index(ask: Ask) -> Response:
    """Show what concerns the viewer's office, narrowed in place."""
    page: Index = index_of(ask.conn, ask.viewer, ask.portal.seal, ask.request.query_params)
    return ask.page(page)


@room.get("/assistance/{item_id}", P.ACCOUNT)
def request(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show one request to whoever may see it."""
    return show_one(ask, item_id, said=said)


def show_one(  # noqa: PLR0913 - what came back from a form or an act is by name
    ask: Ask,
    item_id: str,
    *,
    status: int = 200,
    form: Form | None = None,
    refused: str = "",
    said: str = "",
) -> Response:
    """Show one request, again with what came back from a form or an act."""
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    note_reading(ask, asked.matter, Event.REQUEST_VIEWED)
    kept = [text for name in TYPED if refused and (text := ask.field(name))]
    page = shown.show(
        ask.conn, ask.viewer, ask.portal, asked, form=form, refused=refused, kept=kept, said=said
    )
    return ask.page(with_sides(ask, page, asked), status=status)


def do(ask: Ask, item_id: str, act: Act, did: Did, matter: Matter) -> Response:
    """Do one act in one transaction; whoever comes too late reads the present state."""
    try:
        with ask.unit_of_work() as db:
            did(db, acting(ask), matter)
            answer = ask.go(f"{address(item_id)}?said={act}", db)
    except Conflict as late:
        late = told_if_late(ask, item_id, late)
        return ask.answered() or show_one(ask, item_id, status=409, refused=late.sentence)
    return show_one(ask, item_id, said=act) if ask.htmx else answer


@room.post("/assistance/{item_id}/authenticate", P.REQUEST_REVIEW)
def authenticate(ask: Ask, item_id: str) -> Response:
    """Say that a request is its office's own."""
    matter = as_read(ask, found(ask, item_id))
    return do(ask, item_id, Act.AUTHENTICATE, consenting.authenticate, matter)


@room.post("/assistance/{item_id}/return", P.REQUEST_REVIEW)
def send_back(ask: Ask, item_id: str) -> Response:
    """Return a request with a reason."""
    matter = as_read(ask, found(ask, item_id))
    reader = Reader(ask.sent)
    reason = forms.read_reason(reader)
    if reader.errors:
        return show_one(ask, item_id, status=422, form=reader.form)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        actions.send_back(db, by, matter, reason)

    return do(ask, item_id, Act.RETURN, did, matter)


@room.post("/assistance/{item_id}/start", P.REQUEST_STEER)
def start(ask: Ask, item_id: str) -> Response:
    """Say that work is under way."""
    matter = found(ask, item_id)
    ask.ensure(P.REQUEST_STEER, matter)
    return do(ask, item_id, Act.START, actions.start, as_read(ask, matter))


@room.post("/assistance/{item_id}/withdraw", P.REQUEST_WITHDRAW)
def withdraw(ask: Ask, item_id: str) -> Response:
    """Take a request back, with a reason once others have seen it."""
    matter, reader = found(ask, item_id), Reader(ask.sent)
    ask.ensure(P.REQUEST_WITHDRAW, matter)
    why = forms.read_why(reader, needed=matter.stage in NEEDS_REASON)
    if reader.errors:
        return show_one(ask, item_id, status=422, form=reader.form)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        actions.withdraw(db, by, matter, why)

    return do(ask, item_id, Act.WITHDRAW, did, as_read(ask, matter))


@room.post("/assistance/{item_id}/close", P.REQUEST_STEER)
def close(ask: Ask, item_id: str) -> Response:
    """Close a request with its result."""
    matter = found(ask, item_id)
    ask.ensure(P.REQUEST_STEER, matter)
    reader = Reader(ask.sent)
    result, note = forms.read_result(reader)
    if reader.errors:
        return show_one(ask, item_id, status=422, form=reader.form)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        actions.close(db, by, matter, result=result, note=note)

    return do(ask, item_id, Act.CLOSE, did, as_read(ask, matter))


@room.post("/assistance/{item_id}/offers", P.OFFER_MAKE, pace=POSTING)
def offer(ask: Ask, item_id: str) -> Response:
    """Offer help for a request."""
    matter = found(ask, item_id)
    ask.ensure(P.OFFER_MAKE, matter)
    reader = Reader(ask.sent)
    offered = forms.read_offer(reader, i18n.language())
    if reader.errors:
        return show_one(ask, item_id, status=422, form=reader.form)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        offers.make(db, by, matter, offered)

    return do(ask, item_id, Act.OFFER, did, matter)


@room.post("/assistance/{item_id}/offers/{offer_id}/take-up", P.OFFER_ANSWER)
def take_up(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Take up talks about an offer."""
    return _answer(ask, item_id, offer_id, Act.TAKE_UP)


@room.post("/assistance/{item_id}/offers/{offer_id}/accept", P.OFFER_ACCEPT)
def accept(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Accept an offer."""
    return _answer(ask, item_id, offer_id, Act.ACCEPT)


@room.post("/assistance/{item_id}/offers/{offer_id}/decline", P.OFFER_ANSWER)
def decline(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Decline an offer with thanks."""
    return _answer(ask, item_id, offer_id, Act.DECLINE)


@room.post("/assistance/{item_id}/offers/{offer_id}/take-back", P.OFFER_STEER)
def take_back(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Take the office's own offer back."""
    return _answer(ask, item_id, offer_id, Act.TAKE_BACK)


def _answer(ask: Ask, item_id: str, offer_id: str, act: Act) -> Response:
    matter, offered = found(ask, item_id), found(ask, offer_id, Kind.OFFER)
    if act == Act.TAKE_BACK:
        ask.ensure(P.OFFER_STEER, offered)
    else:
        ask.ensure(P.OFFER_ACCEPT if act == Act.ACCEPT else P.OFFER_ANSWER, matter)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        offers.answer(db, by, matter, offered, act)

    return do(ask, item_id, act, did, as_read(ask, matter))
