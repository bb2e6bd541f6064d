"""Asked, offered, promised, received: the four tables of an office, as data for its programmes."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel
from starlette.responses import Response

from app.access.labels import MEMBER, SECRETARIAT
from app.access.policy import P
from app.access.scopes import Scope
from app.assistance import lists
from app.assistance.api import RequestOut, listed
from app.assistance.lists import Listed, Wanted
from app.assistance.overview import queries, waiting
from app.assistance.overview.pages import ensure_of_member
from app.assistance.overview.queries import Line, Part
from app.assistance.overview.waiting import Wait
from app.core.errors import NotFound
from app.items.queries import cursor_of
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("assistance")
OPENS = (P.ASSISTANCE_READ, Scope.ASSISTANCE)


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


class AskedPageOut(BaseModel):
    """A page of what was asked; ``next`` is the value of ``below`` for the page after, or null."""

    asked: Sequence[AskedOut]
    next: str | None


class HelpPageOut(BaseModel):
    """A page of help; ``next`` is the value of ``below`` for the page after, or null."""

    help: Sequence[HelpOut]
    next: str | None


def list_asked(ask: Ask, theme: str = "", modality: str = "", below: str = "") -> Response:
    """List what your office asked for, with what waits for whom."""
    ensure_of_member(ask)
    shown, following = asked(ask, _wanted(theme, modality, below))
    return plain(AskedPageOut(asked=shown, next=following))


def list_help(
    ask: Ask, part: str, theme: str = "", modality: str = "", below: str = ""
) -> Response:
    """List help: ``offered`` by your office, ``promised`` by or to it, or ``came`` to its end."""
    ensure_of_member(ask)
    if part not in list(Part):
        raise NotFound
    shown, following = help_of(ask, Part(part), _wanted(theme, modality, below))
    return plain(HelpPageOut(help=shown, next=following))


def asked(ask: Ask, wanted: Wanted) -> tuple[Sequence[AskedOut], str | None]:
    """Return a page of what the viewer's office asked for, and where the next begins."""
    found: Sequence[Listed] = lists.asked_by_us(ask.conn, ask.viewer, ask.portal.seal, wanted)
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


def _wanted(theme: str, modality: str, below: str) -> Wanted:
    return Wanted(theme, modality, (), cursor_of(below))


router.read("/office/overview/asked", list_asked, OPENS, AskedPageOut)
router.read("/office/overview/{part}", list_help, OPENS, HelpPageOut)
