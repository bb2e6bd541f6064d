"""The talk about an offer as a page: what is read, what this reader can do, what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.assistance.address import address
from app.assistance.queries import party
from app.assistance.rules import OFFER, REQUEST, Act, OfferStage, possible
from app.assistance.talks.dated import moments
from app.assistance.talks.forms import usual
from app.assistance.talks.helping import group_of
from app.assistance.talks.queries import Said, decisions, talks_of, words
from app.assistance.talks.rules import CHANGES, LENGTHS, READERS, WAYS, Change, Way, fits
from app.assistance.talks.shown import (
    Clocks,
    DateRow,
    WordRow,
    date_row,
    helpers_words,
    word_row,
    zone_words,
)
from app.assistance.working.page import Work, sides_of
from app.assistance.working.queries import days_of
from app.assistance.working.rules import SIDE_OF, Side
from app.assistance.working.shown import Sides
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core import i18n
from app.core.i18n import gettext
from app.directory.member_zones import zones_of
from app.vocabulary.labels import LANGUAGES
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class TalkPage(Page):
    """What was said and decided, the dates, and what this reader can do; ``writes``: one side."""

    template: ClassVar[str] = "assistance/talks/talk.html"
    here: ClassVar[str] = "assistance"

    back: str
    base: str
    files: str
    title: str
    language: str
    readers: str
    apart: bool
    writes: bool
    says: bool
    decisions: Sequence[WordRow]
    dates: Sequence[DateRow]
    rows: Sequence[WordRow]
    older: str
    new: int
    until: datetime | None
    zone: str
    lengths: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    way: str
    asks: str
    asks_code: str
    asks_mine: bool
    changes: Sequence[tuple[str, str]]
    helper: bool
    other: str
    named: bool
    accepted: bool
    grouped: bool
    joined: bool
    group: Sequence[str]
    form: Form
    dating: Form
    refused: str


def said_of(ask: Ask, work: Work) -> Said:
    """Return how the talk about the offer goes on."""
    found = talks_of(ask.conn, ask.viewer, work.asked.matter.id)
    return found.get(work.help.id) or Said(offer_id=work.help.id)


def talk_page(  # noqa: PLR0913 - what came back from a form is by name
    ask: Ask,
    work: Work,
    *,
    form: Form | None = None,
    dating: Form | None = None,
    before: str = "",
    status: int = 200,
    refused: str = "",
) -> Response:
    """Return the page of a talk."""
    matter, offer, said = work.asked.matter, work.help, said_of(ask, work)
    side = party(ask.viewer, matter.owners)
    writes = allows(ask.viewer, P.TALK_SHARE, work.talked)
    can = possible(REQUEST, matter.stage, side) & possible(OFFER, offer.stage, side)
    acts = SIDE_OF.get(side) if side and writes and Act.TALK in can else None
    note_reading(ask, matter, Event.REQUEST_VIEWED)
    sides = sides_of(ask, work)
    page = TalkPage(
        back=(back := address(matter.id)),
        base=f"{back}/offers/{offer.id}/talk",
        files=f"{back}/offers/{offer.id}/files",
        title=work.asked.title,
        language=matter.language,
        readers=_readers(said, sides),
        apart=said.apart,
        writes=acts is not None,
        says=acts is not None and said.way == Way.HERE,
        new=said.new,
        **_read(ask, work, said, sides, acts, before),
        lengths=[(str(one), gettext("%(minutes)s minutes", minutes=one)) for one in LENGTHS],
        languages=[(code, gettext(name)) for code, name in LANGUAGES.items()],
        **_changes(said, sides, acts),
        **_helpers(ask, said, sides, acts),
        accepted=offer.stage == OfferStage.ACCEPTED,
        form=_over(form),
        dating=_over(dating),
        refused=refused,
    )
    return ask.page(page, status=status)


def _over(form: Form | None) -> Form:
    """Return what was typed over what stands in a form before anything is."""
    first = Form(usual(i18n.language()))
    return Form({**first.values, **form.values}, form.errors) if form else first


def _readers(said: Said, sides: Sides) -> str:
    names = {"asker": sides.name(Side.ASKER), "helper": sides.name(Side.HELPER)}
    return gettext(READERS[said.apart], **names)


def _read(  # noqa: PLR0913, PLR0917 - who reads what of which talk
    ask: Ask, work: Work, said: Said, sides: Sides, acts: Side | None, before: str
) -> dict[str, Any]:
    """Return what was said and decided, and the dates, as this reader reads them."""
    conn, viewer, seal = ask.conn, ask.viewer, ask.portal.seal
    codes = {Side.ASKER: work.asked.owner, Side.HELPER: work.help.member}
    found, more = words(conn, viewer, seal, said, before)
    zones = zones_of(conn, viewer, set(codes.values()))
    mine = next((side for side, code in codes.items() if code == viewer.member), Side.ASKER)
    clocks = Clocks(
        {side: zones[code] for side, code in codes.items()},
        days_of(conn, codes[Side.ASKER], codes[Side.HELPER]),
        mine,
    )
    decided = decisions(conn, viewer, seal, said)
    return {
        "decisions": [word_row(one, sides, codes, acts, viewer) for one in decided],
        "rows": [word_row(one, sides, codes, acts, viewer) for one in found],
        "older": found[0].id if more and found else "",
        "until": found[-1].at if found else None,
        "dates": [
            date_row(one, sides, clocks, acts) for one in moments(conn, viewer, work.help.id)
        ],
        "zone": zone_words(clocks.zones[mine]),
    }


def _helpers(ask: Ask, said: Said, sides: Sides, acts: Side | None) -> dict[str, Any]:
    """Return whether this reader is the helper, and the group to which the helper belongs."""
    others = group_of(ask.conn, ask.viewer, said.offer_id) if said.joined else []
    return {
        "helper": acts == Side.HELPER,
        "other": sides.name(Side.HELPER),
        "named": said.named,
        "grouped": said.grouped,
        "joined": said.joined,
        "group": helpers_words(others),
    }


def _changes(said: Said, sides: Sides, acts: Side | None) -> dict[str, Any]:
    """Return how the talk goes on, what is proposed, and what this reader can propose."""
    free = [one for one in Change if fits(one, apart=said.apart, way=said.way)]
    return {
        "way": gettext(WAYS[said.way]) if said.way != Way.HERE else "",
        "asks": gettext(
            "%(member)s proposes: %(change)s",
            member=sides.name(said.asks_by),
            change=gettext(CHANGES[said.asks]),
        )
        if said.asks and said.asks_by
        else "",
        "asks_code": said.asks or "",
        "asks_mine": acts is not None and said.asks_by == acts,
        "changes": [(one, gettext(CHANGES[one])) for one in free if one != said.asks],
    }
