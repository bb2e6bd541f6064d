"""Before a request goes out: who exactly would read which part, and how one of them sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.audience import Audience
from app.access.labels import SECRETARIAT_CODE
from app.access.policy import P
from app.assistance import audience
from app.assistance.answer_days import by_member, theirs
from app.assistance.attached import asked_of
from app.assistance.audience import Reading
from app.assistance.blind import reading
from app.assistance.blind.reading import PARTS as SEALED
from app.assistance.blind.reading import as_addressed
from app.assistance.entities.queries import entities_of
from app.assistance.queries import Asked
from app.assistance.rules import ENDED, TAKES_OFFERS
from app.core.errors import NotFound
from app.core.i18n import N_, gettext, listed
from app.directory.audiences import names_of
from app.directory.office_showing import acting_for
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("assistance.audience")

PARTS: Sequence[tuple[str, str]] = (
    (N_("What you ask, the facts beside it and its files"), N_("All who are listed below")),
    (N_("Your contact"), N_("All who are listed below read which office it is, not who holds it")),
    (
        N_("A practice it starts from"),
        N_("Those of them who may read that practice; for others it is not there"),
    ),
    (
        N_("An offer, its terms and the talk about it"),
        N_("The member that offers, your office and the Secretariat"),
    ),
    (
        N_("How it ended"),
        N_("Your office, those whose help you accepted, and the Secretariat"),
    ),
    (N_("Drafts, and why one was returned"), N_("Your office; the Secretariat once you submit")),
)
"""The parts of a request, and who of its readers reads each."""


@dataclass(frozen=True, kw_only=True)
class Readership(Page):
    """All who would read a request: members, offices, people; and which part is for whom."""

    template: ClassVar[str] = "assistance/audience.html"
    here: ClassVar[str] = "assistance"

    id: str
    title: str
    language: str
    addressed: bool
    out: bool
    parts: Sequence[tuple[str, str]]
    readings: Sequence[Reading]
    answers: Mapping[str, str]
    people: int
    writes: bool
    looks: Sequence[str]
    by_letter: str


@room.get("/assistance/{item_id}/audience", P.REQUEST_STEER)
def readership(ask: Ask, item_id: str, office: str = "") -> Response:
    """Show the office that asks who would read its request; with ``office``, how that one would."""
    asked = as_addressed(_own(ask, item_id))
    if office:
        return _as_seen(ask, asked, office)
    readings = audience.readings(ask.conn, asked) if asked.addressed else []
    names = {name for one in readings for seat in one.seats for name in seat.people}
    parts = SEALED if asked.card_audience else PARTS
    return ask.page(
        Readership(
            id=item_id,
            title=asked.title,
            language=asked.matter.language,
            addressed=asked.addressed,
            out=audience.is_out(asked),
            parts=[(gettext(part), gettext(who)) for part, who in parts],
            readings=readings,
            answers=_answers(ask, asked, readings),
            people=len(names),
            writes=asked.matter.stage in {"draft", "returned"},
            looks=[one.id for one in audience.others(ask.conn, asked)] if readings else [],
            by_letter=_by_letter(ask, asked) if asked.addressed else "",
        )
    )


def _by_letter(ask: Ask, asked: Asked) -> str:
    """Return the UN entities that it asks: they have no account, and read a letter."""
    addressed = Audience.parse(asked.matter.audience)
    codes = entities_of(addressed)
    if not codes:
        return ""
    names = names_of(ask.conn, addressed).members
    return listed([gettext(names.get(code, code)) for code in codes])


def _answers(ask: Ask, asked: Asked, readings: Sequence[Reading]) -> Mapping[str, str]:
    """Return by when each member that is asked answers, and why, while the request is out."""
    if asked.matter.stage not in TAKES_OFFERS:
        return {}
    members = {one.member for one in readings} - set(asked.matter.owners)
    found = by_member(ask.conn, members - {SECRETARIAT_CODE}, asked.answer_by, asked.opened_on)
    return {code: theirs(one) for code, one in found.items()}


def _as_seen(ask: Ask, asked: Asked, office_id: str) -> Response:
    """Show the office that asks its request as another office would read it."""
    found = audience.others(ask.conn, asked) if asked.addressed else ()
    office = next((one for one in found if one.id == office_id), None)
    if office is None:
        raise NotFound
    if asked.card_audience:
        return reading.as_seen(ask, asked, acting_for(office))
    return ask.page(audience.as_seen(ask, asked, office))


def _own(ask: Ask, item_id: str) -> Asked:
    """Return a request to the office that asks, while somebody may still read it.

    Raises:
        NotFound: when there is none for this viewer, or it has ended.
        Forbidden: for every other office.
    """
    asked = asked_of(ask, item_id)
    ask.ensure(P.REQUEST_STEER, asked.matter)
    if asked.matter.stage in ENDED:
        raise NotFound
    return asked
