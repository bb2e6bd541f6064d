"""The desk: one queue for the secretariat; the acts stand on the page of each thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from app.access.policy import P, allows
from app.contested import queries as reviews_of_offices
from app.contested.rules import STANDING
from app.core import clock
from app.core.days import working_days
from app.core.i18n import N_, gettext, listed, ngettext
from app.desk import queries
from app.desk.queries import ALL, Queued, Tally
from app.directory import office_queries
from app.directory.office_showing import in_full
from app.home import matters
from app.home.queries import UNTITLED
from app.identity.people import named
from app.items.models import Kind
from app.manual.publishing import queries as submissions
from app.manual.publishing.rules import SUBMITTED
from app.nomination import queries as nominations
from app.recovery import queries as recoveries
from app.recovery import rules as recovery_rules
from app.web.ask import Ask
from app.web.components import date_words
from app.web.guard import Room
from app.web.paging import Turn, page_number, turn
from app.web.render import Page

room = Room("desk")

KINDS = {
    Kind.PRACTICE: (N_("Practices"), N_("Practice to review")),
    Kind.REQUEST: (N_("Requests"), N_("Request to open or return")),
    Kind.SUGGESTION: (N_("Suggestions"), N_("Suggestion on the manual to answer")),
}
"""The tabs, and what each row of them asks for."""

Tab = tuple[str, str, bool, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the queue; ``pressing`` when one working day is left or none."""

    title: str
    href: str
    number: str | None
    task: str
    owners: str
    since: str
    clock: str
    pressing: bool


@dataclass(frozen=True, kw_only=True)
class Desk(Page):
    """What waits for the secretariat, the longest wait first."""

    template: ClassVar[str] = "desk/desk.html"
    here: ClassVar[str] = "desk"

    told: str
    tabs: Sequence[Tab]
    lines: Sequence[Line]
    total: int
    turn: Turn
    proposed: Sequence[tuple[str, str, str, str]]
    nominated: Sequence[tuple[str, str, str, str]]
    reviews: Sequence[tuple[str, str, str, str]]
    helped: Sequence[tuple[str, str, str, str]]
    submitted: Sequence[tuple[str, str, str]]


