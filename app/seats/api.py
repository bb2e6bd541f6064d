"""Open seats as data, for whoever may read them; applications are for the two offices alone."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.core.errors import NotFound
from app.seats import listing, queries
from app.seats.beside import example_of
from app.seats.index import REGIONS, month_options, place_of
from app.seats.listing import PAGE, Wanted
from app.seats.queries import Seat
from app.seats.rules import KINDS
from app.seats.showing_applications import applications
from app.vocabulary.labels import LANGUAGES, THEMES
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("open seats")


class SeatOut(BaseModel):
    """A course, visit or webinar; ``state`` is draft, open, full, closed, over or withdrawn."""

    id: str
    number: str | None
    state: str
    member: str
    title: str
    about: str
    language: str
    kind: str
    themes: Sequence[str]
    languages: Sequence[str]
    online: bool
    place: str
    starts: date
    ends: date
    apply_by: date
    places: int
    cost: str
    link: str


class OwnApplicationOut(BaseModel):
    """An application that your office sent or may answer: how it stands, and nothing it says.

    ``version`` is what taking it back has to name.
    """

    id: str
    member: str
    state: str
    made_on: date
    version: int


class OneSeatOut(SeatOut):
    """One seat; ``example`` is a practice of its member, as long as you may read it published."""

    example: str | None
    applications: Sequence[OwnApplicationOut]


class SeatsOut(BaseModel):
    """A page of seats; ``next`` is the value of ``after`` for the page after, or null."""

    open_seats: Sequence[SeatOut]
    next: str | None


def list_seats(  # noqa: PLR0913, PLR0917 - the filters of a list
    ask: Ask,
    theme: str = "",
    kind: str = "",
    language: str = "",
    region: str = "",
    month: str = "",
    closed: str = "",
    after: str = "",
) -> Response:
    """List the seats that are open, what closes first standing first."""
    wanted = Wanted(theme, kind, language, region, month, closed == "yes", place_of(after))
    found = listing.listed(ask.conn, ask.viewer, wanted) if _known(wanted) else []
    following = found[-1].cursor if len(found) == PAGE else None
    shown = [out(one) for one in found]
    return plain(SeatsOut(open_seats=shown, next=following))


def show_seat(ask: Ask, item_id: str) -> Response:
    """Show one seat you may see."""
    found = queries.one(ask.conn, ask.viewer, item_id)
    if found is None:
        raise NotFound
    there = applications(ask.conn, ask.viewer, ask.portal.seal, found)
    example = found.example if example_of(ask.conn, ask.viewer, found) else None
    said = [
        OwnApplicationOut(
            id=one.id,
            member=one.member,
            state=one.state,
            made_on=one.made_at.date(),
            version=one.version,
        )
        for one in there
    ]
    return plain(
        OneSeatOut.model_validate({**_plain(found), "example": example, "applications": said})
    )


def _known(wanted: Wanted) -> bool:
    """Whether all that a list is narrowed to are words of the fixed lists: others fit nothing."""
    lists = {
        "theme": THEMES,
        "kind": KINDS,
        "language": LANGUAGES,
        "region": REGIONS,
        "month": dict(month_options()),
    }
    return all(getattr(wanted, name) in lists[name] for name in wanted.used - {"open"})


def out(found: Seat) -> SeatOut:
    """Return a seat as data."""
    return SeatOut.model_validate(_plain(found))


def _plain(found: Seat) -> dict[str, object]:
    said = {name: getattr(found, name) for name in SeatOut.model_fields if hasattr(found, name)}
    matter = found.matter
    return {**said, "id": matter.id, "number": matter.number, "language": matter.language}


router.read("/open-seats", list_seats, (P.SEAT_READ, Scope.SEATS), SeatsOut, name="api.seats")
router.read(
    "/open-seats/{item_id}", show_seat, (P.ACCOUNT, Scope.SEATS), OneSeatOut, name="api.seats.one"
)
