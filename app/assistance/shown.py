"""The page of one request, as its viewer reads it: derived from what the queries let through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup
from sqlalchemy import Connection

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.assistance import done, happening, queries, words
from app.assistance.after.queries import Shared, notes_shared
from app.assistance.attached import with_offers
from app.assistance.blind.beside import Sealed, sealed_beside
from app.assistance.deadlines import Deadlines, deadlines
from app.assistance.dealt import Answers, answers
from app.assistance.facts import facts_of, is_late, started_from, words_end_on
from app.assistance.helpers import Helper, could_help
from app.assistance.offer_form import again, offer_form
from app.assistance.offer_rows import OfferRow, offer_rows, withheld
from app.assistance.presence import Presence, presence
from app.assistance.queries import Asked, Help
from app.assistance.readers import readers_of
from app.assistance.rules import (
    CIRCULATED,
    FOR_OFFICE,
    REQUEST,
    STANDING,
    TAKES_OFFERS,
    Act,
    Party,
    Stage,
    possible,
)
from app.assistance.seats import seats_for
from app.assistance.talks.offered import Offered, offered
from app.assistance.talks.queries import Said, talks_of
from app.core.i18n import gettext
from app.core.seal import Seal
from app.files.queries import Attached
from app.files.showing import ShownFile, shown_file
from app.guests.lending import lent_to
from app.moderation.beside import Beside
from app.practices.adapting.origins import practices_of
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.lines import Line
from app.web.portal import Portal
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One request: what is asked, the offers this reader may see, what happened, what is next.

    ``whose``: an office in words, where its own office looks at it as that one would.
    """

    template: ClassVar[str] = "assistance/request.html"
    here: ClassVar[str] = "assistance"

    id: str
    version: int
    title: str
    language: str
    number: str | None
    sign: tuple[str, str]
    owner: str
    answer_by: date | None
    late: bool
    there: Presence
    seen: Seen
    addressed: Seen | None
    outcome: str
    destroyed_on: date | None
    words_end_on: date | None
    days: Deadlines
    answers: Answers
    offered: Offered
    facts: Sequence[tuple[str, str | Sequence[str]]]
    started_from: Sequence[tuple[str, str | None]]
    files: Sequence[ShownFile]
    offers: Sequence[OfferRow] | None
    helpers: Sequence[Helper]
    seats: Sequence[Line]
    asking: bool
    waiting_offers: int
    planned: bool
    notes: Sequence[Shared]
    lines: Sequence[words.Line]
    next: str
    turn: bool
    acts: Collection[str]
    can_edit: bool
    reason: str
    result_note: str
    results: Sequence[tuple[str, str]]
    form: Form
    offer_form: Markup
    refused: str
    kept: Sequence[str]
    history: bool
    lends: bool
    became: Sequence[tuple[str, str, str]]
    guests: str
    said: str
    sealed: Sealed | None = None
    beside: Beside | None = None
    entered: object = None
    wider: object = None
    entities: object = None
    whose: str = ""


_TURNS: Mapping[Party | None, Collection[Act]] = {
    Party.OWNER: frozenset({Act.EDIT, Act.VOUCH, Act.OPEN, Act.START, Act.CLOSE}),
    Party.SECRETARIAT: frozenset({Act.AUTHENTICATE, Act.EDIT}),
}
"""Acts that a side is waited for, as opposed to those that it may do."""
SEES_OFFERS = frozenset({Party.OWNER, Party.SECRETARIAT})
ANSWERS = frozenset({Act.OFFER, Act.CANNOT, Act.HAND})
NOT_YET_OUT = frozenset(
    {Stage.DRAFT, Stage.SUBMITTED, Stage.AUTHENTICATED, Stage.RETURNED, *FOR_OFFICE}
)


