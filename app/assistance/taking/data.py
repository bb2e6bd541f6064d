"""What an office asked for, offers, promised and got, as data: codes, days, who is waited for."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel

from app.access.labels import MEMBER, SECRETARIAT
from app.assistance import lists, offer_lists
from app.assistance.api import RequestOut, listed
from app.assistance.lists import Wanted
from app.assistance.overview import queries, waiting
from app.assistance.overview.queries import Line, Part
from app.assistance.overview.waiting import Wait
from app.web.ask import Ask


class WaitOut(BaseModel):
    """What is waited for, and until when; ``member`` is null where it waits for several.

    The Secretariat is ``secretariat``.
    """

    what: str
    member: str | None
    until: date | None


class AskedOut(RequestOut):
    """A request of your office, and what of it waits for whom."""

    waits: Sequence[WaitOut]


class HelpOut(BaseModel):
    """Help that your office gives, ``gives``, or gets from ``member``, and what waits for whom."""

    id: str
    stage: str
    gives: bool
    member: str
    request: str
    number: str | None
    title: str
    language: str
    request_stage: str
    result: str | None
    answer_by: date | None
    waits: Sequence[WaitOut]


class OwnOfferOut(BaseModel):
    """An offer of your office in a list, with the request that it answers."""

    id: str
    stage: str
    message: str
    language: str
    request: str
    request_stage: str
    request_title: str
    member: str


def asked(ask: Ask, wanted: Wanted) -> tuple[Sequence[AskedOut], str | None]:
    """Return a page of what the viewer's office asked for, and where the next begins."""
    found = lists.asked_by_us(ask.conn, ask.viewer, ask.portal.seal, wanted)
    waits = waiting.waits(ask.conn, ask.viewer, {one.id for one in found})
    shown = [
        AskedOut(**one.model_dump(), waits=_waits(waits, one.id))
        for one in listed(ask.viewer, found).requests
    ]
    return shown, found[-1].cursor if len(found) == wanted.most else None


def help_of(ask: Ask, part: Part, wanted: Wanted) -> tuple[Sequence[HelpOut], str | None]:
    """Return a page of help that the viewer's office gives or gets, and where the next begins."""
    found = queries.lines(ask.conn, ask.viewer, ask.portal.seal, part, wanted)
    ids = {key for one in found for key in (one.id, one.request_id)}
    waits = waiting.waits(ask.conn, ask.viewer, ids)
    shown = [_help(one, waits) for one in found]
    return shown, found[-1].cursor if len(found) == wanted.most else None


def offers_of(ask: Ask, wanted: Wanted) -> tuple[Sequence[OwnOfferOut], str | None]:
    """Return a page of what the viewer's office offered, and where the next begins."""
    found = offer_lists.our_offers(ask.conn, ask.viewer, ask.portal.seal, wanted)
    same = ("id", "stage", "message", "language", "request_stage", "request_title")
    shown = [
        OwnOfferOut(
            **{name: getattr(one, name) for name in same},
            request=one.request_id,
            member=one.owner,
        )
        for one in found
    ]
    return shown, found[-1].cursor if len(found) == wanted.most else None


def _help(one: Line, waits: Mapping[str, Sequence[Wait]]) -> HelpOut:
    same = ("id", "stage", "gives", "number", "title", "language", "request_stage", "result")
    return HelpOut(
        **{name: getattr(one, name) for name in same},
        member=one.code,
        request=one.request_id,
        answer_by=one.answer_by,
        waits=_waits(waits, one.id, one.request_id),
    )


def _waits(waits: Mapping[str, Sequence[Wait]], *ids: str) -> Sequence[WaitOut]:
    return [
        WaitOut(what=one.what, member=_whom(one.label), until=one.due)
        for key in ids
        for one in waits.get(key, ())
    ]


def _whom(label: str) -> str | None:
    if label == SECRETARIAT:
        return "secretariat"
    return label.removeprefix(MEMBER) if label.startswith(MEMBER) else None