@room.get("/desk", P.DESK_READ)
def desk(ask: Ask, kind: str = ALL, page: str = "1") -> Response:
    """Show a page of the queue, of one kind or of all; after the last page, the last one."""
    chosen = kind if kind in KINDS else ALL
    today = clock.today()
    tallies = queries.tallies(ask.conn, ask.viewer)
    total = sum(tally.number for tally in tallies if chosen in {ALL, tally.kind})
    at = min(page_number(page), max(1, -(-total // queries.PER_PAGE)))
    found = queries.queue(ask.conn, ask.viewer, kind=chosen, page=at)
    pairs = {(one.item_id, one.what) for one in found}
    titles = matters.titles(ask.conn, ask.viewer, ask.portal.seal, pairs)
    keeps = allows(ask.viewer, P.OFFICES_KEEP)
    proposed, nominated = (_proposed(ask), _nominated(ask)) if keeps else ((), ())
    reviews, helped, submitted = _reviews(ask), _helped(ask), _submitted(ask)
    others = bool(proposed or nominated or reviews or helped or submitted)
    return ask.page(
        Desk(
            told=_told(tallies, today, others=others),
            tabs=_tabs(tallies, chosen),
            lines=[_line(one, titles, today) for one in found if one.item_id in titles],
            total=total,
            turn=turn(at, len(found), total, most=queries.PER_PAGE, href=partial(_href, chosen)),
            proposed=proposed,
            nominated=nominated,
            reviews=reviews,
            helped=helped,
            submitted=submitted,
        )
    )


def _proposed(ask: Ask) -> Sequence[tuple[str, str, str, str]]:
    """Return (address, person, office, since) of each appointment that waits to be verified."""
    return [
        (
            f"/appointments/{one.id}",
            one.holder,
            in_full(one.kind, one.member_name),
            date_words(one.since),
        )
        for one in office_queries.proposed(ask.conn)
    ]


def _nominated(ask: Ask) -> Sequence[tuple[str, str, str, str]]:
    """Return (address, person, member, day of the answer) of each nomination that waits."""
    return [
        (f"/nominations/{one.id}", one.name, gettext(one.member_name), date_words(one.due))
        for one in nominations.waiting(ask.conn)
    ]


def _reviews(ask: Ask) -> Sequence[tuple[str, str, str, str]]:
    """Return (address, office, how far it has come, since) of each review that is not over."""
    return [
        (
            f"/offices/{one.office_id}/review",
            in_full(one.kind, one.member_name),
            gettext(STANDING[one.life.stage]),
            date_words(one.life.ending_at or one.life.began_at or one.proposed_at),
        )
        for one in reviews_of_offices.unfinished(ask.conn)
    ]


def _helped(ask: Ask) -> Sequence[tuple[str, str, str, str]]:
    """Return (address, person, how far it has come, since) of each recovery that goes on."""
    return [
        (
            f"/people/{one.life.person_id}/recovery",
            named(one.name),
            gettext(recovery_rules.STANDING[one.life.stage]),
            date_words(one.proposed_at),
        )
        for one in recoveries.unfinished(ask.conn)
    ]


def _submitted(ask: Ask) -> Sequence[tuple[str, str, str]]:
    """Return (address, what, since) of each edition, or withdrawal of one, that is submitted."""
    return [
        (
            f"/manual/submissions/{one.id}",
            gettext(SUBMITTED[one.kind], number=one.number),
            date_words(one.proposed_at),
        )
        for one in submissions.unfinished(ask.conn)
    ]


def _told(tallies: Sequence[Tally], today: date, *, others: bool) -> str:
    """Return the two figures of the desk in words: how many wait, and how long the oldest has.

    ``others`` says that something waits below which the queue does not count.
    """
    number = sum(tally.number for tally in tallies)
    if not number and others:
        return gettext("No practice and no request waits for the Secretariat.")
    if not number:
        return gettext("Nothing waits for the Secretariat.")
    waited = working_days(min(tally.oldest for tally in tallies).date(), today)
    counted = ngettext(
        "One thing waits for the Secretariat.",
        "%(num)s things wait for the Secretariat.",
        number,
    )
    return f"{counted} {_waited(waited)}"


def _waited(days: int) -> str:
    if not days:
        return gettext("The oldest has waited less than one working day.")
    return ngettext(
        "The oldest has waited %(num)s working day.",
        "The oldest has waited %(num)s working days.",
        days,
    )


def _tabs(tallies: Sequence[Tally], chosen: str) -> Sequence[Tab]:
    counted = {tally.kind: tally.number for tally in tallies}
    return [
        (gettext("All"), _href(ALL), chosen == ALL, sum(counted.values())),
        *(
            (gettext(words), _href(kind), chosen == kind, counted.get(kind, 0))
            for kind, (words, _) in KINDS.items()
        ),
    ]


def _href(kind: str, page: int = 1) -> str:
    """Return the address of a page of the queue."""
    said = [("kind", kind)] * (kind != ALL) + [("page", str(page))] * (page > 1)
    return f"/desk?{urlencode(said)}" if said else "/desk"


def _line(one: Queued, titles: Mapping[str, tuple[str, str]], today: date) -> Line:
    title, href = titles[one.item_id]
    left = working_days(today, one.due) if one.due else None
    return Line(
        title=title or gettext(UNTITLED),
        href=href,
        number=one.number,
        task=gettext(KINDS[Kind(one.kind)][1]) if one.kind in KINDS else matters.waits(one.what),
        owners=listed([gettext(name) for name in one.owners]),
        since=date_words(one.since),
        clock=_clock(one, left),
        pressing=left is not None and left <= 1,
    )


def _clock(one: Queued, left: int | None) -> str:
    if one.due is None or left is None:
        return gettext("No date set")
    if left < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -left)
    allowed = working_days(one.since.date(), one.due)
    return ngettext(
        "%(left)s of %(num)s day left", "%(left)s of %(num)s days left", allowed, left=left
    )