def show(  # noqa: PLR0913 - what came back from a refused form is by name
    conn: Connection,
    viewer: Viewer,
    portal: Portal,
    asked: Asked,
    *,
    form: Form | None = None,
    refused: str = "",
    kept: Sequence[str] = (),
    said: str = "",
) -> Show:
    """Return the page of ``asked``, which the viewer was found to see."""
    side, stage = queries.party(viewer, {asked.owner}), asked.matter.stage
    offers = queries.offers(conn, viewer, portal.seal, asked.matter.id)
    acts = possible(REQUEST, stage, side) - withheld(viewer, asked.owner, Act.WITHDRAW)
    own = any(o.member == viewer.member and o.stage in STANDING for o in offers)
    form, offering = form or again(offers, viewer), Act.OFFER in acts and not own
    files, rows, planned = _offered(conn, viewer, portal, asked, offers)
    seen, once_open = readers_of(conn, viewer, asked)
    named = asked.card_audience is None
    return Show(
        **_said(asked, portal, presence(conn, viewer, asked, offers), files),
        seen=seen,
        addressed=once_open if asked.addressed and stage in NOT_YET_OUT else None,
        started_from=started_from(conn, viewer, asked),
        offers=rows if rows or (named and side in SEES_OFFERS and stage in CIRCULATED) else None,
        **_help(conn, viewer, asked, side, asks=offering),
        **_beside(conn, viewer, portal.seal, asked),
        **_turned(rows, planned=planned and Act.CLOSE in acts),
        lines=_lines(conn, viewer, asked, offers),
        next=words.next_step(stage, side, offered=own),
        turn=bool(acts & frozenset(_TURNS.get(side, ()))) or any(row.due for row in rows),
        acts=acts - ANSWERS if own else acts,
        can_edit=Act.EDIT in acts,
        offer_form=offer_form(portal.renderer, form, asked) if offering else Markup(),
        form=form,
        refused=refused,
        kept=kept,
        said=done.said(said, stage, sealed=not named),
    )


def _offered(
    conn: Connection, viewer: Viewer, portal: Portal, asked: Asked, offers: Sequence[Help]
) -> tuple[Mapping[str, Sequence[Attached]], Sequence[OfferRow], bool]:
    """Return the files of a request and its offers, these as rows, and whether all is done."""
    talks: Mapping[str, Said] = talks_of(conn, viewer, asked.matter.id) if offers else {}
    files = with_offers(conn, viewer, portal, asked, talks)
    return files, *offer_rows(conn, viewer, asked, offers, files, talks)


def _turned(rows: Sequence[OfferRow], *, planned: bool) -> dict[str, Any]:
    """Return how many offers wait, and whether the plan leads to the closing."""
    return {"waiting_offers": sum(row.due for row in rows), "planned": planned}


def _help(
    conn: Connection, viewer: Viewer, asked: Asked, side: Party | None, *, asks: bool
) -> dict[str, Any]:
    """Return whether its owner reads, who could help, and what those asked said, as one may read.

    ``asks``: the viewer's member is asked, and has not offered help.
    """
    helpers = could_help(conn, viewer, asked) if side in SEES_OFFERS else []
    own, named = side == Party.OWNER, asked.card_audience is None
    return {
        "asking": own,
        "helpers": helpers,
        "answers": answers(conn, viewer, asked, asks=asks),
        "offered": offered(conn, viewer, asked, own=own and named, asks=asks),
        "seats": seats_for(conn, viewer, asked) if own else [],
    }


def _beside(conn: Connection, viewer: Viewer, seal: Seal, asked: Asked) -> dict[str, Any]:
    """Return its days, which pages beside it the viewer may open, and to whom it is lent."""
    return {
        "days": deadlines(conn, asked),
        "sealed": sealed_beside(conn, viewer, asked),
        "lends": allows(viewer, P.GUESTS_READ, asked.matter),
        "became": practices_of(conn, viewer, asked.matter.id) if asked.result else [],
        "notes": notes_shared(conn, viewer, seal, asked),
        "guests": lent_to(conn, viewer, asked.matter),
        "history": allows(viewer, P.HISTORY_READ, asked.matter),
    }


def _said(
    asked: Asked, portal: Portal, there: Presence, files: Mapping[str, Sequence[Attached]]
) -> dict[str, Any]:
    """Return the fields of the page that the request, the settings and who is there decide."""
    matter = asked.matter
    return {
        "id": matter.id,
        "version": matter.version,
        "title": words.title_of(asked.title, destroyed=asked.destroyed_at is not None),
        "language": matter.language,
        "number": matter.number,
        "sign": words.stage_sign(matter.stage, asked.result),
        "owner": gettext(asked.owner_name),
        "answer_by": asked.answer_by if matter.stage in TAKES_OFFERS else None,
        "late": is_late(there.moved_to or asked.answer_by, matter.stage),
        "there": there,
        "outcome": asked.outcome,
        "words_end_on": words_end_on(portal, asked),
        "destroyed_on": asked.destroyed_at.date() if asked.destroyed_at else None,
        "facts": facts_of(asked),
        "files": [shown_file(one) for one in files.get(matter.id, ())],
        "reason": asked.reason,
        "result_note": asked.result_note,
        "results": [(code, gettext(words.RESULTS[code])) for code in words.RESULTS],
    }


def _lines(
    conn: Connection, viewer: Viewer, asked: Asked, offers: Sequence[Help]
) -> list[words.Line]:
    events = words.events_for(queries.party(viewer, {asked.owner}))
    return words.timeline(happening.happened(conn, viewer, asked.matter.id, events), offers)
