"""Assistance as data: the requests and offers a signed-in office may see, their words included."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from pydantic import BaseModel
from starlette.responses import Response

from app.access.audience import Audience, knows_readers
from app.access.policy import P
from app.access.scopes import Scope
from app.access.viewer import Viewer
from app.assistance import lists, queries
from app.assistance.address import address
from app.assistance.attached import with_offers
from app.assistance.files import give_data
from app.assistance.lists import PAGE, Listed, Wanted
from app.assistance.queries import Asked, Help
from app.assistance.talk_files import give_data as give_talk_data
from app.assistance.talks.queries import talks_of
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import NotFound
from app.files.queries import Attached
from app.files.rules import MEDIA
from app.items.queries import cursor_of
from app.practices.queries import titles as practice_titles
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("assistance")


class RequestOut(BaseModel):
    """A request in a list; ``result`` is told to the office that asked and the Secretariat.

    ``audience`` is ``chosen`` where the owner chose readers who do not see who the others are.
    """

    id: str
    number: str | None
    stage: str
    member: str
    title: str
    language: str
    audience: str
    themes: Sequence[str]
    modalities: Sequence[str]
    languages: Sequence[str]
    answer_by: date | None
    opened_on: date | None
    result: str | None


class RequestsOut(BaseModel):
    """A page of requests; ``next`` is the value of ``below`` for the page after, or null."""

    requests: Sequence[RequestOut]
    next: str | None


class BasisOut(BaseModel):
    """What a request starts from."""

    practices: Sequence[str]
    risk_factors: Sequence[str]
    practical_steps: Sequence[str]
    origin: str


class RequestFileOut(BaseModel):
    """A file, and where to get it; ``member`` attached it."""

    id: str
    name: str
    media_type: str
    size: int
    member: str | None
    address: str


class OfferOut(BaseModel):
    """An offer: all of them to the two sides, to a member that offered only its own."""

    id: str
    stage: str
    member: str
    message: str
    period: str
    modalities: Sequence[str]
    languages: Sequence[str]
    made_at: datetime
    files: Sequence[RequestFileOut]


class OneRequestOut(RequestOut):
    """One request in full."""

    version: int
    outcome: str
    basis: BasisOut
    for_whom: str
    wanted_from: date | None
    wanted_to: date | None
    contribution: str
    travel_money: bool
    contact: str | None
    alternate: str | None
    result_note: str
    destroyed_at: datetime | None
    files: Sequence[RequestFileOut]
    offers: Sequence[OfferOut]


def list_requests(
    ask: Ask, theme: str = "", modality: str = "", stage: str = "", below: str = ""
) -> Response:
    """List the requests you may see: those that live first, newest first."""
    wanted = Wanted(
        theme=theme,
        modality=modality,
        stages=(stage,) if stage else (),
        below=cursor_of(below),
    )
    return plain(listed(ask.viewer, lists.visible(ask.conn, ask.viewer, ask.portal.seal, wanted)))


def listed(viewer: Viewer, found: Sequence[Listed]) -> RequestsOut:
    """Return a page of requests as data, as far as the viewer knows them."""
    shown = [
        RequestOut.model_validate(
            {
                **_plain(one),
                "member": one.owner,
                "audience": _audience(viewer, one.audience, one.owner),
            }
        )
        for one in found
    ]
    return RequestsOut(requests=shown, next=found[-1].cursor if len(found) == PAGE else None)


def show_request(ask: Ask, item_id: str) -> Response:
    """Show one request you may see, with the offers you may see."""
    seal = ask.portal.seal
    asked = queries.one(ask.conn, ask.viewer, seal, item_id)
    if asked is None:
        raise NotFound
    note_reading(ask, asked.matter, Event.REQUEST_VIEWED)
    if practices := asked.basis.practices:
        seen = practice_titles(ask.conn, ask.viewer, practices)
        kept = replace(asked.basis, practices=tuple(p for p in practices if p in seen))
        asked = replace(asked, basis=kept)
    offers = queries.offers(ask.conn, ask.viewer, seal, item_id)
    talks = talks_of(ask.conn, ask.viewer, item_id) if offers else {}
    files = with_offers(ask.conn, ask.viewer, ask.portal, asked, talks)
    return plain(_whole(asked, ask.viewer, offers, files))


def _audience(viewer: Viewer, stored: str, owner: str) -> str:
    """Return who reads a request, as far as the viewer may know it."""
    return stored if knows_readers(viewer, {owner}) else Audience.parse(stored).public


def _whole(
    asked: Asked, viewer: Viewer, offers: Sequence[Help], files: Mapping[str, Sequence[Attached]]
) -> OneRequestOut:
    matter = asked.matter
    at = f"/api/v1{address(matter.id)}"
    return OneRequestOut.model_validate(
        {
            **_plain(asked),
            **_plain(matter),
            "member": asked.owner,
            "audience": _audience(viewer, matter.audience, asked.owner),
            "basis": _plain(asked.basis),
            "contact": asked.contact_kind,
            "alternate": asked.alternate_kind,
            "files": files_out(at, files.get(matter.id, ())),
            "offers": [
                {**_plain(one), "files": files_out(f"{at}/offers/{one.id}", files.get(one.id, ()))}
                for one in offers
            ],
        }
    )


def files_out(at: str, files: Sequence[Attached]) -> list[RequestFileOut]:
    """Return files as data; the hash of one is taken under a key and tells programmes nothing."""
    return [
        RequestFileOut(
            **{name: getattr(one, name) for name in ("id", "name", "size", "member")},
            media_type=MEDIA[one.kind],
            address=f"{at}/files/{one.id}",
        )
        for one in files
    ]


def _plain(found: object) -> dict[str, object]:
    """Return the attributes of a frozen value with slots."""
    return {name: getattr(found, name) for name in type(found).__slots__}  # type: ignore[attr-defined] # every one of ours has slots


router.read(
    "/assistance",
    list_requests,
    (P.ASSISTANCE_READ, Scope.ASSISTANCE),
    RequestsOut,
    name="api.assistance",
)
router.read(
    "/assistance/{item_id}",
    show_request,
    (P.ACCOUNT, Scope.ASSISTANCE),
    OneRequestOut,
    name="api.assistance.request",
)
router.file(
    "/assistance/{item_id}/files/{file_id}",
    give_data,
    (P.ACCOUNT, Scope.ASSISTANCE),
    name="api.assistance.file",
)
router.file(
    "/assistance/{item_id}/offers/{offer_id}/files/{file_id}",
    give_talk_data,
    (P.ACCOUNT, Scope.ASSISTANCE),
    name="api.assistance.offer.file",
)
