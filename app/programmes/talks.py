"""The talk about an offer as data: what was said, what is decided, which dates there are.

Who reads it is asked of the item in which each word stands, as on its page: what two members say
to each other alone comes to the programmes of these two.
"""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.assistance.address import address
from app.assistance.api import RequestFileOut, files_out
from app.assistance.attached import files_of
from app.assistance.talks.dated import Dated, moments
from app.assistance.talks.queries import Said, Written, decisions, talks_of, words
from app.assistance.working.page import sides_of, work_of
from app.assistance.working.rules import Side
from app.audit.events import Event
from app.audit.reading import note_reading
from app.practices.thread import MOST_ID
from app.web.ask import Ask
from app.web.interface import PREFIX, Interface, plain

router = Interface("assistance")


class WordOut(BaseModel):
    """A word of one member; ``apart`` where the two members alone read it.

    ``decision_of`` is the member that called it a decision, ``decided_at`` when the other agreed.
    """

    id: str
    member: str
    office: str | None
    text: str
    language: str
    at: datetime
    apart: bool
    decision_of: str | None
    decided_at: datetime | None


class DateOut(BaseModel):
    """A date that ``member`` proposed; ``state`` is proposed, or taken once the other took it."""

    id: str
    member: str
    starts_at: datetime
    minutes: int
    state: str


class TalkOut(BaseModel):
    """A part of a talk, the oldest word first; ``before`` asks for earlier ones, null at the end.

    ``way`` is how both talk. ``apart``: what is said now the Secretariat does not read. ``asks`` is
    a change that the member ``asks_by`` proposes. Dates are those that are to come.
    """

    way: str
    apart: bool
    asks: str | None
    asks_by: str | None
    words: Sequence[WordOut]
    before: str | None
    decisions: Sequence[WordOut]
    dates: Sequence[DateOut]
    files: Sequence[RequestFileOut]


def show_talk(ask: Ask, item_id: str, offer_id: str, before: str = "") -> Response:
    """Show the talk about an offer that you may see, as far as you read it: 30 words at a time."""
    work = work_of(ask, item_id, offer_id)
    note_reading(ask, work.asked.matter, Event.REQUEST_VIEWED)
    conn, viewer, seal = ask.conn, ask.viewer, ask.portal.seal
    said = talks_of(conn, viewer, item_id).get(offer_id) or Said(offer_id=offer_id)
    found, more = words(conn, viewer, seal, said, before[:MOST_ID])
    members = {Side.ASKER: work.asked.owner, Side.HELPER: work.help.member}
    offices = sides_of(ask, work).offices.values()
    kinds = {key: kind for rows in offices for key, kind in rows}
    at = f"{PREFIX}{address(item_id)}/offers/{offer_id}"
    told = TalkOut(
        way=said.way,
        apart=said.apart,
        asks=said.asks,
        asks_by=members[Side(said.asks_by)] if said.asks_by else None,
        words=[_word(one, members, kinds) for one in found],
        before=found[0].id if more else None,
        decisions=[_word(one, members, kinds) for one in decisions(conn, viewer, seal, said)],
        dates=[_date(one, members) for one in moments(conn, viewer, offer_id)],
        files=files_out(at, files_of(ask, *said.records)),
    )
    return plain(told)


def _word(one: Written, members: dict[Side, str], kinds: dict[str, str]) -> WordOut:
    same = ("id", "text", "language", "at", "apart", "decided_at")
    return WordOut(
        **{name: getattr(one, name) for name in same},
        member=members[Side(one.side)],
        office=kinds.get(one.office or ""),
        decision_of=members[Side(one.decided_by)] if one.decided_by else None,
    )


def _date(one: Dated, members: dict[Side, str]) -> DateOut:
    same = ("id", "starts_at", "minutes", "state")
    return DateOut(**{name: getattr(one, name) for name in same}, member=members[Side(one.side)])


router.read(
    "/assistance/{item_id}/offers/{offer_id}/talk", show_talk, (P.ACCOUNT, Scope.AGREED), TalkOut
)
