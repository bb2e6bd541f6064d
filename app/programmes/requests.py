"""Requests for assistance and offers by programmes: what an office asks, offers and takes back."""

from collections.abc import Iterator

from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.assistance import asking, drafting, forms, handing_in, pages, queries, stored
from app.assistance.contacts import Contacts
from app.assistance.forms import How, Readers, What
from app.assistance.pages import acting as acting_for
from app.assistance.pages import as_read
from app.assistance.queries import Asked
from app.core.errors import NotFound
from app.items import queries as items
from app.items.models import Kind
from app.programmes.answers import Shown, done
from app.programmes.request_bodies import (
    PAGES,
    ChangedRequest,
    Closed,
    NewOffer,
    NewRequest,
    Submitted,
)
from app.web.bodies import Versioned
from app.web.forms import Reader, Sent
from app.web.interface import Interface, acting
from app.web.problems import NotGood
from app.web.programme import Programme
from app.web.throttle import POSTING

router = Interface("assistance")
ONE = "/assistance/{item_id}"
SHOWN = Shown(Kind.REQUEST, "/assistance/{id}")
WRITES = Scope.ASSISTANCE_WRITE


def change_request(ask: Programme, item_id: str) -> Response:
    """Change a request of your office that is being written; what is not sent stays as it is."""
    ask.take(ChangedRequest)
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    ask.ensure(P.REQUEST_EDIT, asked.matter)
    read, matter = list(_read(ask, asked, ask.sent)), as_read(ask, asked.matter)
    with ask.unit_of_work() as db:
        for page in read:
            drafting.change(db, acting_for(ask), matter, page)
            now = items.find(db.connection(), ask.viewer, Kind.REQUEST, item_id)
            matter = now or matter
        return ask.go(f"/assistance/{item_id}", db)


def _read(ask: Programme, asked: Asked, given: Sent) -> Iterator[What | How | Readers | Contacts]:
    """Give each page of which something was sent, read by its own rules with what is there.

    Raises:
        NotGood: with all that is wrong.
    """
    errors: dict[str, str] = {}
    for page, names in PAGES.items():
        own = {name: given[name] for name in names if name in given}
        if not own:
            continue
        reader = Reader({**stored.STORED[page](asked), **own})
        read = _page(ask, asked, page, reader)
        errors |= reader.errors
        if read is not None and not errors:
            yield read
    if errors:
        raise NotGood(errors)


def _page(
    ask: Programme, asked: Asked, page: str, reader: Reader
) -> What | How | Readers | Contacts | None:
    if page == "what":
        return stored.read_what(ask, reader, asked.basis.practices, whole=False)
    if page == "how":
        return stored.read_how(reader, whole=False)
    if page == "contacts":
        return stored.read_contacts(ask, asked, reader)
    given, now = stored.who_can_be_asked(ask, asked), asked.card_audience is not None
    return forms.read_readers(reader, given, sealed=now)


router.act(
    "/assistance",
    acting(asking.create, NewRequest, "Begin a request as a draft.", then="leave"),
    (P.REQUEST_WRITE, WRITES),
    done(NewRequest, SHOWN),
    pace=POSTING,
)
router.act(
    f"{ONE}/change",
    change_request,
    (P.REQUEST_EDIT, WRITES),
    done(ChangedRequest, SHOWN),
)
router.act(
    f"{ONE}/submit",
    acting(handing_in.submit, Submitted),
    (P.REQUEST_STEER, WRITES),
    done(Submitted, SHOWN),
)
router.act(
    f"{ONE}/withdraw",
    acting(pages.withdraw, Versioned),
    (P.REQUEST_WITHDRAW, WRITES),
    done(Versioned, SHOWN),
)
router.act(
    f"{ONE}/start",
    acting(pages.start, Versioned),
    (P.REQUEST_STEER, WRITES),
    done(Versioned, SHOWN),
)
router.act(
    f"{ONE}/close",
    acting(pages.close, Closed),
    (P.REQUEST_STEER, WRITES),
    done(Closed, SHOWN),
)
router.act(
    f"{ONE}/offers",
    acting(pages.offer, NewOffer),
    (P.OFFER_MAKE, WRITES),
    done(NewOffer, SHOWN),
    pace=POSTING,
)
router.act(
    f"{ONE}/offers/{{offer_id}}/take-back",
    acting(pages.take_back, Versioned),
    (P.OFFER_STEER, WRITES),
    done(Versioned, SHOWN),
)
