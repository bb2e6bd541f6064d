"""What both sides said after the help, and the note they share, as data for their programmes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.assistance.after.queries import Said, Shared, both, own_note
from app.assistance.queries import party
from app.assistance.rules import Party
from app.assistance.working.rules import SIDE_OF, Side
from app.programmes.agreed import OFFER, OPENS, SideOut, read
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("assistance")


class AnswerOut(BaseModel):
    """What one side said at the end and a year later; null what it has not said, or you not read.

    ``delivered`` and ``helped`` answer at the end, ``remains`` after the year.
    """

    member: str
    delivered: str | None
    helped: str | None
    words: str
    given_on: date | None
    remains: str | None
    year_words: str
    year_on: date | None


class NoteOut(BaseModel):
    """The note of both sides: who may read it, its version, who agreed, since when it is shared."""

    text: str
    language: str
    readers: str
    number: int
    sides: Sequence[SideOut]
    shared_at: datetime | None


class AfterOut(BaseModel):
    """What came of the help; ``mine`` and ``theirs`` are null until it has ended.

    Neither side reads the other's answer before both have given theirs, or thirty days are over.
    """

    mine: AnswerOut | None
    theirs: AnswerOut | None
    note: NoteOut | None


def show_after(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Show one of the two sides what both said after the help, and the note that they share."""
    work = read(ask, item_id, offer_id)
    ask.ensure(P.WORK_SHARE, work.talked)
    members = {Side.ASKER: work.asked.owner, Side.HELPER: work.help.member}
    side = SIDE_OF[party(ask.viewer, work.asked.matter.owners) or Party.OWNER]
    found = both(ask.conn, ask.viewer, ask.portal.seal, offer_id, side)
    note = own_note(ask.conn, ask.viewer, ask.portal.seal, offer_id)
    mine = _answer(found.mine, members, end=True, year=True) if found else None
    theirs = _answer(found.theirs, members, end=found.read, year=found.year_read) if found else None
    return plain(AfterOut(mine=mine, theirs=theirs, note=_note(note, members) if note else None))


def _answer(said: Said, members: Mapping[Side, str], *, end: bool, year: bool) -> AnswerOut:
    return AnswerOut(
        member=members[Side(said.side)],
        delivered=said.delivered if end else None,
        helped=said.helped if end else None,
        words=said.words if end else "",
        given_on=said.given_on if end else None,
        remains=said.remains if year else None,
        year_words=said.year_words if year else "",
        year_on=said.year_on if year else None,
    )


def _note(note: Shared, members: Mapping[Side, str]) -> NoteOut:
    return NoteOut(
        text=note.text,
        language=note.language,
        readers=note.readers,
        number=note.number,
        sides=[SideOut(member=code, yes=note.agreed[side]) for side, code in members.items()],
        shared_at=note.shared_at,
    )


router.read(f"{OFFER}/after", show_after, OPENS, AfterOut)
