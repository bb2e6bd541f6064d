"""What both sides say after the help as a page: their own answer, the other's, and the note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from starlette.responses import Response

from app.assistance import queries
from app.assistance.address import address
from app.assistance.after.answering import is_asked
from app.assistance.after.queries import Both, Said, Shared, both, own_note
from app.assistance.after.rules import (
    APART,
    DELIVERED,
    HELPED,
    READERS,
    REMAINS,
    Readers,
)
from app.assistance.rules import OFFER, REQUEST, Act, Party, possible
from app.assistance.working.page import Work
from app.assistance.working.rules import SIDE_OF, Side
from app.core import clock
from app.core.i18n import gettext
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one side said, in words: (question, answer), what else, and of the year."""

    who: str
    end: Choices
    words: str
    year: Choices
    year_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShown:
    """The note as the two sides see it: how far it has come, and what this reader can do."""

    text: str
    language: str
    number: int
    readers: str
    sides: Sequence[tuple[str, bool]]
    shared: bool
    agrees: bool
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class AfterPage(Page):
    """The questions that are open to this side, the answers it may read, and the note."""

    template: ClassVar[str] = "assistance/after.html"
    here: ClassVar[str] = "assistance"

    back: str
    base: str
    title: str
    language: str
    ended: bool
    version: int
    answers: bool
    given: bool
    asked_year: bool
    year_on: date | None
    apart_until: date | None
    mine: Answer | None
    theirs: Answer | None
    other: str
    delivered: Choices
    helped: Choices
    remains: Choices
    form: Form
    note: NoteShown | None
    writes_note: bool
    note_number: int
    note_form: Form
    readers: Choices
    lesson: str
    refused: str


def after_page(  # noqa: PLR0913 - what came back from a form is by name
    ask: Ask,
    work: Work,
    *,
    form: Form | None = None,
    note_form: Form | None = None,
    status: int = 200,
    refused: str = "",
) -> Response:
    """Return the page for one of the two sides."""
    matter, offer = work.asked.matter, work.help
    party = queries.party(ask.viewer, matter.owners) or Party.OWNER
    side = SIDE_OF.get(party, Side.ASKER)
    found = both(ask.conn, ask.viewer, ask.portal.seal, offer.id, side)
    shared = own_note(ask.conn, ask.viewer, ask.portal.seal, offer.id)
    can = possible(REQUEST, matter.stage, party) & possible(OFFER, offer.stage, party)
    looks = Act.LOOK_BACK in can and found is not None
    names = {Side.ASKER: work.asked.owner_name, Side.HELPER: offer.member_name}
    named: Mapping[str, str] = {one: gettext(name) for one, name in names.items()}
    page = AfterPage(
        back=address(matter.id),
        base=f"{address(matter.id)}/offers/{offer.id}/after",
        title=work.asked.title,
        language=matter.language,
        ended=found is not None,
        **_questions(found, named, looks=looks, gone=work.asked.destroyed_at is not None),
        other=named[Side.HELPER if side == Side.ASKER else Side.ASKER],
        delivered=_words(DELIVERED),
        helped=_words(HELPED),
        remains=_words(REMAINS),
        form=form or _form(found.mine if found else None),
        note=_note(shared, named, side, looks=looks) if shared else None,
        writes_note=looks and not (shared and shared.shared_at),
        note_number=shared.number if shared else 0,
        note_form=note_form or _note_form(shared),
        readers=_words(READERS),
        lesson=f"{address(matter.id)}/practice?with={offer.id}" if looks else "",
        refused=refused,
    )
    return ask.page(page, status=status)


def _questions(
    found: Both | None, named: Mapping[str, str], *, looks: bool, gone: bool
) -> dict[str, Any]:
    """Return what is asked today, and what was said as far as it is read."""
    if found is None:
        return {
            "version": 0, "answers": False, "given": False, "asked_year": False, "year_on": None,
            "apart_until": None, "mine": None, "theirs": None,
        }  # fmt: skip
    mine, today = found.mine, clock.today()
    closed = mine.closed_on or today
    return {
        "version": mine.version,
        "answers": looks and not gone and not (mine.given_on and found.read),
        "given": mine.given_on is not None,
        "asked_year": looks and is_asked(mine.year_due, mine.remains, today),
        "year_on": None if mine.remains else mine.year_due,
        "apart_until": None if found.read else closed + APART,
        "mine": _answer(mine, named, end=True, year=True),
        "theirs": _answer(found.theirs, named, end=found.read, year=found.year_read),
    }


def _answer(said: Said, named: Mapping[str, str], *, end: bool, year: bool) -> Answer | None:
    end, year = end and said.given_on is not None, year and said.year_on is not None
    if not (end or year):
        return None
    given = [
        (gettext("Was it given?"), gettext(DELIVERED.get(said.delivered or "", ""))),
        (gettext("Did it help?"), gettext(HELPED.get(said.helped or "", ""))),
    ]
    left = [(gettext("What remains of it?"), gettext(REMAINS.get(said.remains or "", "")))]
    return Answer(
        who=named[said.side],
        end=given if end else [],
        words=said.words if end else "",
        year=left if year else [],
        year_words=said.year_words if year else "",
    )


def _note(shared: Shared, named: Mapping[str, str], side: Side, *, looks: bool) -> NoteShown:
    some = any(shared.agreed.values())
    return NoteShown(
        text=shared.text,
        language=shared.language,
        number=shared.number,
        readers=gettext(READERS[shared.readers]),
        sides=[(named[one], shared.agreed[one]) for one in named],
        shared=shared.shared_at is not None,
        agrees=looks and bool(shared.text) and not shared.shared_at and not shared.agreed[side],
        takes_back=some,
    )


def _words(known: Mapping[str, str]) -> Choices:
    return [(code, gettext(words)) for code, words in known.items()]


def _form(mine: Said | None) -> Form:
    """Return the form as one's own side had filled it, which a colleague may have done."""
    if mine is None:
        return Form()
    return Form(
        {
            "delivered": mine.delivered or "",
            "helped": mine.helped or "",
            "words": mine.words,
            "remains": mine.remains or "",
            "year_words": mine.year_words,
        }
    )


def _note_form(shared: Shared | None) -> Form:
    if shared is None:
        return Form({"readers": Readers.REQUEST})
    return Form({"readers": shared.readers, "text": shared.text})
